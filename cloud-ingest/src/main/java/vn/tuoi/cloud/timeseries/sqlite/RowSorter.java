package vn.tuoi.cloud.timeseries.sqlite;

import java.util.Arrays;
import vn.tuoi.cloud.timeseries.StaleHours;

/**
 * Brings a batch's readings into the order in which the tables want them: by day, series, time, and arrival, so that of
 * two readings of a series and time the one that came last stays last. Reused from batch to batch; not thread-safe.
 */
final class RowSorter {
    private static final int ARRIVAL_BITS = 20;
    private static final int SERIES_BITS = 31;
    private static final int DAY_BITS = 12;

    private long[] order = new long[1_024];

    /** Replaces what is in {@code sorted}. */
    void sort(Rows arrived, Rows sorted) {
        if (!sortByNumbers(arrived, sorted) || !timesAreInOrder(sorted)) {
            sortByComparing(arrived, sorted);
        }
    }

    /**
     * Day, series and arrival in one number: sorting those is several times cheaper than objects with a comparator, and
     * a series's readings mostly come in order of time. Returns false when they do not fit.
     */
    private boolean sortByNumbers(Rows arrived, Rows sorted) {
        int size = arrived.size();
        long firstDay = Long.MAX_VALUE;
        long lastDay = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            long day = StaleHours.epochDay(arrived.times[i]);
            firstDay = Math.min(firstDay, day);
            lastDay = Math.max(lastDay, day);
        }
        if (size >= 1 << ARRIVAL_BITS || lastDay - firstDay >= 1 << DAY_BITS) {
            return false;
        }
        if (order.length < size) {
            order = new long[arrived.series.length];
        }
        for (int i = 0; i < size; i++) {
            long day = StaleHours.epochDay(arrived.times[i]) - firstDay;
            order[i] = (((day << SERIES_BITS) | arrived.series[i]) << ARRIVAL_BITS) | i;
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
                    && StaleHours.epochDay(rows.times[i - 1]) == StaleHours.epochDay(rows.times[i])) {
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
            int byDay =
                    Long.compare(StaleHours.epochDay(arrived.times[one]), StaleHours.epochDay(arrived.times[other]));
            if (byDay != 0) {
                return byDay;
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
