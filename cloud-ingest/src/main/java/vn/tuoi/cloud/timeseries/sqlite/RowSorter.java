package vn.tuoi.cloud.timeseries.sqlite;

import java.util.Arrays;

/**
 * Brings a batch's readings into the order in which the tables want them: by block, series, time, and arrival, so that of
 * two readings of a series and time the one that came last stays last. Reused from batch to batch; not thread-safe.
 */
final class RowSorter {
    private static final int ARRIVAL_BITS = 17;
    private static final int BLOCK_BITS = 18;

    private long[] order = new long[1_024];

    /** Replaces what is in {@code sorted}. */
    void sort(Rows arrived, Rows sorted) {
        if (!sortByNumbers(arrived, sorted) || !timesAreInOrder(sorted)) {
            sortByComparing(arrived, sorted);
        }
    }

    /**
     * Block, series and arrival in one number: sorting those is several times cheaper than objects with a comparator, and
     * a series's readings mostly come in order of time. Returns false when they do not fit.
     */
    private boolean sortByNumbers(Rows arrived, Rows sorted) {
        int size = arrived.size();
        long firstBlock = Long.MAX_VALUE;
        long lastBlock = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            long block = ReadingKey.blockSince1970(arrived.times[i]);
            firstBlock = Math.min(firstBlock, block);
            lastBlock = Math.max(lastBlock, block);
        }
        if (size >= 1 << ARRIVAL_BITS || lastBlock - firstBlock >= 1 << BLOCK_BITS) {
            return false;
        }
        if (order.length < size) {
            order = new long[arrived.series.length];
        }
        for (int i = 0; i < size; i++) {
            long block = ReadingKey.blockSince1970(arrived.times[i]) - firstBlock;
            order[i] = (((block << ReadingKey.SERIES_BITS) | arrived.series[i]) << ARRIVAL_BITS) | i;
        }
        Arrays.sort(order, 0, size);
        sorted.clear();
        for (int i = 0; i < size; i++) {
            copy(arrived, (int) order[i] & ((1 << ARRIVAL_BITS) - 1), sorted);
        }
        return true;
    }

    private static void copy(Rows from, int row, Rows to) {
        to.add(from.series[row], from.times[row], from.values[row]);
    }

    private static boolean timesAreInOrder(Rows rows) {
        for (int i = 1; i < rows.size(); i++) {
            if (rows.series[i - 1] == rows.series[i]
                    && rows.times[i - 1] > rows.times[i]
                    && ReadingKey.blockSince1970(rows.times[i - 1]) == ReadingKey.blockSince1970(rows.times[i])) {
                return false;
            }
        }
        return true;
    }

    private static void sortByComparing(Rows arrived, Rows sorted) {
        Integer[] order = new Integer[arrived.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Arrays.sort(order, (one, other) -> {
            int byBlock = Long.compare(
                    ReadingKey.blockSince1970(arrived.times[one]), ReadingKey.blockSince1970(arrived.times[other]));
            if (byBlock != 0) {
                return byBlock;
            }
            int bySeries = Integer.compare(arrived.series[one], arrived.series[other]);
            return bySeries != 0 ? bySeries : Long.compare(arrived.times[one], arrived.times[other]);
        });
        sorted.clear();
        for (int row : order) {
            copy(arrived, row, sorted);
        }
    }
}
