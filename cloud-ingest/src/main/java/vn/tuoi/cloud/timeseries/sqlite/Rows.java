package vn.tuoi.cloud.timeseries.sqlite;

import java.util.Arrays;

/** Rows of (series, time, number) in columns that grow and are reused. Not thread-safe. */
final class Rows {
    private static final int INITIAL_ROWS = 1_024;

    int[] series = new int[INITIAL_ROWS];
    long[] times = new long[INITIAL_ROWS];
    double[] values = new double[INITIAL_ROWS];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void add(int seriesId, long time, double value) {
        if (size == series.length) {
            int capacity = size * 2;
            series = Arrays.copyOf(series, capacity);
            times = Arrays.copyOf(times, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        series[size] = seriesId;
        times[size] = time;
        values[size] = value;
        size++;
    }
}
