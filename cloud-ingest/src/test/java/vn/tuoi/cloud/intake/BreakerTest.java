package vn.tuoi.cloud.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private final Breaker breaker = new Breaker();

    private static long ms(long milliseconds) {
        return TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    @Test
    void waitsLongerAfterEachFailureUpToALimit() {
        long nowMs = 0;
        int expectedMs = Breaker.FIRST_PAUSE_MS;
        for (int failure = 0; failure < 20; failure++) {
            breaker.failed(ms(nowMs));
            assertThat(breaker.state(ms(nowMs + expectedMs - 1))).isEqualTo(Breaker.State.OPEN);
            assertThat(breaker.state(ms(nowMs + expectedMs))).isEqualTo(Breaker.State.HALF_OPEN);
            nowMs += expectedMs;
            expectedMs = Math.min(2 * expectedMs, Breaker.LONGEST_PAUSE_MS);
        }
    }

    @Test
    void closesWithTheFirstSuccess() {
        breaker.failed(0);
        breaker.failed(0);
        breaker.succeeded();

        assertThat(breaker.state(0)).isEqualTo(Breaker.State.CLOSED);
        breaker.failed(0);
        assertThat(breaker.state(ms(Breaker.FIRST_PAUSE_MS))).isEqualTo(Breaker.State.HALF_OPEN);
    }
}
