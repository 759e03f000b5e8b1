package vn.tuoi.agronomy.sensor;

import java.util.Optional;
import vn.tuoi.agronomy.Range;

/**
 * Whether a reading can be believed: it lies in range, has not moved faster than nature does, and has not stood still like a dead
 * instrument. A pure function of (state, reading); the caller keeps the state. Immutable.
 *
 * @param range believed values
 * @param largestRisePerHour fastest believed rise, in the unit of the range per hour
 * @param largestFallPerHour fastest believed fall
 * @param stuckAfterMs a value that has not changed at all for so long is not believed
 */
public record Plausibility(Range range, double largestRisePerHour, double largestFallPerHour, long stuckAfterMs) {

    private static final double MS_PER_HOUR = 3_600_000;
    /** Steps of two readings in quick succession are noise, not speed. */
    private static final double SHORTEST_HOURS = 0.25;

    /** Soil moisture in m³/m³: rain wets fast, drying is slow; two days without any change is a dead probe. */
    public static final Plausibility SOIL_MOISTURE =
            new Plausibility(new Range("soil moisture", "m3/m3", 0.01, 0.65), 0.5, 0.15, 48 * 3_600_000L);

    /** Refuses speeds that nothing can keep. */
    public Plausibility {
        if (!(largestRisePerHour > 0) || !(largestFallPerHour > 0) || stuckAfterMs <= 0) {
            throw new IllegalArgumentException("plausibility of " + range.name() + " needs limits above 0");
        }
    }

    /** What is thought of a reading. */
    public enum Verdict {
        /** Use it. */
        PLAUSIBLE,
        /** Not a number, or outside the range. */
        OUT_OF_RANGE,
        /** Moved faster than the quantity can. */
        TOO_FAST,
        /** Has not moved for too long. */
        STUCK
    }

    /**
     * What is remembered between readings.
     *
     * @param value the last believed value
     * @param atMs when it was read, on the monotonic clock
     * @param unchangedSinceMs since when it has been exactly this value
     */
    public record Last(double value, long atMs, long unchangedSinceMs) {}

    /**
     * A verdict with what to remember.
     *
     * @param verdict on the reading
     * @param last to hand to the next call
     */
    public record Judged(Verdict verdict, Optional<Last> last) {}

    /**
     * Judges a reading. A value out of range is forgotten; a jump is remembered after it, so that a true step is believed from its second
     * reading on.
     *
     * @param last of the reading before, empty at first
     * @param atMs monotonic time, not before the last reading's
     */
    public Judged judge(Optional<Last> last, double value, long atMs) {
        if (!range.holds(value)) {
            return new Judged(Verdict.OUT_OF_RANGE, last);
        }
        if (last.isEmpty()) {
            return new Judged(Verdict.PLAUSIBLE, Optional.of(new Last(value, atMs, atMs)));
        }
        Last before = last.get();
        boolean same = value == before.value;
        Last now = new Last(value, atMs, same ? before.unchangedSinceMs : atMs);
        if (same && atMs - before.unchangedSinceMs >= stuckAfterMs) {
            return new Judged(Verdict.STUCK, Optional.of(now));
        }
        double hours = Math.max(SHORTEST_HOURS, (atMs - before.atMs) / MS_PER_HOUR);
        double change = value - before.value;
        boolean tooFast = change > largestRisePerHour * hours || -change > largestFallPerHour * hours;
        return new Judged(tooFast ? Verdict.TOO_FAST : Verdict.PLAUSIBLE, Optional.of(now));
    }
}
