package vn.tuoi.cloud.timeseries;

/**
 * The buckets of a chart: where they begin and how wide they are. Where it can be, buckets begin at multiples of a width
 * that people know (15 minutes, an hour, a day, in UTC), so that charts of different ranges agree and rollups can be used
 * as they are; when few buckets are asked for, that would make them much wider than wanted, and they begin with the range.
 *
 * @param originMs beginning of bucket 0
 * @param widthMs of every bucket
 * @param aligned whether all beginnings are multiples of the width
 */
record BucketGrid(long originMs, long widthMs, boolean aligned) {
    private static final long SECOND_MS = 1_000;
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = Resolution.HOUR.stepMs();
    private static final long DAY_MS = Resolution.DAY.stepMs();

    /** Divisors of a day, each at most twice the one before. */
    private static final long[] WIDTHS_MS = {
        SECOND_MS,
        2 * SECOND_MS,
        3 * SECOND_MS,
        5 * SECOND_MS,
        10 * SECOND_MS,
        15 * SECOND_MS,
        30 * SECOND_MS,
        MINUTE_MS,
        2 * MINUTE_MS,
        3 * MINUTE_MS,
        5 * MINUTE_MS,
        10 * MINUTE_MS,
        15 * MINUTE_MS,
        30 * MINUTE_MS,
        45 * MINUTE_MS,
        HOUR_MS,
        90 * MINUTE_MS,
        2 * HOUR_MS,
        3 * HOUR_MS,
        6 * HOUR_MS,
        12 * HOUR_MS
    };

    /** Beyond this many times the wanted width, buckets need not be aligned. */
    private static final double TOO_WIDE = 2.5;

    /**
     * At most {@code maxBuckets} buckets over {@code [fromMs, toMs)}.
     *
     * @param leastMs the width is a multiple of this, and so are all beginnings; {@code fromMs} must be one
     */
    static BucketGrid of(long fromMs, long toMs, int maxBuckets, long leastMs) {
        long wantedMs = Math.max(Math.max(SECOND_MS, leastMs), ceilDiv(toMs - fromMs, maxBuckets));
        long widthMs = alignedWidth(fromMs, toMs, maxBuckets, leastMs, wantedMs);
        if (widthMs <= wantedMs * TOO_WIDE) {
            return new BucketGrid(Math.floorDiv(fromMs, widthMs) * widthMs, widthMs, true);
        }
        long unitMs = Math.max(SECOND_MS, leastMs);
        return new BucketGrid(fromMs, ceilDiv(wantedMs, unitMs) * unitMs, false);
    }

    private static long alignedWidth(long fromMs, long toMs, int maxBuckets, long leastMs, long wantedMs) {
        for (long widthMs : WIDTHS_MS) {
            if (widthMs >= wantedMs && widthMs % leastMs == 0 && touched(fromMs, toMs, widthMs) <= maxBuckets) {
                return widthMs;
            }
        }
        long widthMs = ceilDiv(wantedMs, DAY_MS) * DAY_MS;
        while (widthMs <= wantedMs * TOO_WIDE && touched(fromMs, toMs, widthMs) > maxBuckets) {
            widthMs += DAY_MS;
        }
        return touched(fromMs, toMs, widthMs) <= maxBuckets ? widthMs : Long.MAX_VALUE;
    }

    private static long touched(long fromMs, long toMs, long widthMs) {
        return Math.floorDiv(toMs - 1, widthMs) - Math.floorDiv(fromMs, widthMs) + 1;
    }

    private static long ceilDiv(long value, long by) {
        return -Math.floorDiv(-value, by);
    }

    /** Number of the bucket in which a time lies; not before {@link #originMs}. */
    long number(long timeMs) {
        return (timeMs - originMs) / widthMs;
    }

    /** Beginning of a bucket. */
    long startMs(long number) {
        return originMs + number * widthMs;
    }
}
