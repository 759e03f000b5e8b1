package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.event.Ack;
import vn.tuoi.gateway.outbox.Drain.Allowance;

final class DrainIT {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path directory;

    private Outbox outbox;
    private long now;

    @BeforeEach
    void open() throws IOException {
        outbox = Outbox.open(
                directory,
                new OutboxLimits(64 << 20, Duration.ofDays(30), 4_096),
                DrainPolicy.STANDARD,
                new Thinning("farm/"),
                InstantSource.system());
        outbox.drain().connected(true, 100);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    private void reopen() throws IOException {
        outbox.close();
        open();
    }

    private List<Long> append(MessageKind kind, int count) {
        List<CompletableFuture<Long>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(outbox.append(kind, seq -> new byte[100]));
        }
        return all.stream().map(CompletableFuture::join).toList();
    }

    private @Nullable OutboxRecord next() {
        return outbox.drain().next(now, Allowance.EVERYTHING);
    }

    /** The next messages, each confirmed by the broker at once. */
    private List<Long> take(int count) {
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OutboxRecord record = next();
            if (record == null) {
                break;
            }
            outbox.drain().delivered(record.seq());
            taken.add(record.seq());
        }
        return taken;
    }

    private void ack(List<Long> seqs) {
        outbox.free(seqs.stream().map(seq -> new Ack.Range(seq, seq)).toList());
    }

    @Test
    void freshTelemetryGoesBesideABacklogNotBehindIt() throws IOException {
        append(MessageKind.TELEMETRY, 1_000);
        reopen();
        take(100);
        List<Long> fresh = append(MessageKind.TELEMETRY, 3);
        assertThat(take(6)).containsAll(fresh);
    }

    @Test
    void theBacklogIsSentNewestSegmentFirstAndOnlyOnce() throws IOException {
        List<Long> backlog = append(MessageKind.TELEMETRY, 1_000);
        reopen();
        List<Long> taken = take(2_000);
        assertThat(taken).hasSize(1_000).containsExactlyInAnyOrderElementsOf(backlog);
        assertThat(taken.get(0)).isGreaterThan(backlog.get(900));
        assertThat(taken.get(999)).isLessThan(backlog.get(100));
    }

    @Test
    void eventsAreSentInOrder() throws IOException {
        List<Long> events = append(MessageKind.EVENT, 300);
        reopen();
        assertThat(take(300)).containsExactlyElementsOf(events);
        List<Long> more = append(MessageKind.EVENT, 5);
        assertThat(take(10)).containsExactlyElementsOf(more);
    }

    @Test
    void onlySoMuchBacklogIsInTransitThatFreshDataNeedNotWait() throws IOException {
        append(MessageKind.TELEMETRY, 1_000);
        reopen();
        int inTransit = 0;
        while (next() != null) {
            inTransit++;
        }
        assertThat(inTransit).isLessThanOrEqualTo(16);
        outbox.drain().connected(false, 3);
        inTransit = 0;
        while (next() != null) {
            inTransit++;
        }
        assertThat(inTransit).isEqualTo(3);
    }

    @Test
    void whatTheCloudDoesNotAcknowledgeIsSentAgainInEverLongerPauses() throws IOException {
        append(MessageKind.TELEMETRY, 50);
        reopen();
        assertThat(take(100)).hasSize(50);
        List<Long> resentAtSecond = new ArrayList<>();
        for (int second = 1; second <= 3_600; second++) {
            now = second * SECOND;
            for (long ignored : take(100)) {
                resentAtSecond.add((long) second);
            }
        }
        // 50 messages of an hour's silence cost about as many probes as it has ten-minute pauses
        assertThat(resentAtSecond).hasSizeBetween(6, 12);
    }

    @Test
    void anAcknowledgementEndsTheSilenceAndEverythingElseFollows() throws IOException {
        List<Long> all = append(MessageKind.TELEMETRY, 50);
        List<Long> events = append(MessageKind.EVENT, 5);
        reopen();
        take(100);
        now = 31 * SECOND;
        List<Long> probe = take(100);
        assertThat(probe).hasSize(1);
        ack(probe);
        now = 33 * SECOND;
        List<Long> rest = new ArrayList<>(take(100));
        assertThat(rest).hasSize(54).containsAll(events);
        rest.addAll(probe);
        assertThat(rest).containsAll(all);
        ack(rest);
        now = 100 * SECOND;
        assertThat(take(100)).isEmpty();
        assertThat(outbox.counters().unackedMessages()).isZero();
    }

    @Test
    void aLostConnectionSendsAgainWhatTheBrokerNeverConfirmed() {
        List<Long> sent = append(MessageKind.TELEMETRY, 4);
        for (int i = 0; i < 4; i++) {
            assertThat(next()).isNotNull();
        }
        outbox.drain().delivered(sent.get(0));
        outbox.drain().connected(false, 100);
        assertThat(take(10)).containsExactlyInAnyOrderElementsOf(sent.subList(1, 4));
    }

    @Test
    void aDayThatIsPaidForHoldsBackTelemetryAndNeverEvents() {
        append(MessageKind.TELEMETRY, 3);
        List<Long> event = append(MessageKind.EVENT, 1);
        OutboxRecord first = outbox.drain().next(now, Allowance.KEPT_ONLY);
        assertThat(first).isNotNull();
        assertThat(first.seq()).isEqualTo(event.get(0));
        assertThat(outbox.drain().next(now, Allowance.KEPT_ONLY)).isNull();
        assertThat(take(10)).hasSize(3);
    }
}
