package vn.tuoi.edge.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of one farm as its agent lives it. On a real farm it is the machine's. A simulated farm may live faster; its
 * time then passes from one due thing to the next, so that nothing is skipped however fast it is. Written by the agent's
 * loop alone, read by any thread.
 */
public final class FarmTime {
    private final InstantSource wall;
    private final double speed;
    private final long originNanos = System.nanoTime();

    private volatile Moment lived;

    /** A monotonic time and what the clock showed then. */
    private record Moment(long monotonicMs, Instant wall) {}

    private FarmTime(InstantSource wall, double speed) {
        this.wall = wall;
        this.speed = speed;
        this.lived = new Moment(0, wall.instant());
    }

    /** The machine's own time. */
    public static FarmTime real() {
        return new FarmTime(InstantSource.system(), 1);
    }

    /**
     * A simulated farm's time.
     *
     * @param wall runs {@code speed} times as fast as the machine's monotonic clock
     */
    public static FarmTime simulated(InstantSource wall, double speed) {
        return new FarmTime(wall, speed);
    }

    /** Farm milliseconds since this was made, up to the present; never go back. */
    long elapsedMs() {
        return (long) ((System.nanoTime() - originNanos) / 1e6 * speed);
    }

    /** Lives up to {@code monotonicMs}, or, when a simulated farm has something due before, to that. */
    void liveTo(long monotonicMs, long dueMs) {
        long next = speed == 1 ? monotonicMs : Math.max(lived.monotonicMs, Math.min(monotonicMs, dueMs));
        // what is not lived yet is not on the clock either
        Instant shown = wall.instant().minusMillis(monotonicMs - next);
        lived = new Moment(next, shown);
    }

    /** Milliseconds that were lived. */
    public long monotonicMs() {
        return lived.monotonicMs;
    }

    /** What the clock shows at {@link #monotonicMs()}. */
    public Instant now() {
        return lived.wall;
    }

    /** How long a span of farm time takes, at most an hour. */
    Duration realTime(long farmMs) {
        double realMs = Math.max(0, Math.min(farmMs / speed, 3_600_000));
        return Duration.ofNanos(Math.round(realMs * 1e6));
    }

    /** How long a span of farm time takes, without a limit, for a bound that a device keeps by itself. */
    Duration realBound(long farmMs) {
        return Duration.ofMillis((long) Math.ceil(farmMs / speed));
    }

    double speed() {
        return speed;
    }
}
