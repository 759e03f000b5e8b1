package vn.tuoi.cloud.timeseries.sqlite;

import vn.tuoi.cloud.timeseries.Resolution;

/**
 * The order of a day's readings on disk: by quarter hour of the day, series, time. By series first, each reading of a
 * message would lie on a page of its own as soon as a series fills one, which it does in two hours; so, what all farms
 * send now lies side by side. Who reads a series goes from block to block, each a short way down the table.
 */
final class Blocks {
    /** What a block spans. */
    static final long STEP_MS = Resolution.QUARTER_HOUR.stepMs();

    static final int PER_HOUR = (int) (Resolution.HOUR.stepMs() / STEP_MS);
    static final int PER_DAY = (int) (Resolution.DAY.stepMs() / STEP_MS);

    private Blocks() {}

    /** The block of a time within its day. */
    static int of(long timeMs) {
        return (int) (Math.floorMod(timeMs, Resolution.DAY.stepMs()) / STEP_MS);
    }

    /** As {@link #of}, in SQL, of a time that is not before 1970. */
    static String sqlOf(String time) {
        return time + " / " + STEP_MS + " % " + PER_DAY;
    }

    /** A common table {@code blocks(block)} of all from one parameter to another, both included, in order. */
    static String sqlFromTo(String first, String last) {
        return "WITH RECURSIVE blocks(block) AS (SELECT " + first
                + " UNION ALL SELECT block + 1 FROM blocks WHERE block < " + last + ")";
    }

    /** The readings of a series in {@code blocks}, found block by block. */
    static String sqlJoin(String table, String series) {
        return "blocks CROSS JOIN " + table + " AS readings ON readings.block = blocks.block AND readings.series = "
                + series;
    }
}
