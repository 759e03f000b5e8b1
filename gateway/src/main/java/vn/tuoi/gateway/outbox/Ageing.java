package vn.tuoi.gateway.outbox;

import java.time.Duration;
import java.util.List;

/**
 * Which stretch of a queue is too old. A clock that jumps ahead by years must not empty the outbox: a step of more than
 * {@link #LARGEST_STEP} between neighbours is taken for such a jump, and nothing before it is judged by age.
 */
final class Ageing {
    static final Duration LARGEST_STEP = Duration.ofDays(7);

    private Ageing() {}

    /**
     * How many elements at the beginning are too old.
     *
     * @param newestAtMs the time of each element, in the order of appending
     */
    static int tooOld(List<Long> newestAtMs, long nowMs, Duration maxAge) {
        long later = nowMs;
        for (int i = newestAtMs.size() - 1; i >= 0; i--) {
            long at = newestAtMs.get(i);
            if (later - at > LARGEST_STEP.toMillis()) {
                return 0;
            }
            if (nowMs - at > maxAge.toMillis()) {
                return i + 1;
            }
            later = at;
        }
        return 0;
    }
}
