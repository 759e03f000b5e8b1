package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.event.Ack;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.gateway.outbox.Drain.Allowance;

/** Three days without a network, then a slow one: simulated time, a real outbox. */
final class SlowLinkIT {
    private static final long START_MS = 1_700_000_000_000L;
    private static final int MINUTES_OFFLINE = 3 * 24 * 60;
    private static final int ZONES = 12;
    private static final List<String> QUANTITIES =
            List.of("soil_moisture", "soil_temperature", "flow", "volume", "pressure", "valve_current");

    /** 32 kbit/s, a poor 2G link. */
    private static final double LINK_BYTES_PER_SECOND = 4_000;

    private static final int OVERHEAD_BYTES = 100;
    private static final long LATENCY_MS = 300;
    private static final long COMMIT_MS = 500;

    @TempDir
    Path directory;

    private final SenmlEncoder encoder = new SenmlEncoder();

    private record Event(long atMs, Runnable action) {}

    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::atMs));
    private final Map<Long, Long> liveAppendedAtMs = new HashMap<>();
    private final List<Long> liveAgesMs = new ArrayList<>();
    private long nowMs;
    private long linkFreeAtMs;

    private byte[] minute(int minute) {
        List<Reading> readings = new ArrayList<>();
        for (int zone = 0; zone < ZONES; zone++) {
            for (String quantity : QUANTITIES) {
                readings.add(Reading.ofNumber(
                        "zone-" + zone + "/" + quantity,
                        null,
                        START_MS + minute * 60_000L,
                        (minute * 31 + zone * 7 + quantity.length()) % 1_000 * 0.1));
            }
        }
        return encoder.encode(SenmlFormat.CBOR, "farm/", readings);
    }

    private Outbox open() throws IOException {
        return Outbox.open(
                directory,
                OutboxLimits.of(64 << 20, Duration.ofDays(30)),
                DrainPolicy.STANDARD,
                new Thinning("farm/"),
                InstantSource.fixed(Instant.ofEpochMilli(START_MS)));
    }

    @Test
    void threeDaysOfTwelveZonesDrainWithinAnHourWhileFreshDataIsYoungerThanFiveSeconds() throws IOException {
        try (Outbox offline = open()) {
            List<CompletableFuture<Long>> all = new ArrayList<>();
            for (int minute = 0; minute < MINUTES_OFFLINE; minute++) {
                byte[] pack = minute(minute);
                all.add(offline.append(MessageKind.TELEMETRY, seq -> pack));
                if (minute % 1_000 == 0) {
                    all.forEach(CompletableFuture::join);
                }
            }
            all.forEach(CompletableFuture::join);
            assertThat(offline.counters().unackedMessages()).isBetween(MINUTES_OFFLINE / 4L, (long) MINUTES_OFFLINE);
        }
        try (Outbox outbox = open()) {
            outbox.drain().connected(true, 100);
            long drainedAtMs = 0;
            int minute = MINUTES_OFFLINE;
            for (nowMs = 0; nowMs < 3_600_000; nowMs += 10) {
                while (!events.isEmpty() && events.peek().atMs() <= nowMs) {
                    events.remove().action().run();
                }
                if (nowMs % 60_000 == 30_000) {
                    byte[] pack = minute(minute++);
                    long seq =
                            outbox.append(MessageKind.TELEMETRY, number -> pack).join();
                    liveAppendedAtMs.put(seq, nowMs);
                }
                send(outbox);
                if (drainedAtMs == 0 && outbox.counters().unackedMessages() <= 1) {
                    drainedAtMs = nowMs;
                }
            }
            assertThat(drainedAtMs).as("ms until the backlog was stored").isBetween(1L, 3_600_000L);
            assertThat(liveAgesMs).hasSizeGreaterThan(55).allMatch(age -> age < 5_000);
        }
    }

    private void send(Outbox outbox) {
        OutboxRecord record = outbox.drain().next(nowMs * 1_000_000, Allowance.EVERYTHING);
        while (record != null) {
            long seq = record.seq();
            double seconds = (record.payload().length + OVERHEAD_BYTES) / LINK_BYTES_PER_SECOND;
            linkFreeAtMs = Math.max(linkFreeAtMs, nowMs) + Math.round(seconds * 1_000);
            long arrivedAtMs = linkFreeAtMs + LATENCY_MS;
            events.add(new Event(arrivedAtMs, () -> {
                Long appendedAtMs = liveAppendedAtMs.remove(seq);
                if (appendedAtMs != null) {
                    liveAgesMs.add(arrivedAtMs - appendedAtMs);
                }
            }));
            events.add(new Event(arrivedAtMs + LATENCY_MS, () -> outbox.drain().delivered(seq)));
            events.add(new Event(
                    arrivedAtMs + LATENCY_MS + COMMIT_MS, () -> outbox.free(List.of(new Ack.Range(seq, seq)))));
            record = outbox.drain().next(nowMs * 1_000_000, Allowance.EVERYTHING);
        }
    }
}
