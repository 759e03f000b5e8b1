package vn.tuoi.config.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: anywhere between nothing and a bound that doubles, so that thousands of farms that lost the
 * same broker come back spread out. Not thread-safe.
 */
public final class FullJitter {
    private static final Duration FIRST_TO_BROKER = Duration.ofSeconds(1);
    private static final Duration LONGEST_TO_BROKER = Duration.ofSeconds(30);

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    public FullJitter(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The pauses of a farm on its way to the broker: below 1 s at first, below 30 s in the end, so that all are back within a minute. */
    public static FullJitter ofFarm(RandomGenerator random) {
        return new FullJitter(FIRST_TO_BROKER, LONGEST_TO_BROKER, random);
    }

    /** How long to wait before the next attempt. */
    public Duration next() {
        long bound = first.toMillis() << Math.min(failures, 20);
        failures++;
        return Duration.ofMillis(random.nextLong(Math.min(bound, longest.toMillis()) + 1));
    }

    /** After an attempt that brought something: the next pause is short again. */
    public void reset() {
        failures = 0;
    }
}
