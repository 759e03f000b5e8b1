package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The tables: a dictionary of series, the latest value of each, and a {@code WITHOUT ROWID} table of raw readings a day
 * (UTC), so that a day's readings of a series lie side by side and retention is a {@code DROP TABLE}. Thread-safe; days
 * are added by the writer alone.
 */
final class TelemetrySchema {
    static final long DAY_MS = 86_400_000L;

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'raw_'yyyyMMdd");

    /** Epoch days that have a table. */
    private final NavigableSet<Long> days = new ConcurrentSkipListSet<>();

    TelemetrySchema(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS series (
                      id INTEGER PRIMARY KEY,
                      farm TEXT NOT NULL,
                      point TEXT NOT NULL,
                      unit TEXT,
                      UNIQUE (farm, point))""");
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS latest (
                      series INTEGER PRIMARY KEY,
                      at INTEGER NOT NULL,
                      value REAL NOT NULL)""");
            try (ResultSet tables = statement.executeQuery(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'raw_*'")) {
                while (tables.next()) {
                    days.add(LocalDate.parse(tables.getString(1), NAME).toEpochDay());
                }
            }
        }
    }

    static String table(long epochDay) {
        return LocalDate.ofEpochDay(epochDay).atStartOfDay(ZoneOffset.UTC).format(NAME);
    }

    static long epochDay(long timeMs) {
        return Math.floorDiv(timeMs, DAY_MS);
    }

    /** Days with a table that overlap {@code [fromMs, toMs)}. */
    NavigableSet<Long> daysBetween(long fromMs, long toMs) {
        return days.subSet(epochDay(fromMs), true, epochDay(toMs - 1), true);
    }

    /** Creates a day's table when it is missing; part of the caller's transaction. */
    void ensureDay(Connection writer, long epochDay) throws SQLException {
        if (!days.contains(epochDay)) {
            try (Statement statement = writer.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS " + table(epochDay)
                        + " (series INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL,"
                        + " PRIMARY KEY (series, at)) WITHOUT ROWID");
            }
        }
    }

    /**
     * Drops the tables of days that lie more than {@code keepDays} before the newest one. A reader that is about to ask
     * for such a day is told that it cannot be read, once.
     */
    void dropOld(Connection writer, long keepDays) throws SQLException {
        if (days.isEmpty()) {
            return;
        }
        NavigableSet<Long> old = days.headSet(days.last() - keepDays, false);
        while (!old.isEmpty()) {
            long day = old.first();
            days.remove(day);
            try (Statement statement = writer.createStatement()) {
                statement.execute("DROP TABLE IF EXISTS " + table(day));
            }
            writer.commit();
        }
    }

    /** Notes that a day's table is there for readers, after the commit that created it; returns whether it is new. */
    boolean dayCommitted(long epochDay) {
        return days.add(epochDay);
    }
}
