package vn.tuoi.config.senml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The readings of a pack that is still being checked, in columns: no object a reading. Grows to the record limit. */
final class ResolvedReadings {
    private static final int INITIAL = 16;

    private String[] points = new String[INITIAL];
    private @Nullable String[] units = new @Nullable String[INITIAL];
    private long[] timesMs = new long[INITIAL];
    private double[] values = new double[INITIAL];
    private boolean[] booleans = new boolean[INITIAL];
    private int size;

    void add(String point, @Nullable String unit, long timeMs, double value, boolean isBoolean) {
        if (size == points.length) {
            grow();
        }
        points[size] = point;
        units[size] = unit;
        timesMs[size] = timeMs;
        values[size] = value;
        booleans[size] = isBoolean;
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void deliver(SenmlSink sink) {
        for (int i = 0; i < size; i++) {
            sink.reading(points[i], units[i], timesMs[i], values[i], booleans[i]);
        }
    }

    private void grow() {
        int capacity = size * 4;
        points = Arrays.copyOf(points, capacity);
        units = Arrays.copyOf(units, capacity);
        timesMs = Arrays.copyOf(timesMs, capacity);
        values = Arrays.copyOf(values, capacity);
        booleans = Arrays.copyOf(booleans, capacity);
    }
}
