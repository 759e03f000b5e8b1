package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class AgeingTest {
    private static final long DAY_MS = 86_400_000L;
    private static final Duration TEN_DAYS = Duration.ofDays(10);

    private static List<Long> daily(long from, long to) {
        return LongStream.rangeClosed(from, to).map(day -> day * DAY_MS).boxed().toList();
    }

    @Test
    void theOldestAreTooOld() {
        assertThat(Ageing.tooOld(daily(100, 130), 131 * DAY_MS, TEN_DAYS)).isEqualTo(21);
        assertThat(Ageing.tooOld(daily(125, 130), 131 * DAY_MS, TEN_DAYS)).isZero();
        assertThat(Ageing.tooOld(List.of(), 131 * DAY_MS, TEN_DAYS)).isZero();
    }

    @Test
    void aClockThatJumpedAheadByTenYearsEmptiesNothing() {
        assertThat(Ageing.tooOld(daily(100, 130), 3_780 * DAY_MS, TEN_DAYS)).isZero();
    }

    @Test
    void aClockThatJumpedBackEmptiesNothing() {
        assertThat(Ageing.tooOld(daily(100, 130), DAY_MS, TEN_DAYS)).isZero();
    }
}
