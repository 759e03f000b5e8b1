package vn.tuoi.config.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FullJitterTest {
    @Test
    void pausesSpreadBelowABoundThatDoublesUpToTheLongest() {
        FullJitter pauses = new FullJitter(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));
        long longestSeen = 0;
        long below30 = 0;
        for (int attempt = 0; attempt < 1_000; attempt++) {
            Duration pause = pauses.next();
            long bound = attempt < 6 ? 1_000L << attempt : 60_000;
            assertThat(pause.toMillis()).isBetween(0L, bound);
            longestSeen = Math.max(longestSeen, pause.toMillis());
            below30 += pause.toSeconds() < 30 ? 1 : 0;
        }
        assertThat(longestSeen).isGreaterThan(59_000);
        assertThat(below30).isBetween(400L, 600L);
    }

    @Test
    void aGoodConnectionMakesThemShortAgain() {
        FullJitter pauses = new FullJitter(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));
        for (int attempt = 0; attempt < 50; attempt++) {
            pauses.next();
        }
        pauses.reset();
        assertThat(pauses.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
