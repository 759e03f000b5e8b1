package vn.tuoi.edge.control;

/**
 * What a sensor said last; times on the monotonic clock. Immutable.
 *
 * @param value its last plausible value
 * @param takenMs when that was taken; {@link #NEVER} before the first
 * @param sameSinceMs since when it has been exactly this value
 */
record Sensor(double value, long takenMs, long sameSinceMs) {
    static final long NEVER = Long.MIN_VALUE / 4;
    static final Sensor SILENT = new Sensor(Double.NaN, NEVER, NEVER);

    boolean fresh(long nowMs, long maxAgeMs) {
        return takenMs != NEVER && nowMs - takenMs <= maxAgeMs;
    }

    Sensor reading(double newValue, long atMs) {
        return new Sensor(newValue, atMs, newValue == value ? sameSinceMs : atMs);
    }
}
