package vn.tuoi.cloud.timeseries.sqlite;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.timeseries.Resolution;

/**
 * A table of readings or rollups: raw readings and quarter hours have one a day, hours one a month, days one a year (all
 * UTC), so that what a chart reads lies side by side and retention is a {@code DROP TABLE}.
 *
 * @param resolution of its rows
 * @param start its first day
 */
record Partition(Resolution resolution, LocalDate start) {
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.BASIC_ISO_DATE;

    /** The partition in which a time lies. */
    static Partition of(Resolution resolution, long timeMs) {
        LocalDate day = Instant.ofEpochMilli(timeMs).atOffset(ZoneOffset.UTC).toLocalDate();
        return new Partition(
                resolution,
                switch (resolution) {
                    case RAW, QUARTER_HOUR -> day;
                    case HOUR -> day.withDayOfMonth(1);
                    case SIX_HOURS, DAY -> day.withDayOfYear(1);
                });
    }

    /** The partition whose table has this name; null when it is no partition's. */
    static @Nullable Partition named(String table) {
        for (Resolution resolution : Resolution.values()) {
            if (table.matches(prefix(resolution) + "\\d{8}")) {
                return new Partition(
                        resolution,
                        LocalDate.parse(table.substring(prefix(resolution).length()), COMPACT));
            }
        }
        return null;
    }

    private static String prefix(Resolution resolution) {
        return switch (resolution) {
            case RAW -> "raw_";
            case QUARTER_HOUR -> "quarter_";
            case HOUR -> "hour_";
            case SIX_HOURS -> "six_hours_";
            case DAY -> "day_";
        };
    }

    /** The table's name: {@code raw_20261120}, {@code quarter_20261120}, {@code hour_20261101}, {@code six_hours_20260101},
     * {@code day_20260101}. */
    String table() {
        return prefix(resolution) + COMPACT.format(start);
    }

    long startMs() {
        return start.toEpochDay() * Resolution.DAY.stepMs();
    }

    /** First day after it. */
    LocalDate end() {
        return switch (resolution) {
            case RAW, QUARTER_HOUR -> start.plus(1, ChronoUnit.DAYS);
            case HOUR -> start.with(TemporalAdjusters.firstDayOfNextMonth());
            case SIX_HOURS, DAY -> start.with(TemporalAdjusters.firstDayOfNextYear());
        };
    }

    long endMs() {
        return end().toEpochDay() * Resolution.DAY.stepMs();
    }

    /** The statement that creates its table when it is missing. */
    String create() {
        String columns = resolution == Resolution.RAW
                ? "key INTEGER NOT NULL PRIMARY KEY, value REAL NOT NULL"
                : "series INTEGER NOT NULL, at INTEGER NOT NULL, min REAL NOT NULL, sum REAL NOT NULL,"
                        + " max REAL NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (series, at)";
        return "CREATE TABLE IF NOT EXISTS " + table() + " (" + columns + ") WITHOUT ROWID";
    }
}
