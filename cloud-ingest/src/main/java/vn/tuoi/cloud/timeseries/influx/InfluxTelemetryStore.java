package vn.tuoi.cloud.timeseries.influx;

import com.fasterxml.jackson.databind.JsonNode;
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.service.InfluxQLQueryService;
import com.influxdb.exceptions.InfluxException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import retrofit2.Response;
import vn.tuoi.cloud.timeseries.Bucket;
import vn.tuoi.cloud.timeseries.BucketMerger;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.Series;
import vn.tuoi.cloud.timeseries.SeriesPlan;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.StaleHours;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.Upkeep;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.topic.FarmId;

/**
 * Telemetry in InfluxDB: line protocol in, InfluxQL out, which 1.6 and everything after it have in common. The server is
 * asked for its version at the first use, so it may come later than this process. Points that have been silent for {@value
 * #LATEST_DAYS} days are no longer among the latest values: without a bound that query reads everything there is.
 */
public final class InfluxTelemetryStore implements TelemetryStore {
    static final int LATEST_DAYS = 35;

    private static final Logger LOG = LoggerFactory.getLogger(InfluxTelemetryStore.class);
    private static final int ROWS_PER_WRITE = 5_000;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** A write or query that takes longer has failed; a stopped server is told from a slow one by this alone. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);

    private static final int BAD_REQUEST = 400;
    private static final int DAYS_PER_COUNT = 30;
    private static final Pattern DROPPED = Pattern.compile("dropped[= ](\\d+)");

    private final InfluxAddress address;
    private final InstantSource clock;
    private final InfluxDBClient client;
    private volatile @Nullable Dialect dialect;

    /** @param clock the farms' time, for {@link #latest} */
    public InfluxTelemetryStore(InfluxAddress address, InstantSource clock) {
        this.address = address;
        this.clock = clock;
        InfluxDBClientOptions.Builder options = InfluxDBClientOptions.builder()
                .url(address.url())
                .org(address.organization())
                .bucket(address.database())
                .okHttpClient(new OkHttpClient.Builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .readTimeout(READ_TIMEOUT)
                        .writeTimeout(READ_TIMEOUT)
                        .addNetworkInterceptor(new LegacyRequests(address, () -> dialect)));
        String token = address.token() == null ? address.username() + ":" + address.password() : address.token();
        this.client = InfluxDBClientFactory.create(
                options.authenticateToken(token.toCharArray()).build());
    }

    private Dialect dialect() throws StoreUnavailable {
        Dialect known = dialect;
        if (known != null) {
            return known;
        }
        String version;
        try {
            version = client.version();
        } catch (InfluxException e) {
            throw unavailable("reach", e);
        }
        Dialect found = Dialect.ofVersion(version);
        dialect = found;
        if (found.isVersion1()) {
            createDatabase();
        }
        LOG.info("telemetry goes to InfluxDB {} ({})", version, address);
        return found;
    }

    /** A user who may not create databases needs one that is there; then the first write tells. */
    private void createDatabase() {
        try {
            query("CREATE DATABASE \"" + address.database() + "\"");
        } catch (StoreUnavailable e) {
            LOG.warn("the database {} was not created: {}", address.database(), e.getMessage());
        }
    }

    @Override
    public synchronized int write(ReadingBatch batch) throws StoreUnavailable {
        Dialect server = dialect();
        String bucket =
                server == Dialect.V3 ? address.database() : address.database() + "/" + address.retentionPolicy();
        WriteApiBlocking writer = client.getWriteApiBlocking();
        int refused = 0;
        for (int from = 0; from < batch.size(); from += ROWS_PER_WRITE) {
            int to = Math.min(from + ROWS_PER_WRITE, batch.size());
            try {
                writer.writeRecord(bucket, address.organization(), WritePrecision.MS, LineProtocol.of(batch, from, to));
            } catch (InfluxException e) {
                if (e.status() != BAD_REQUEST) {
                    throw unavailable("write to", e);
                }
                // the good rows are stored, and the others never will be
                int dropped = dropped(String.valueOf(e.getMessage()), to - from);
                LOG.warn("InfluxDB refused {} of {} readings: {}", dropped, to - from, e.getMessage());
                refused += dropped;
            }
        }
        return refused;
    }

    private static int dropped(String message, int rows) {
        Matcher matcher = DROPPED.matcher(message);
        return matcher.find() ? Math.min(rows, Integer.parseInt(matcher.group(1))) : rows;
    }

    @Override
    public Map<FarmId, List<LatestValue>> latest(Collection<FarmId> farms) throws StoreUnavailable {
        dialect();
        Map<FarmId, List<LatestValue>> found = new HashMap<>();
        for (FarmId farm : farms) {
            List<LatestValue> values = latestOf(farm);
            if (!values.isEmpty()) {
                found.put(farm, values);
            }
        }
        return found;
    }

    private List<LatestValue> latestOf(FarmId farm) throws StoreUnavailable {
        long sinceMs = clock.instant().minus(Duration.ofDays(LATEST_DAYS)).toEpochMilli();
        List<LatestValue> values = new ArrayList<>();
        for (JsonNode series : query("SELECT last(\"value\"), \"unit\" FROM \"telemetry\" WHERE \"farm\" = '" + farm
                + "' AND time >= " + sinceMs + "ms GROUP BY \"point\"")) {
            for (JsonNode row : series.path("values")) {
                values.add(new LatestValue(
                        series.path("tags").path("point").asText(),
                        row.get(1).asDouble(),
                        row.get(2).textValue(),
                        Instant.ofEpochMilli(row.get(0).asLong())));
            }
        }
        values.sort(Comparator.comparing(LatestValue::point));
        return values;
    }

    @Override
    public Series series(SeriesQuery wanted) throws StoreUnavailable {
        dialect();
        String where = " FROM \"telemetry\" WHERE \"farm\" = '" + wanted.farm() + "' AND \"point\" = '" + wanted.point()
                + "' AND time >= " + wanted.from().toEpochMilli() + "ms AND time < "
                + wanted.to().toEpochMilli() + "ms";
        SeriesPlan plan = SeriesPlan.of(wanted, List.of(Resolution.RAW), Long.MIN_VALUE, new StaleHours());
        long offsetMs = Math.floorMod(plan.originMs(), plan.bucketMs());
        BucketMerger merger = plan.merger();
        for (JsonNode series : query("SELECT min(\"value\"), sum(\"value\"), max(\"value\"), count(\"value\")" + where
                + " GROUP BY time(" + plan.bucketMs() + "ms, " + offsetMs + "ms) fill(none)")) {
            for (JsonNode row : series.path("values")) {
                merger.addAt(
                        row.get(0).asLong(),
                        row.get(1).asDouble(),
                        row.get(2).asDouble(),
                        row.get(3).asDouble(),
                        row.get(4).asLong());
            }
        }
        List<Bucket> buckets = merger.finish();
        return new Series(buckets.isEmpty() ? null : unit(where), buckets);
    }

    @Override
    public Upkeep upkeep() {
        return new Upkeep(false, 0, 0, 0, Long.MAX_VALUE, -1);
    }

    @Override
    public SortedMap<LocalDate, Long> countByDay() throws StoreUnavailable {
        dialect();
        SortedMap<LocalDate, Long> counts = new TreeMap<>();
        long endMs = clock.millis() + Resolution.DAY.stepMs();
        long fromMs = Resolution.DAY.floor(endMs - SeriesQuery.MAX_RANGE.toMillis());
        while (fromMs < endMs) {
            long toMs = fromMs + DAYS_PER_COUNT * Resolution.DAY.stepMs();
            for (JsonNode series : query("SELECT count(\"value\") FROM \"telemetry\" WHERE time >= " + fromMs
                    + "ms AND time < " + toMs + "ms GROUP BY time(1d) fill(none)")) {
                for (JsonNode row : series.path("values")) {
                    LocalDate day =
                            LocalDate.ofEpochDay(StaleHours.epochDay(row.get(0).asLong()));
                    counts.put(day, row.get(1).asLong());
                }
            }
            fromMs = toMs;
        }
        return counts;
    }

    /** Positions are {@code farm point time}: the next page begins at that time of that point. */
    @Override
    public @Nullable String readPage(LocalDate day, String position, int maxRows, ReadingBatch into)
            throws StoreUnavailable {
        dialect();
        long dayMs = day.toEpochDay() * Resolution.DAY.stepMs();
        String[] at = position.split(" ", -1);
        String farm = at.length == 3 ? at[0] : "";
        String point = at.length == 3 ? at[1] : "";
        long fromMs = at.length == 3 ? Long.parseLong(at[2]) : dayMs;
        int room = maxRows;
        for (String name : tagValues("farm", "")) {
            if (name.compareTo(farm) < 0) {
                continue;
            }
            for (String series : tagValues("point", " WHERE \"farm\" = '" + name + "'")) {
                if (name.equals(farm) && series.compareTo(point) < 0) {
                    continue;
                }
                boolean resumed = name.equals(farm) && series.equals(point);
                room -= readPoint(name, series, resumed ? fromMs : dayMs, dayMs + Resolution.DAY.stepMs(), room, into);
                if (room == 0) {
                    return name + " " + series + " " + (into.timeMs(into.size() - 1) + 1);
                }
            }
        }
        return null;
    }

    private List<String> tagValues(String tag, String where) throws StoreUnavailable {
        List<String> values = new ArrayList<>();
        for (JsonNode series : query("SHOW TAG VALUES FROM \"telemetry\" WITH KEY = \"" + tag + "\"" + where)) {
            for (JsonNode row : series.path("values")) {
                values.add(row.get(1).asText());
            }
        }
        values.sort(Comparator.naturalOrder());
        return values;
    }

    private int readPoint(String farm, String point, long fromMs, long toMs, int maxRows, ReadingBatch into)
            throws StoreUnavailable {
        int read = 0;
        for (JsonNode series : query("SELECT \"value\", \"unit\" FROM \"telemetry\" WHERE \"farm\" = '" + farm
                + "' AND \"point\" = '" + point + "' AND time >= " + fromMs + "ms AND time < " + toMs
                + "ms ORDER BY time ASC LIMIT " + maxRows)) {
            for (JsonNode row : series.path("values")) {
                into.add(
                        farm,
                        point,
                        row.get(2).textValue(),
                        row.get(0).asLong(),
                        row.get(1).asDouble());
                read++;
            }
        }
        return read;
    }

    private @Nullable String unit(String where) throws StoreUnavailable {
        for (JsonNode series : query("SELECT last(\"value\"), \"unit\"" + where)) {
            return series.path("values").path(0).path(2).textValue();
        }
        return null;
    }

    @Override
    public void check() throws StoreUnavailable {
        dialect();
        if (!client.ping()) {
            throw new StoreUnavailable("InfluxDB " + address + " does not answer", new IOException("ping failed"));
        }
    }

    /** The series of a statement's answer. Statement errors come with HTTP 200, and the client's own query API hides them. */
    private JsonNode query(String statement) throws StoreUnavailable {
        try {
            Response<ResponseBody> response = client.getService(InfluxQLQueryService.class)
                    .query(statement, address.database(), address.retentionPolicy(), "ms", null, "application/json")
                    .execute();
            try (ResponseBody body = response.isSuccessful() ? response.body() : response.errorBody()) {
                byte[] bytes = body == null ? new byte[0] : body.bytes();
                if (!response.isSuccessful()) {
                    throw new StoreUnavailable(
                            "InfluxDB " + address + " answered " + response.code(),
                            new IOException(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)));
                }
                JsonNode result =
                        StrictJson.read(bytes, JsonNode.class).path("results").path(0);
                if (result.has("error")) {
                    throw new StoreUnavailable(
                            "InfluxDB " + address + " refused a query: "
                                    + result.get("error").asText(),
                            new IOException(statement));
                }
                return result.path("series");
            }
        } catch (IOException | InfluxException | MalformedDocument e) {
            throw unavailable("query", e);
        }
    }

    private StoreUnavailable unavailable(String verb, Exception e) {
        return new StoreUnavailable("cannot " + verb + " InfluxDB " + address + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "influxdb:" + address;
    }
}
