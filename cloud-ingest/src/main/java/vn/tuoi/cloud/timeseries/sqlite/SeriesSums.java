package vn.tuoi.cloud.timeseries.sqlite;

import java.util.Arrays;

/** Sums of series whose ids follow one another. Reused; not thread-safe. */
final class SeriesSums {
    int[] series = new int[0];
    Sums sums = new Sums(0);
    private int firstSeries;
    private int size;

    /** Forgets all, for series from one id to another, both included. */
    void begin(int first, int last) {
        firstSeries = first;
        size = last - first + 1;
        if (series.length < size) {
            series = new int[size];
            sums = new Sums(size);
        }
        Arrays.fill(sums.counts, 0, size, 0);
    }

    void add(int seriesId, double value) {
        sums.add(seriesId - firstSeries, value);
    }

    void add(int seriesId, double min, double sum, double max, int count) {
        sums.add(seriesId - firstSeries, min, sum, max, count);
    }

    /** Moves the series that have readings to the front, in order; returns how many they are. */
    int end() {
        int rows = 0;
        for (int row = 0; row < size; row++) {
            if (sums.counts[row] > 0) {
                series[rows] = firstSeries + row;
                sums.move(row, rows);
                rows++;
            }
        }
        return rows;
    }
}
