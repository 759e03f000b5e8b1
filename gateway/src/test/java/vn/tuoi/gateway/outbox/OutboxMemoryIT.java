package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the backlog. */
final class OutboxMemoryIT {
    private static final int MESSAGES = 200_000;
    private static final int PAYLOAD_BYTES = 200;

    @TempDir
    Path directory;

    private Outbox open() throws IOException {
        return Outbox.open(
                directory,
                OutboxLimits.of(256 << 20, Duration.ofDays(30)),
                DrainPolicy.STANDARD,
                new Thinning("farm/"),
                InstantSource.system());
    }

    private static long usedHeapBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void aBacklogOfFortyMegabytesTakesLessThanFourOfHeap() throws IOException {
        long before = usedHeapBytes();
        try (Outbox outbox = open()) {
            CompletableFuture<Long> last = CompletableFuture.completedFuture(0L);
            for (int i = 0; i < MESSAGES; i++) {
                last = outbox.append(MessageKind.EVENT, seq -> new byte[PAYLOAD_BYTES]);
                if (i % 2_000 == 0) {
                    last.join();
                }
            }
            last.join();
        }
        try (Outbox outbox = open()) {
            assertThat(outbox.counters().unackedMessages()).isEqualTo(MESSAGES);
            for (int i = 0; i < 10; i++) {
                assertThat(outbox.drain().next(0, Drain.Allowance.EVERYTHING)).isNotNull();
            }
            assertThat(usedHeapBytes() - before).isLessThan(4 << 20);
        }
    }
}
