package vn.tuoi.cloud.timeseries.influx;

import com.fasterxml.jackson.databind.JsonNode;
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.service.InfluxQLQueryService;
import com.influxdb.exceptions.InfluxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import retrofit2.Response;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

/**
 * The way to an InfluxDB server of any version: line protocol in, InfluxQL out, which 1.6 and everything after it have in
 * common. The server is asked for its version, and the places for readings and rollups are made or checked, at the first
 * use, so it may come later than this process. Thread-safe.
 */
final class InfluxConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InfluxConnection.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** A write or query that takes longer has failed; a stopped server is told from a slow one by this alone. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);

    private static final int BAD_REQUEST = 400;
    private static final Pattern DROPPED = Pattern.compile("dropped[= ](\\d+)");

    private final InfluxAddress address;
    private final Retention retention;
    private final InfluxDBClient client;
    private final OkHttpClient http;
    private volatile @Nullable Dialect spoken;

    /** Found, and its places not made yet. */
    private volatile @Nullable Dialect found;

    InfluxConnection(InfluxAddress address, Retention retention) {
        this.address = address;
        this.retention = retention;
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(READ_TIMEOUT)
                .writeTimeout(READ_TIMEOUT)
                .addNetworkInterceptor(new LegacyRequests(address, () -> found));
        // before the client adds interceptors of its own
        this.http = builder.build();
        String token = address.token() == null ? address.username() + ":" + address.password() : address.token();
        this.client = InfluxDBClientFactory.create(InfluxDBClientOptions.builder()
                .url(address.url())
                .org(address.organization())
                .bucket(address.database())
                .okHttpClient(builder)
                .authenticateToken(token.toCharArray())
                .build());
    }

    /** What the server speaks; asks it at the first call, and makes ready there what is needed. */
    Dialect dialect() throws StoreUnavailable {
        Dialect known = spoken;
        return known == null ? meet() : known;
    }

    private synchronized Dialect meet() throws StoreUnavailable {
        Dialect known = spoken;
        if (known != null) {
            return known;
        }
        try {
            String version = client.version();
            Dialect dialect = Dialect.ofVersion(version);
            found = dialect;
            new Places(this, client, http, address, retention).prepare(dialect);
            LOG.info("telemetry goes to InfluxDB {} ({})", version, address);
            spoken = dialect;
            return dialect;
        } catch (InfluxException e) {
            throw unavailable("reach", e);
        }
    }

    /**
     * Writes lines of line protocol with times in milliseconds, in one request.
     *
     * @param rows how many lines there are
     * @return how many of them the server will never take
     */
    int write(Place place, String lines, int rows) throws StoreUnavailable {
        try {
            client.getWriteApiBlocking()
                    .writeRecord(place.bucket(address, dialect()), address.organization(), WritePrecision.MS, lines);
            return 0;
        } catch (InfluxException e) {
            if (e.status() != BAD_REQUEST) {
                throw unavailable("write to", e);
            }
            // the good rows are stored, and the others never will be: the same again would be refused again
            String message = message(e);
            int dropped = dropped(e, message, rows);
            LOG.warn("InfluxDB refused {} of {} rows: {}", dropped, rows, message);
            return dropped;
        }
    }

    /** The client reads 2.x's {@code message} and 1.x's header, but not the {@code error} of the others' bodies. */
    private static String message(Exception e) {
        Object error = e instanceof InfluxException known ? known.errorBody().get("error") : null;
        return e.getMessage() == null ? String.valueOf(error) : e.getMessage();
    }

    /** 1.x and 2.x say a number in their message, 3 names the lines, at most 100 of them. */
    private static int dropped(InfluxException e, String message, int rows) {
        Matcher matcher = DROPPED.matcher(message);
        if (matcher.find()) {
            return Math.min(rows, Integer.parseInt(matcher.group(1)));
        }
        Object lines = e.errorBody().get("data");
        return lines instanceof Collection<?> named ? Math.min(rows, named.size()) : rows;
    }

    /** The series of a statement's answer. */
    List<JsonNode> query(Place place, String statement) throws StoreUnavailable {
        Dialect dialect = dialect();
        String policy = place.retentionPolicy(address, dialect);
        return query(statement, place.database(address, dialect), policy.isEmpty() ? null : policy);
    }

    /**
     * As {@link #query(Place, String)}, before anything is known to be there. Statement errors come with HTTP 200, and
     * the client's own query API hides them.
     */
    List<JsonNode> query(String statement, String database, @Nullable String policy) throws StoreUnavailable {
        try {
            Response<ResponseBody> response = client.getService(InfluxQLQueryService.class)
                    .query(statement, database, policy, "ms", null, "application/json")
                    .execute();
            try (ResponseBody body = response.isSuccessful() ? response.body() : response.errorBody()) {
                byte[] bytes = body == null ? new byte[0] : body.bytes();
                if (!response.isSuccessful()) {
                    throw new StoreUnavailable(
                            "InfluxDB " + address + " answered " + response.code(),
                            new IOException(new String(bytes, StandardCharsets.UTF_8)));
                }
                return series(StrictJson.read(bytes, JsonNode.class), statement);
            }
        } catch (IOException | InfluxException | MalformedDocument e) {
            throw unavailable("query", e);
        }
    }

    private List<JsonNode> series(JsonNode answer, String statement) throws StoreUnavailable {
        JsonNode result = answer.path("results").path(0);
        JsonNode error = result.has("error") ? result.get("error") : answer.get("error");
        if (error != null) {
            throw new StoreUnavailable(
                    "InfluxDB " + address + " refused a query: " + error.asText(), new IOException(statement));
        }
        List<JsonNode> series = new ArrayList<>();
        result.path("series").forEach(series::add);
        return series;
    }

    void check() throws StoreUnavailable {
        dialect();
        if (!client.ping()) {
            throw new StoreUnavailable("InfluxDB " + address + " does not answer", new IOException("ping failed"));
        }
    }

    StoreUnavailable unavailable(String verb, Exception e) {
        return new StoreUnavailable("cannot " + verb + " InfluxDB " + address + ": " + message(e), e);
    }

    @Override
    public void close() {
        client.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
