package vn.tuoi.cloud.timeseries;

import java.time.Duration;

/**
 * How long and how much telemetry is kept. Whole days (UTC) go, the oldest first.
 *
 * @param readings age at which readings go, and the quarter hours that were computed from them
 * @param rollups age at which hours and days go, not below {@code readings}
 * @param maxBytes what a store may use before its oldest day goes early; {@link #NO_LIMIT} for as much as there is
 */
public record Retention(Duration readings, Duration rollups, long maxBytes) {
    public static final long NO_LIMIT = Long.MAX_VALUE;

    public Retention {
        if (readings.toDays() < 1 || rollups.compareTo(readings) < 0 || maxBytes < 1) {
            throw new IllegalArgumentException("not a retention: " + readings + ", " + rollups + ", " + maxBytes);
        }
    }

    /** Readings and rollups for so many days, without a limit by size. */
    public static Retention ofDays(int days) {
        return new Retention(Duration.ofDays(days), Duration.ofDays(days), NO_LIMIT);
    }
}
