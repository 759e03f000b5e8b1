package vn.tuoi.cloud.timeseries.sqlite;

import java.util.Arrays;

/**
 * A batch's rows in the order in which the tables want them: by day, series, and arrival. Reused from batch to batch;
 * not thread-safe.
 */
final class SortedRows {
    int[] series = new int[1_024];
    long[] timesMs = new long[1_024];
    double[] values = new double[1_024];
    private int[] arrivalSeries = new int[1_024];
    private long[] arrivalTimesMs = new long[1_024];
    private double[] arrivalValues = new double[1_024];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void add(int seriesId, long timeMs, double value) {
        if (size == arrivalSeries.length) {
            int capacity = size * 2;
            arrivalSeries = Arrays.copyOf(arrivalSeries, capacity);
            arrivalTimesMs = Arrays.copyOf(arrivalTimesMs, capacity);
            arrivalValues = Arrays.copyOf(arrivalValues, capacity);
        }
        arrivalSeries[size] = seriesId;
        arrivalTimesMs[size] = timeMs;
        arrivalValues[size] = value;
        size++;
    }

    /** Puts the rows in order; of a series's rows on one day the one that came last stays last. */
    void sort() {
        if (series.length < size) {
            series = new int[arrivalSeries.length];
            timesMs = new long[arrivalSeries.length];
            values = new double[arrivalSeries.length];
        }
        Integer[] order = new Integer[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> {
            int byDay = Long.compare(
                    TelemetrySchema.epochDay(arrivalTimesMs[a]), TelemetrySchema.epochDay(arrivalTimesMs[b]));
            if (byDay != 0) {
                return byDay;
            }
            int bySeries = Integer.compare(arrivalSeries[a], arrivalSeries[b]);
            return bySeries != 0 ? bySeries : Long.compare(arrivalTimesMs[a], arrivalTimesMs[b]);
        });
        for (int i = 0; i < size; i++) {
            series[i] = arrivalSeries[order[i]];
            timesMs[i] = arrivalTimesMs[order[i]];
            values[i] = arrivalValues[order[i]];
        }
    }
}
