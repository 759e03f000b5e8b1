package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.event.Ack;
import vn.tuoi.gateway.outbox.Drain.Allowance;

final class OutboxIT {
    private static final long NOW = 1_000_000_000_000L;

    @TempDir
    Path directory;

    private Outbox open() throws IOException {
        return Outbox.open(
                directory,
                new OutboxLimits(1 << 20, Duration.ofDays(30), 4_096),
                DrainPolicy.STANDARD,
                new Thinning("farm/"),
                InstantSource.fixed(java.time.Instant.ofEpochMilli(NOW)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Everything that is unacknowledged, as a fresh sender sees it. */
    static List<Long> drainAll(Outbox outbox) {
        List<Long> seqs = new ArrayList<>();
        long now = 0;
        OutboxRecord record = outbox.drain().next(now, Allowance.EVERYTHING);
        while (record != null) {
            seqs.add(record.seq());
            outbox.drain().delivered(record.seq());
            record = outbox.drain().next(now, Allowance.EVERYTHING);
        }
        return seqs;
    }

    @Test
    void numbersRiseAcrossRestartsAndOnlyTheAcknowledgedIsForgotten() throws IOException {
        List<Long> appended = new ArrayList<>();
        try (Outbox outbox = open()) {
            for (int i = 0; i < 300; i++) {
                MessageKind kind = i % 10 == 0 ? MessageKind.EVENT : MessageKind.TELEMETRY;
                appended.add(
                        outbox.append(kind, seq -> bytes("payload of " + seq)).join());
            }
            outbox.free(List.of(new Ack.Range(appended.get(0), appended.get(149))));
        }
        try (Outbox outbox = open()) {
            assertThat(outbox.counters().unackedMessages()).isEqualTo(150);
            assertThat(drainAll(outbox)).containsExactlyInAnyOrderElementsOf(appended.subList(150, 300));
            long next = outbox.append(MessageKind.EVENT, seq -> bytes("later")).join();
            assertThat(next).isGreaterThan(appended.get(299));
            outbox.free(List.of(new Ack.Range(0, Long.MAX_VALUE)));
            assertThat(outbox.counters().unackedMessages()).isZero();
        }
        try (Outbox outbox = open()) {
            assertThat(outbox.counters().unackedMessages()).isZero();
            assertThat(outbox.append(MessageKind.REPLY, seq -> bytes("last")).join())
                    .isGreaterThan(appended.get(299) + 1);
        }
    }

    @Test
    void manyAppendersShareDiskFlushes() throws IOException {
        try (Outbox outbox = open()) {
            List<CompletableFuture<Long>> all = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                all.add(outbox.append(MessageKind.TELEMETRY, seq -> bytes("x")));
            }
            all.forEach(CompletableFuture::join);
            assertThat(outbox.counters().appended()).isEqualTo(2_000);
            assertThat(outbox.counters().commits()).isLessThan(200);
        }
    }

    @Test
    void aLaneInWhichLittleHappensSpansNoMoreNumbersThanItsMemoryIsMeantFor() throws IOException {
        List<Long> events = new ArrayList<>();
        try (Outbox outbox = open()) {
            events.add(outbox.append(MessageKind.EVENT, seq -> bytes("first")).join());
            // what telemetry and thinning take of the numbers meanwhile
            outbox.takeNumbers(RecordFormat.MAX_SPAN + 1);
            events.add(outbox.append(MessageKind.EVENT, seq -> bytes("second")).join());
        }
        assertThat(events.get(1)).isGreaterThan(events.get(0) + RecordFormat.MAX_SPAN);
        assertThat(directory.resolve("kept"))
                .isDirectoryContaining(file -> file.getFileName()
                        .toString()
                        .contains(String.format(java.util.Locale.ROOT, "-%019d-", events.get(1))));
        try (Outbox outbox = open()) {
            assertThat(drainAll(outbox)).containsExactlyElementsOf(events);
        }
    }

    @Test
    void aClosedOutboxRefuses() throws IOException {
        Outbox outbox = open();
        outbox.close();
        assertThatThrownBy(() ->
                        outbox.append(MessageKind.EVENT, seq -> bytes("x")).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(OutboxFull.class);
    }
}
