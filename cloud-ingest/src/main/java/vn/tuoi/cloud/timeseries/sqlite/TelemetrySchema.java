package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.StaleHours;
import vn.tuoi.cloud.timeseries.StoreUnavailable;

/**
 * The tables, as the writer sees them: a dictionary of series, the latest value of each, the hours that rollups do not
 * tell yet, and the {@link Partition}s. Used by the writer's connection alone; not thread-safe.
 */
final class TelemetrySchema {
    /** In {@code PRAGMA user_version}; files from before rollups have 0, from before six hours 2, from before keys 4. */
    static final int VERSION = 5;

    private static final int FIRST_WITH_SIX_HOURS = 3;

    /** In table {@code stale}, instead of a series: all of them. */
    static final int EVERY_SERIES = 0;

    private static final String RAW_FROM = "raw_from";

    private final Connection connection;
    private final Set<Partition> partitions = new HashSet<>();
    private final Set<Partition> uncommitted = new HashSet<>();
    private long rawFromDay = Long.MIN_VALUE;

    /** Brings the file's tables up to date. */
    TelemetrySchema(Connection connection) throws SQLException, StoreUnavailable {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            int version = version(statement);
            if (version > VERSION) {
                throw new StoreUnavailable(
                        "the telemetry file was written by a later Tưới (format " + version + ", this one knows "
                                + VERSION + "): run that one, or copy its readings out with it",
                        new IllegalStateException("user_version " + version));
            }
            connection.setAutoCommit(false);
            createTables(statement);
            for (String table : tables(connection)) {
                Partition partition = Partition.named(table);
                if (partition != null) {
                    partitions.add(partition);
                }
            }
            if (version < VERSION) {
                orderByKeys();
                if (version < FIRST_WITH_SIX_HOURS) {
                    markOldDays();
                }
                statement.execute("PRAGMA user_version = " + VERSION);
            }
            connection.commit();
        }
        rawFromDay = rawFromDay(connection);
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }

    private static void createTables(Statement statement) throws SQLException {
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
        statement.execute("""
                CREATE TABLE IF NOT EXISTS stale (
                  series INTEGER NOT NULL,
                  day INTEGER NOT NULL,
                  hours INTEGER NOT NULL,
                  PRIMARY KEY (series, day)) WITHOUT ROWID""");
        statement.execute("""
                CREATE TABLE IF NOT EXISTS meta (
                  name TEXT PRIMARY KEY,
                  value INTEGER NOT NULL) WITHOUT ROWID""");
    }

    /** Days of an earlier file, whose readings have columns for series and time: takes about a second a million. */
    private void orderByKeys() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Partition partition : partitions) {
                if (partition.resolution() == Resolution.RAW) {
                    String table = partition.table();
                    statement.execute("ALTER TABLE " + table + " RENAME TO before_keys");
                    statement.execute(partition.create());
                    statement.execute("INSERT INTO " + table + " (key, value) SELECT "
                            + ReadingKey.sqlOf("series", "at") + ", value FROM before_keys ORDER BY 1");
                    statement.execute("DROP TABLE before_keys");
                }
            }
        }
    }

    /** Days from before there were rollups: one row a day, so that a large file opens at once. */
    private void markOldDays() throws SQLException {
        try (PreparedStatement mark =
                connection.prepareStatement("INSERT OR REPLACE INTO stale (series, day, hours) VALUES (?, ?, ?)")) {
            for (Partition partition : partitions) {
                if (partition.resolution() == Resolution.RAW) {
                    mark.setInt(1, EVERY_SERIES);
                    mark.setLong(2, partition.start().toEpochDay());
                    mark.setInt(3, StaleHours.ALL_HOURS);
                    mark.executeUpdate();
                }
            }
        }
    }

    /** Names of all tables in the connection's snapshot. */
    static Set<String> tables(Connection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
            while (tables.next()) {
                names.add(tables.getString(1));
            }
        }
        return names;
    }

    /** In the connection's snapshot, the first day whose readings have not been let go; the least number when none has. */
    static long rawFromDay(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
            query.setString(1, RAW_FROM);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : Long.MIN_VALUE;
            }
        }
    }

    /** Readings of days before this are refused: their rollups would forget what has been let go. */
    long rawFromDay() {
        return rawFromDay;
    }

    boolean has(Partition partition) {
        return partitions.contains(partition);
    }

    /** All partitions; changes with them. */
    Set<Partition> partitions() {
        return partitions;
    }

    /** Creates a partition's table when it is missing; part of the caller's transaction. */
    void ensure(Partition partition) throws SQLException {
        if (partitions.add(partition)) {
            uncommitted.add(partition);
            try (Statement statement = connection.createStatement()) {
                statement.execute(partition.create());
            }
        }
    }

    void committed() {
        uncommitted.clear();
    }

    void rolledBack() {
        partitions.removeAll(uncommitted);
        uncommitted.clear();
    }

    /** Drops a partition's table and commits. */
    void drop(Partition partition) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + partition.table());
        }
        if (partition.resolution() == Resolution.RAW) {
            long fromDay = Math.max(rawFromDay, partition.end().toEpochDay());
            try (PreparedStatement note =
                    connection.prepareStatement("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")) {
                note.setString(1, RAW_FROM);
                note.setLong(2, fromDay);
                note.executeUpdate();
            }
            connection.commit();
            rawFromDay = fromDay;
        } else {
            connection.commit();
        }
        partitions.remove(partition);
    }
}
