package vn.tuoi.gateway.uplink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: anywhere between nothing and a bound that doubles, so that thousands of farms that lost the
 * same broker come back spread out. One thread.
 */
public final class FullJitter {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    public FullJitter(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    public Duration next() {
        long bound = first.toMillis() << Math.min(failures, 20);
        failures++;
        return Duration.ofMillis(random.nextLong(Math.min(bound, longest.toMillis()) + 1));
    }

    public void reset() {
        failures = 0;
    }
}
