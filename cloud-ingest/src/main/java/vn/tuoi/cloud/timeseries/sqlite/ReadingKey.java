package vn.tuoi.cloud.timeseries.sqlite;

import vn.tuoi.cloud.timeseries.Resolution;

/**
 * Where a reading lies in the table of its day, as one number: five minutes of the day, series, milliseconds within the
 * five minutes, from the highest bit to the lowest. By series first, each reading of a message would lie on a page of its
 * own as soon as a series fills one; so, what all farms send now lies side by side, on few pages. Longer blocks make a
 * write touch more pages, shorter ones a read. One number, because three columns cost a write a third more. Who reads a
 * series goes from block to block, each a short way down the table.
 */
final class ReadingKey {
    /** What a block spans. */
    static final long BLOCK_MS = 300_000;

    static final int BLOCKS_PER_HOUR = (int) (Resolution.HOUR.stepMs() / BLOCK_MS);
    static final int BLOCKS_PER_DAY = (int) (Resolution.DAY.stepMs() / BLOCK_MS);

    static final int SERIES_BITS = 28;
    static final int MAX_SERIES = (1 << SERIES_BITS) - 1;

    private static final int TIME_BITS = 19;
    private static final int TIME_MASK = (1 << TIME_BITS) - 1;
    private static final int BLOCK_SHIFT = SERIES_BITS + TIME_BITS;

    private ReadingKey() {}

    /** The block of a time within its day. */
    static int block(long timeMs) {
        return (int) (Math.floorMod(timeMs, Resolution.DAY.stepMs()) / BLOCK_MS);
    }

    /** The block of a time since 1970. */
    static long blockSince1970(long timeMs) {
        return Math.floorDiv(timeMs, BLOCK_MS);
    }

    static long of(int series, long timeMs) {
        return first(block(timeMs), series) | Math.floorMod(timeMs, BLOCK_MS);
    }

    /** The first key that a series may have in a block. */
    static long first(int block, int series) {
        return ((long) block << BLOCK_SHIFT) | ((long) series << TIME_BITS);
    }

    /** The last key that a series may have in a block. */
    static long last(int block, int series) {
        return first(block, series) | TIME_MASK;
    }

    static int series(long key) {
        return (int) (key >>> TIME_BITS) & MAX_SERIES;
    }

    /** The time of a key in the table of the day that begins at {@code dayMs}. */
    static long timeMs(long dayMs, long key) {
        return dayMs + (key >>> BLOCK_SHIFT) * BLOCK_MS + (key & TIME_MASK);
    }

    /** As {@link #of}, in SQL, of a time that is not before 1970. */
    static String sqlOf(String series, String timeMs) {
        return "(" + sqlFirst("(" + timeMs + " / " + BLOCK_MS + " % " + BLOCKS_PER_DAY + ")", series) + " | (" + timeMs
                + " % " + BLOCK_MS + "))";
    }

    /** As {@link #first}, in SQL. */
    static String sqlFirst(String block, String series) {
        return "((" + block + " << " + BLOCK_SHIFT + ") | (" + series + " << " + TIME_BITS + "))";
    }

    /** As {@link #last}, in SQL. */
    static String sqlLast(String block, String series) {
        return "(" + sqlFirst(block, series) + " | " + TIME_MASK + ")";
    }

    /** As {@link #series}, in SQL. */
    static String sqlSeries(String key) {
        return "(" + key + " >> " + TIME_BITS + " & " + MAX_SERIES + ")";
    }

    /** As {@link #timeMs}, in SQL. */
    static String sqlTimeMs(String dayMs, String key) {
        return "(" + dayMs + " + (" + key + " >> " + BLOCK_SHIFT + ") * " + BLOCK_MS + " + (" + key + " & " + TIME_MASK
                + "))";
    }
}
