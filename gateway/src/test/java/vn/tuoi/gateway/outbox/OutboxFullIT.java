package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.senml.MalformedPack;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.config.senml.SenmlLimits;

/** What an outbox gives up when it is full, and in which order. */
final class OutboxFullIT {
    private static final long START_MS = 1_700_000_000_000L;
    private static final int MAX_BYTES = 400_000;

    @TempDir
    Path directory;

    private final SenmlEncoder encoder = new SenmlEncoder();
    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);

    private Outbox open() throws IOException {
        return Outbox.open(
                directory,
                new OutboxLimits(MAX_BYTES, Duration.ofDays(30), 16_384),
                DrainPolicy.STANDARD,
                new Thinning("farm/"),
                InstantSource.fixed(Instant.ofEpochMilli(START_MS)));
    }

    /** A pack a minute of some zones, appended as fast as the disk takes them. */
    private void appendMinutes(Outbox outbox, int from, int to, int zones) {
        List<CompletableFuture<Long>> all = new ArrayList<>();
        for (int minute = from; minute < to; minute++) {
            List<Reading> readings = new ArrayList<>();
            for (int zone = 0; zone < zones; zone++) {
                readings.add(Reading.ofNumber(
                        "zone-" + zone + "/soil_moisture",
                        "/",
                        START_MS + minute * 60_000L,
                        0.2 + (minute % 100) * 0.001));
            }
            byte[] pack = encoder.encode(SenmlFormat.CBOR, "farm/", readings);
            all.add(outbox.append(MessageKind.TELEMETRY, seq -> pack));
            if (all.size() == 500) {
                all.forEach(CompletableFuture::join);
                all.clear();
            }
        }
        all.forEach(CompletableFuture::join);
    }

    private Map<String, Integer> readingsByPoint(Outbox outbox) throws MalformedPack {
        Map<String, Integer> counts = new HashMap<>();
        for (byte[] payload : OutboxKillIT.drain(outbox).values()) {
            if (payload[0] == '{') {
                counts.merge("event", 1, Integer::sum);
                continue;
            }
            for (Reading reading : decoder.decode(payload, "farm/", START_MS + 1_000L * 86_400_000)) {
                counts.merge(reading.point(), 1, Integer::sum);
            }
        }
        return counts;
    }

    private long bytesOnDisk() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    @Test
    void withoutAConnectionManySmallMessagesBecomeFewAndNoReadingIsLost() throws IOException, MalformedPack {
        try (Outbox outbox = open()) {
            appendMinutes(outbox, 0, 600, 2);
            // a segment is packed with a commit after the one that sealed it
            for (int minute = 600; minute < 610; minute++) {
                appendMinutes(outbox, minute, minute + 1, 2);
            }
            assertThat(outbox.counters().unackedMessages()).isLessThan(300);
            assertThat(outbox.counters().thinnedReadings()).isZero();
            assertThat(readingsByPoint(outbox))
                    .hasSize(2)
                    .allSatisfy((point, count) -> assertThat(count).isEqualTo(610));
        }
    }

    @Test
    void oldTelemetryIsThinnedBeforeAnythingIsDroppedAndEventsLast() throws IOException, MalformedPack {
        byte[] event = "{\"event\":true}".getBytes(StandardCharsets.UTF_8);
        try (Outbox outbox = open()) {
            outbox.append(MessageKind.EVENT, seq -> event).join();
            appendMinutes(outbox, 0, 4_320, 12);
            assertThat(outbox.counters().thinnedReadings()).isPositive();
            assertThat(outbox.counters().droppedMessages()).isZero();
            assertThat(outbox.counters().bytes()).isLessThanOrEqualTo(MAX_BYTES);
            assertThat(bytesOnDisk()).isLessThanOrEqualTo(MAX_BYTES);
        }
        try (Outbox outbox = open()) {
            Map<String, Integer> counts = readingsByPoint(outbox);
            assertThat(counts).hasSize(13).containsEntry("event", 1);
            // three days at one an hour at least, and fewer than one a minute
            assertThat(counts.get("zone-0/soil_moisture")).isBetween(72, 4_319);
        }
    }

    @Test
    void whenThinningIsNotEnoughTheOldestTelemetryGoesAndEventsStay() throws IOException, MalformedPack {
        byte[] event = "{\"event\":true}".getBytes(StandardCharsets.UTF_8);
        try (Outbox outbox = open()) {
            outbox.append(MessageKind.EVENT, seq -> event).join();
            byte[] opaque = new byte[1_000];
            for (int i = 0; i < 1_000; i++) {
                outbox.append(MessageKind.TELEMETRY, seq -> opaque).join();
            }
            assertThat(outbox.counters().droppedMessages()).isPositive();
            assertThat(bytesOnDisk()).isLessThanOrEqualTo(MAX_BYTES);
            assertThat(OutboxKillIT.drain(outbox).values()).contains(event);
        }
    }

    @Test
    void aDiskThatIsGoneRefusesAndOneThatComesBackIsUsedAgain() throws IOException {
        try (Outbox outbox = open()) {
            outbox.append(MessageKind.EVENT, seq -> new byte[1]).join();
            Path kept = directory.resolve("kept");
            Path hidden = directory.resolve("hidden");
            // the active file stays open through the move; telemetry has none yet and cannot make one
            Path telemetry = directory.resolve("telemetry");
            Files.move(telemetry, hidden);
            assertThat(kept).exists();
            assertThatThrownBy(() -> outbox.append(MessageKind.TELEMETRY, seq -> new byte[1])
                            .join())
                    .hasCauseInstanceOf(OutboxFull.class);
            Files.move(hidden, telemetry);
            assertThat(outbox.append(MessageKind.TELEMETRY, seq -> new byte[1])).succeedsWithin(Duration.ofSeconds(5));
            assertThat(outbox.counters().refused()).isEqualTo(1);
            assertThat(outbox.counters().unackedMessages()).isEqualTo(2);
        }
    }
}
