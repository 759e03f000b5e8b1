package vn.tuoi.cloud.timeseries.sqlite;

import java.util.Arrays;

/** Min, sum, max and count of the readings of series whose ids follow one another. Reused; not thread-safe. */
final class SeriesSums {
    int[] series = new int[0];
    double[] mins = new double[0];
    double[] sums = new double[0];
    double[] maxs = new double[0];
    int[] counts = new int[0];
    private int firstSeries;
    private int size;

    /** Forgets all, for series from one id to another, both included. */
    void begin(int first, int last) {
        firstSeries = first;
        size = last - first + 1;
        if (series.length < size) {
            series = new int[size];
            mins = new double[size];
            sums = new double[size];
            maxs = new double[size];
            counts = new int[size];
        }
        Arrays.fill(counts, 0, size, 0);
    }

    void add(int seriesId, double value) {
        add(seriesId, value, value, value, 1);
    }

    void add(int seriesId, double min, double sum, double max, int count) {
        int row = seriesId - firstSeries;
        boolean first = counts[row] == 0;
        mins[row] = first ? min : Math.min(mins[row], min);
        sums[row] = first ? sum : sums[row] + sum;
        maxs[row] = first ? max : Math.max(maxs[row], max);
        counts[row] += count;
    }

    /** Moves the series that have readings to the front, in order; returns how many they are. */
    int end() {
        int rows = 0;
        for (int row = 0; row < size; row++) {
            if (counts[row] > 0) {
                series[rows] = firstSeries + row;
                mins[rows] = mins[row];
                sums[rows] = sums[row];
                maxs[rows] = maxs[row];
                counts[rows] = counts[row];
                rows++;
            }
        }
        return rows;
    }
}
