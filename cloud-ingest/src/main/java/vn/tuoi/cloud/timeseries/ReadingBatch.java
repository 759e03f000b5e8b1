package vn.tuoi.cloud.timeseries;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Readings of many farms on their way into a store, in columns: no object a reading, because the decoder's readings
 * are most of what the cloud allocates. Grows as needed and is reused; not thread-safe.
 */
public final class ReadingBatch {
    private static final int INITIAL_ROWS = 1_024;

    private String[] farms = new String[INITIAL_ROWS];
    private String[] points = new String[INITIAL_ROWS];
    private @Nullable String[] units = new String[INITIAL_ROWS];
    private long[] timesMs = new long[INITIAL_ROWS];
    private double[] values = new double[INITIAL_ROWS];
    private int size;

    /**
     * Adds a reading.
     *
     * @param farm a farm's id
     * @param point the name below the farm
     * @param unit SenML unit, null when there is none
     * @param timeMs milliseconds UTC
     * @param value finite
     */
    public void add(String farm, String point, @Nullable String unit, long timeMs, double value) {
        if (size == farms.length) {
            grow();
        }
        farms[size] = farm;
        points[size] = point;
        units[size] = unit;
        timesMs[size] = timeMs;
        values[size] = value;
        size++;
    }

    private void grow() {
        int capacity = size * 2;
        farms = Arrays.copyOf(farms, capacity);
        points = Arrays.copyOf(points, capacity);
        units = Arrays.copyOf(units, capacity);
        timesMs = Arrays.copyOf(timesMs, capacity);
        values = Arrays.copyOf(values, capacity);
    }

    public int size() {
        return size;
    }

    public String farm(int row) {
        return farms[row];
    }

    public String point(int row) {
        return points[row];
    }

    public @Nullable String unit(int row) {
        return units[row];
    }

    public long timeMs(int row) {
        return timesMs[row];
    }

    public double value(int row) {
        return values[row];
    }

    /** Empties the batch and keeps its memory. */
    public void clear() {
        truncate(0);
    }

    /** Takes back what was added after the batch had {@code rows} rows. */
    public void truncate(int rows) {
        Arrays.fill(farms, rows, size, "");
        Arrays.fill(points, rows, size, "");
        Arrays.fill(units, rows, size, null);
        size = rows;
    }
}
