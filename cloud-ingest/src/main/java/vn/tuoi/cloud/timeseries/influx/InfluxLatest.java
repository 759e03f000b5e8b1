package vn.tuoi.cloud.timeseries.influx;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.config.topic.FarmId;

/**
 * The newest values of farms that are looked at, in memory. A farm is asked for at its first look with a query bounded by
 * farm and time, then follows what this process writes, and is asked for again a minute later, since other processes
 * write too. Points that were silent for {@value #DAYS} days when they were asked for are left out: without a bound that
 * query reads everything there is. Thread-safe.
 */
final class InfluxLatest {
    static final int DAYS = 35;

    private static final int MAX_FARMS = 20_000;
    private static final int FARMS_PER_QUERY = 50;
    private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

    private final InfluxConnection connection;
    private final InstantSource clock;
    private final Cache<String, Map<String, LatestValue>> farms = Caffeine.newBuilder()
            .maximumSize(MAX_FARMS)
            .expireAfterWrite(ASK_AGAIN)
            .build();

    InfluxLatest(InfluxConnection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    Map<FarmId, List<LatestValue>> of(Collection<FarmId> wanted) throws StoreUnavailable {
        Map<FarmId, List<LatestValue>> found = new HashMap<>();
        List<FarmId> unknown = new ArrayList<>();
        for (FarmId farm : wanted) {
            Map<String, LatestValue> values = farms.getIfPresent(farm.value());
            if (values == null) {
                unknown.add(farm);
            } else {
                put(found, farm, values);
            }
        }
        for (int from = 0; from < unknown.size(); from += FARMS_PER_QUERY) {
            List<FarmId> part = unknown.subList(from, Math.min(from + FARMS_PER_QUERY, unknown.size()));
            Map<String, Map<String, LatestValue>> asked = ask(part);
            for (FarmId farm : part) {
                put(found, farm, asked.getOrDefault(farm.value(), Map.of()));
            }
        }
        return found;
    }

    private static void put(Map<FarmId, List<LatestValue>> found, FarmId farm, Map<String, LatestValue> values) {
        synchronized (values) {
            if (!values.isEmpty()) {
                found.put(farm, List.copyOf(values.values()));
            }
        }
    }

    /** Under the lock of {@link #follow}, so that no write falls between the answer and its being known. */
    private synchronized Map<String, Map<String, LatestValue>> ask(List<FarmId> part) throws StoreUnavailable {
        long sinceMs = clock.instant().minus(Duration.ofDays(DAYS)).toEpochMilli();
        String anyOf = part.stream().map(farm -> "\"farm\" = '" + farm + "'").collect(Collectors.joining(" OR "));
        String readings =
                "FROM \"telemetry\" WHERE (" + anyOf + ") AND time >= " + sinceMs + "ms GROUP BY \"farm\", \"point\"";
        Map<String, String> units = new HashMap<>();
        for (JsonNode series : connection.query(Place.READINGS, "SELECT last(\"unit\") " + readings)) {
            for (JsonNode row : series.path("values")) {
                units.put(key(series), row.get(1).asText());
            }
        }
        Map<String, Map<String, LatestValue>> asked = new HashMap<>();
        part.forEach(farm -> asked.put(farm.value(), new TreeMap<>()));
        for (JsonNode series : connection.query(Place.READINGS, "SELECT last(\"value\") " + readings)) {
            String farm = series.path("tags").path("farm").asText();
            String point = series.path("tags").path("point").asText();
            String unit = units.getOrDefault(key(series), ToldUnits.NONE);
            for (JsonNode row : series.path("values")) {
                asked.getOrDefault(farm, new TreeMap<>())
                        .put(
                                point,
                                new LatestValue(
                                        point,
                                        row.get(1).asDouble(),
                                        unit.equals(ToldUnits.NONE) ? null : unit,
                                        Instant.ofEpochMilli(row.get(0).asLong())));
            }
        }
        farms.putAll(asked);
        return asked;
    }

    private static String key(JsonNode series) {
        JsonNode tags = series.path("tags");
        return tags.path("farm").asText() + "/" + tags.path("point").asText();
    }

    /** Takes in what has been written. */
    synchronized void follow(ReadingBatch batch) {
        String farm = "";
        Map<String, LatestValue> values = null;
        for (int row = 0; row < batch.size(); row++) {
            // the readings of a message follow one another
            if (!batch.farm(row).equals(farm)) {
                farm = batch.farm(row);
                values = farms.getIfPresent(farm);
            }
            if (values != null) {
                Instant at = Instant.ofEpochMilli(batch.timeMs(row));
                LatestValue value = new LatestValue(batch.point(row), batch.value(row), batch.unit(row), at);
                synchronized (values) {
                    values.merge(
                            batch.point(row), value, (old, next) -> next.at().isBefore(old.at()) ? old : next);
                }
            }
        }
    }

    /** The unit of a point; null when it has none or has been silent for long. */
    @Nullable
    String unit(FarmId farm, String point) throws StoreUnavailable {
        for (LatestValue value : of(List.of(farm)).getOrDefault(farm, List.of())) {
            if (value.point().equals(point)) {
                return value.unit();
            }
        }
        return null;
    }
}
