package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.event.Ack;
import vn.tuoi.gateway.outbox.Drain.Allowance;

/** Kill -9 in the middle of writing; {@code -Dtuoi.kill.rounds=200} for the full length. */
final class OutboxKillIT {
    private static final int ROUNDS = Integer.getInteger("tuoi.kill.rounds", 5);
    private static final long SEED = 20_261_124;

    @TempDir
    Path directory;

    @Test
    void nothingThatWasAnsweredIsLost() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Path outboxDirectory = directory.resolve("outbox");
        long total = 0;
        for (int round = 0; round < ROUNDS; round++) {
            WriterProcess writer = new WriterProcess(outboxDirectory, directory.resolve("stderr"));
            int atLeast = 1 + random.nextInt(2_000);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> writer.answered().size() >= atLeast);
            List<Long> answered = writer.kill();
            total += answered.size();
            try (Outbox outbox = OutboxWriterProgram.open(outboxDirectory)) {
                Map<Long, byte[]> found = drain(outbox);
                assertThat(found.keySet()).as("round %d, seed %d", round, SEED).containsAll(answered);
                assertThat(found)
                        .allSatisfy((seq, payload) -> assertThat(payload).isEqualTo(OutboxWriterProgram.payload(seq)));
                outbox.free(List.of(new Ack.Range(0, Long.MAX_VALUE)));
            }
        }
        assertThat(total).isGreaterThan(ROUNDS);
    }

    /** Everything in it, as a sender would see it whose broker confirms at once. */
    static Map<Long, byte[]> drain(Outbox outbox) {
        Map<Long, byte[]> found = new HashMap<>();
        long now = 0;
        long unacked = outbox.counters().unackedMessages();
        while (found.size() < unacked) {
            OutboxRecord record = outbox.drain().next(now, Allowance.EVERYTHING);
            if (record == null) {
                // the window is full of unacknowledged ones: time them out
                now += Duration.ofMinutes(11).toNanos();
                continue;
            }
            found.put(record.seq(), record.payload());
            outbox.drain().delivered(record.seq());
            outbox.free(List.of(new Ack.Range(record.seq(), record.seq())));
        }
        return found;
    }
}
