package vn.tuoi.cloud.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import vn.tuoi.cloud.live.LiveFeed;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.metrics.Timer;
import vn.tuoi.cloud.mqtt.Inbound;
import vn.tuoi.cloud.spool.Spooled;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.topic.FarmId;

/** Telemetry from packs into safekeeping, and the word back. On the lane's thread only. */
final class TelemetryLane implements Lane.Batcher {
    private final Senders senders;
    private final Safekeeping safekeeping;
    private final LiveFeed live;
    private final InstantSource clock;
    private final PackDecoder decoder;
    private final Exits exits;
    private final Counts counts;
    private final List<Spooled> good = new ArrayList<>();
    private final List<Taken> taken = new ArrayList<>();
    private ReadingBatch rows = new ReadingBatch();

    /** Where messages go when they have been dealt with. */
    record Exits(Quarantine quarantine, Acknowledger acknowledger) {}

    private record Counts(LongAdder messages, LongAdder tooOld, LongAdder putDown, Timer decode, Timer acknowledge) {
        static Counts in(Metrics metrics) {
            return new Counts(
                    metrics.counter("tuoi_intake_messages_total", "Messages stored or spooled.", "lane=\"telemetry\""),
                    metrics.counter(
                            "tuoi_intake_too_old_total", "Readings older than telemetry is kept, left out.", ""),
                    metrics.counter(
                            "tuoi_intake_put_down_total",
                            "Messages of farms that send far too much, neither stored nor acknowledged to them.",
                            "lane=\"telemetry\""),
                    metrics.timer("tuoi_intake_decode_seconds", "Time that a batch took to be decoded.", ""),
                    metrics.timer("tuoi_intake_acknowledge_seconds", "Time that a batch took to be acknowledged.", ""));
        }
    }

    TelemetryLane(
            Senders senders,
            PackDecoder decoder,
            Safekeeping safekeeping,
            Exits exits,
            LiveFeed live,
            InstantSource clock,
            Metrics metrics) {
        this.senders = senders;
        this.decoder = decoder;
        this.safekeeping = safekeeping;
        this.exits = exits;
        this.live = live;
        this.clock = clock;
        this.counts = Counts.in(metrics);
    }

    @Override
    public void take(List<Inbound> batch) throws InterruptedException {
        long began = System.nanoTime();
        rows.clear();
        good.clear();
        taken.clear();
        long nowMs = clock.millis();
        for (Inbound message : batch) {
            decode(message, nowMs);
        }
        counts.decode().took(began);
        boolean mayReuse = rows.size() == 0 || safekeeping.keep(rows, good);
        long stored = System.nanoTime();
        exits.acknowledger().acknowledge(taken);
        counts.acknowledge().took(stored);
        counts.messages().add(taken.size());
        show();
        if (!mayReuse) {
            rows = new ReadingBatch();
        }
    }

    private void decode(Inbound message, long nowMs) {
        Sender sender = senders.find(message.topic());
        if (sender == null) {
            exits.quarantine()
                    .refuse(
                            new Taken(message, null),
                            nowMs,
                            RefusalReasons.UNKNOWN_FARM,
                            "topic of no registered farm");
            return;
        }
        byte[] payload = message.payload();
        if (!sender.mayGoOn(payload.length)) {
            counts.putDown().increment();
            Inbound.acknowledge(List.of(message));
            return;
        }
        PackDecoder.Refusal refusal = decoder.decode(sender.id(), sender.root(), payload, nowMs, rows);
        if (refusal == null) {
            counts.tooOld().add(decoder.tooOld());
            good.add(new Spooled(0, sender.id(), nowMs, payload));
            taken.add(new Taken(message, sender.recipient()));
            sender.heardAt(nowMs);
        } else {
            exits.quarantine().refuse(new Taken(message, sender.recipient()), nowMs, refusal.reason(), refusal.text());
        }
    }

    private void show() {
        if (live.watching() == 0) {
            return;
        }
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
