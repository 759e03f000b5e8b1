package vn.tuoi.cloud.timeseries.sqlite;

/** Min, sum, max and count of readings, in so many slots. Not thread-safe. */
final class Sums {
    final double[] mins;
    final double[] sums;
    final double[] maxs;
    final int[] counts;

    Sums(int slots) {
        mins = new double[slots];
        sums = new double[slots];
        maxs = new double[slots];
        counts = new int[slots];
    }

    void add(int slot, double value) {
        add(slot, value, value, value, 1);
    }

    void add(int slot, double min, double sum, double max, int count) {
        boolean first = counts[slot] == 0;
        mins[slot] = first ? min : Math.min(mins[slot], min);
        sums[slot] = first ? sum : sums[slot] + sum;
        maxs[slot] = first ? max : Math.max(maxs[slot], max);
        counts[slot] += count;
    }

    /** Gives a slot what another has. */
    void move(int from, int to) {
        mins[to] = mins[from];
        sums[to] = sums[from];
        maxs[to] = maxs[from];
        counts[to] = counts[from];
    }
}
