package vn.tuoi.cloud.timeseries;

/**
 * What a stretch of a series can be read from, finest first: the readings themselves, or what the service has computed
 * from them for every quarter of an hour, hour, six hours and day. All begin at multiples of their step since 1970 in UTC, a day at
 * midnight UTC.
 */
public enum Resolution {
    RAW(1),
    QUARTER_HOUR(900_000),
    HOUR(3_600_000),
    SIX_HOURS(21_600_000),
    DAY(86_400_000);

    private final long stepMs;

    Resolution(long stepMs) {
        this.stepMs = stepMs;
    }

    /** Width of a step in milliseconds; 1 for {@link #RAW}, the finest time that readings have. */
    public long stepMs() {
        return stepMs;
    }

    /** The last beginning of a step that is not after {@code timeMs}. */
    public long floor(long timeMs) {
        return Math.floorDiv(timeMs, stepMs) * stepMs;
    }

    /** The first beginning of a step that is not before {@code timeMs}. */
    public long ceil(long timeMs) {
        return -Math.floorDiv(-timeMs, stepMs) * stepMs;
    }
}
