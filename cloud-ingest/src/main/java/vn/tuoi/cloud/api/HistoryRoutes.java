package vn.tuoi.cloud.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.registry.Farm;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.timeseries.Bucket;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.Series;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.view.Sentences;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.topic.FarmId;

/** Runs and measurements. */
final class HistoryRoutes {
    private static final int DEFAULT_RUNS = 50;
    private static final int MAX_RUNS = 200;
    private static final int DEFAULT_FARMS = 100;
    private static final int DEFAULT_BUCKETS = 500;
    private static final Duration DEFAULT_SERIES = Duration.ofDays(1);

    private final Registry registry;
    private final TelemetryStore store;
    private final Sentences sentences;
    private final InstantSource clock;

    /** @param clock farm time */
    HistoryRoutes(Registry registry, TelemetryStore store, Sentences sentences, InstantSource clock) {
        this.registry = registry;
        this.store = store;
        this.sentences = sentences;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        String farm = Endpoint.ROOT + "/farms/{farm}";
        return List.of(
                Endpoint.get(farm + "/runs", Access.SIGNED_IN, "Runs, newest first.", this::runs)
                        .withParameters("from", "to", "limit", "after"),
                Endpoint.get(
                                farm + "/series",
                                Access.SIGNED_IN,
                                "Minimum, mean and maximum of a point in at most so many buckets.",
                                this::series)
                        .withParameters("point", "from", "to", "points"),
                Endpoint.get(
                        farm + "/latest",
                        Access.SIGNED_IN,
                        "The newest value of every point.",
                        call -> Answer.ok(new Latest(store.latest(call.farm().id())))),
                Endpoint.get(
                                Endpoint.ROOT + "/latest",
                                Access.SIGNED_IN,
                                "The newest value of every point of the farms in one's scope, by farm.",
                                this::latestOfFarms)
                        .withParameters("limit", "after"));
    }

    private record Latest(List<LatestValue> items) {}

    private record LatestOfFarm(
            @JsonProperty(required = true) FarmId farm, List<LatestValue> items) {}

    private record LatestOfFarms(
            List<LatestOfFarm> items, @Nullable String next) {}

    private Answer latestOfFarms(Call call) throws MalformedDocument, StoreUnavailable {
        int limit = call.queryInteger("limit", DEFAULT_FARMS, 1, TelemetryStore.MAX_FARMS);
        String after = call.query("after");
        List<FarmId> farms = registry.farms().all().stream()
                .map(Farm::id)
                .filter(farm -> call.account().sees(farm))
                .filter(farm -> after == null || farm.value().compareTo(after) > 0)
                .sorted()
                .limit(limit + 1L)
                .toList();
        boolean more = farms.size() > limit;
        List<FarmId> shown = more ? farms.subList(0, limit) : farms;
        Map<FarmId, List<LatestValue>> values = store.latest(shown);
        return Answer.ok(new LatestOfFarms(
                shown.stream()
                        .map(farm -> new LatestOfFarm(farm, values.getOrDefault(farm, List.of())))
                        .toList(),
                more ? shown.get(limit - 1).value() : null));
    }

    private record Runs(List<JsonNode> items, @Nullable String next) {}

    private record SeriesAnswer(
            @JsonProperty(required = true) String point,
            @Nullable String unit,
            @JsonProperty(required = true) Instant from,
            @JsonProperty(required = true) Instant to,
            List<Bucket> buckets) {}

    private Answer runs(Call call) throws MalformedDocument {
        int limit = call.queryInteger("limit", DEFAULT_RUNS, 1, MAX_RUNS);
        Instant from = call.queryInstant("from", Instant.EPOCH);
        Instant to = call.queryInstant("to", clock.instant().plus(Duration.ofDays(1)));
        List<RunRecord> runs = registry.history().runs(call.farm().id(), from, to, call.query("after"), limit + 1);
        boolean more = runs.size() > limit;
        List<RunRecord> shown = more ? runs.subList(0, limit) : runs;
        return Answer.ok(new Runs(
                shown.stream().map(sentences::spell).toList(),
                more ? shown.get(limit - 1).id() : null));
    }

    private Answer series(Call call) throws MalformedDocument, StoreUnavailable {
        String point = call.query("point");
        if (point == null || !SeriesQuery.isPoint(point)) {
            throw new MalformedDocument("point", "must be a point's name, e.g. tea-1/soil_moisture");
        }
        Instant to = call.queryInstant("to", clock.instant());
        Instant from = call.queryInstant("from", to.minus(DEFAULT_SERIES));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(SeriesQuery.MAX_RANGE) > 0) {
            throw new MalformedDocument(
                    "from", "must be before to, by at most " + SeriesQuery.MAX_RANGE.toDays() + " days");
        }
        int points = call.queryInteger("points", DEFAULT_BUCKETS, 1, SeriesQuery.MAX_BUCKETS);
        Series series = store.series(new SeriesQuery(call.farm().id(), point, from, to, points));
        return Answer.ok(new SeriesAnswer(point, series.unit(), from, to, series.buckets()));
    }
}
