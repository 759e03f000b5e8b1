package vn.tuoi.cloud.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import vn.tuoi.cloud.live.LiveFeed;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.Inbound;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.senml.MalformedPack;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlLimits;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/** Telemetry from packs into the store. On the lane's thread only. */
final class TelemetryLane implements Lane.Batcher {
    private final Registry registry;
    private final TelemetryStore store;
    private final LiveFeed live;
    private final Presence presence;
    private final InstantSource clock;
    private final long keepMs;
    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);
    private final ReadingBatch rows = new ReadingBatch();
    private final Counts counts;
    private final Quarantine quarantine;
    private final Persistence storing;
    private final Persistence noting;
    private final Acknowledger acknowledger;

    /** What the lane counts. */
    private record Counts(LongAdder messages, LongAdder readings, LongAdder tooOld, LongAdder refusedRows) {
        static Counts in(Metrics metrics) {
            return new Counts(
                    metrics.counter(
                            "tuoi_intake_messages_total",
                            "Messages stored or put into quarantine.",
                            "lane=\"telemetry\""),
                    metrics.counter("tuoi_intake_readings_total", "Readings stored.", ""),
                    metrics.counter(
                            "tuoi_intake_too_old_total", "Readings older than telemetry is kept, left out.", ""),
                    metrics.counter("tuoi_intake_refused_rows_total", "Readings that the store will never take.", ""));
        }
    }

    TelemetryLane(
            Stores stores,
            LiveFeed live,
            Presence presence,
            InstantSource clock,
            Metrics metrics,
            Acknowledger acknowledger) {
        this.registry = stores.registry();
        this.store = stores.telemetry();
        this.keepMs = stores.keep().toMillis();
        this.live = live;
        this.presence = presence;
        this.clock = clock;
        this.counts = Counts.in(metrics);
        this.quarantine = new Quarantine(metrics, "telemetry");
        this.storing = new Persistence("telemetry", metrics);
        this.noting = new Persistence("telemetry-quarantine", metrics);
        this.acknowledger = acknowledger;
    }

    /**
     * Where the intake writes.
     *
     * @param keep how long telemetry is kept: what is older when it arrives is left out
     */
    record Stores(Registry registry, TelemetryStore telemetry, Duration keep) {}

    @Override
    public void take(List<Inbound> batch) throws InterruptedException {
        rows.clear();
        long nowMs = clock.instant().toEpochMilli();
        for (Inbound message : batch) {
            decode(message, nowMs);
        }
        if (rows.size() > 0) {
            storing.untilItHolds(() -> {
                int refused = store.write(rows);
                counts.refusedRows().add(refused);
                counts.readings().add(rows.size() - refused);
            });
        }
        List<vn.tuoi.cloud.registry.FarmLog.Refused> refused = quarantine.drain();
        if (!refused.isEmpty()) {
            noting.untilItHolds(() -> registry.log().quarantine(refused));
        }
        acknowledger.acknowledge(batch);
        counts.messages().add(batch.size());
        show();
    }

    private void decode(Inbound message, long nowMs) {
        Optional<FarmTopic.Address> address = FarmTopic.parse(message.topic());
        if (address.isEmpty()
                || registry.farms().find(address.get().farm().value()).isEmpty()) {
            quarantine.add(message, nowMs, "unknown_farm", "topic of no registered farm");
            return;
        }
        String farm = address.get().farm().value();
        byte[] payload = message.payload();
        try {
            decoder.decode(payload, 0, payload.length, farm + "/", nowMs, (point, unit, timeMs, value, isBoolean) -> {
                if (timeMs < nowMs - keepMs) {
                    counts.tooOld().increment();
                } else {
                    rows.add(farm, point, unit, timeMs, value);
                }
            });
            presence.heard(address.get().farm(), nowMs);
        } catch (MalformedPack e) {
            quarantine.add(message, nowMs, e.reason().code(), String.valueOf(e.getMessage()));
        }
    }

    private void show() {
        for (int i = 0; i < rows.size(); i++) {
            FarmId farm = new FarmId(rows.farm(i));
            if (live.isWatched(farm)) {
                LatestValue value = new LatestValue(
                        rows.point(i), rows.value(i), rows.unit(i), Instant.ofEpochMilli(rows.timeMs(i)));
                live.publish(farm, "reading", () -> StrictJson.write(value));
            }
        }
    }
}
