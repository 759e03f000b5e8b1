package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.StaleHours;

/**
 * The newest value of every series, in memory, so that a look at it and a write to it cost the same with ten thousand
 * series as with a million. Table {@code latest} comes behind: the roller writes a series when it takes one of its hours
 * off {@code stale}, in the same transaction, and all are written at the end. After a crash, what the table lacks is
 * therefore of a series and day in {@code stale}, and is read from the readings there. Reads are thread-safe; the rest
 * happens under the file's write lock.
 */
final class LatestTable implements AutoCloseable {
    private static final String BEHIND = "latest_behind";
    private static final String KEEP_NEWEST = "ON CONFLICT (series) DO UPDATE SET at = excluded.at,"
            + " value = excluded.value WHERE excluded.at >= latest.at";
    private static final long MINUTE_MS = 60_000;
    private static final long NEVER = Long.MIN_VALUE;
    private static final int INITIAL_SERIES = 1_024;

    private final Connection connection;
    private final MultiRowInsert insert;
    private final Rows rows = new Rows();

    /** By series id; guarded by this. */
    private long[] timesMs = new long[INITIAL_SERIES];

    private double[] values = new double[INITIAL_SERIES];

    /** By series id, the minute since 1970 in which the newest value came; 0 when that was in an earlier process. */
    private int[] heardMinutes = new int[INITIAL_SERIES];

    /** Series whose row in the table is behind. */
    private final BitSet changed = new BitSet();

    private boolean behindNoted;

    /** Reads the table, and what it lacks after a crash. */
    LatestTable(Connection connection) throws SQLException {
        this.connection = connection;
        this.insert = new MultiRowInsert(connection, "INSERT INTO latest (series, at, value)", 3, KEEP_NEWEST);
        Arrays.fill(timesMs, NEVER);
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT series, at, value FROM latest")) {
            while (found.next()) {
                take(found.getInt(1), found.getLong(2), found.getDouble(3));
            }
        }
        if (isBehind()) {
            behindNoted = true;
            recover();
        }
        connection.rollback();
    }

    private boolean isBehind() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
            query.setString(1, BEHIND);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getInt(1) != 0;
            }
        }
    }

    private void recover() throws SQLException {
        Set<String> tables = TelemetrySchema.tables(connection);
        Map<Long, PreparedStatement> days = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet stale =
                        statement.executeQuery("SELECT series, day, hours FROM stale WHERE hours <> 0 AND series <> "
                                + TelemetrySchema.EVERY_SERIES)) {
            while (stale.next()) {
                long day = stale.getLong(2);
                String table = Partition.of(Resolution.RAW, day * Resolution.DAY.stepMs())
                        .table();
                if (!tables.contains(table)) {
                    continue;
                }
                PreparedStatement newest = days.get(day);
                if (newest == null) {
                    newest = connection.prepareStatement(newestIn(table));
                    days.put(day, newest);
                }
                recover(newest, stale.getInt(1), day, stale.getInt(3));
            }
        } finally {
            for (PreparedStatement newest : days.values()) {
                newest.close();
            }
        }
    }

    /** Of series ?2, the newest reading that is not after block ?1: from block to block until there is one. */
    private static String newestIn(String table) {
        return "WITH RECURSIVE blocks(block) AS (SELECT ?1 UNION ALL SELECT block - 1 FROM blocks WHERE block > 0)"
                + " SELECT key, value FROM " + table + " WHERE key = (SELECT newest FROM (SELECT (SELECT max(key) FROM "
                + table + " WHERE key BETWEEN " + ReadingKey.sqlFirst("block", "?2") + " AND "
                + ReadingKey.sqlLast("block", "?2") + ") AS newest FROM blocks) WHERE newest IS NOT NULL LIMIT 1)";
    }

    /** The newest reading of a series on a day: one that the table lacks is in a stale hour. */
    private void recover(PreparedStatement newest, int series, long day, int hours) throws SQLException {
        int lastHour = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(hours);
        newest.setInt(1, (lastHour + 1) * ReadingKey.BLOCKS_PER_HOUR - 1);
        newest.setInt(2, series);
        try (ResultSet row = newest.executeQuery()) {
            if (row.next()) {
                long timeMs = ReadingKey.timeMs(day * Resolution.DAY.stepMs(), row.getLong(1));
                if (take(series, timeMs, row.getDouble(2))) {
                    changed.set(series);
                }
            }
        }
    }

    /** Returns whether it was not older than what was known. */
    private synchronized boolean take(int series, long timeMs, double value) {
        if (series >= timesMs.length) {
            int before = timesMs.length;
            int capacity = Math.max(series + 1, before * 2);
            timesMs = Arrays.copyOf(timesMs, capacity);
            Arrays.fill(timesMs, before, capacity, NEVER);
            values = Arrays.copyOf(values, capacity);
            heardMinutes = Arrays.copyOf(heardMinutes, capacity);
        }
        if (timeMs < timesMs[series]) {
            return false;
        }
        timesMs[series] = timeMs;
        values[series] = value;
        return true;
    }

    /** Before the commit of readings: says in the file that the table will be behind. */
    void beforeCommit() throws SQLException {
        if (!behindNoted) {
            note(1);
            behindNoted = true;
        }
    }

    void rolledBack() {
        behindNoted = false;
    }

    private void note(int behind) throws SQLException {
        try (PreparedStatement note =
                connection.prepareStatement("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")) {
            note.setString(1, BEHIND);
            note.setInt(2, behind);
            note.executeUpdate();
        }
    }

    /** When a series's newest reading is from; the least number when it has none. For the writer. */
    long timeMs(int series) {
        return series < timesMs.length ? timesMs[series] : NEVER;
    }

    /** After the commit of readings: what each series's last one was, of those that came at {@code nowMs}. */
    synchronized void committed(Rows newest, long nowMs) {
        int minute = (int) (nowMs / MINUTE_MS);
        for (int i = 0; i < newest.size(); i++) {
            int series = newest.series[i];
            // a time again and again, as of a clock that stands, is nothing new
            boolean isNewer = newest.times[i] > timeMs(series);
            if (take(series, newest.times[i], newest.values[i])) {
                changed.set(series);
                if (isNewer) {
                    heardMinutes[series] = minute;
                }
            }
        }
    }

    /**
     * The hour of a day that holds a series's newest reading, as its bit, when that came after {@code sinceMs}: of a farm
     * that catches up, more will come for it. 0 when there is none. For the roller.
     */
    int growingHour(int series, long day, long sinceMs) {
        long newestMs = timeMs(series);
        if (newestMs == NEVER || StaleHours.epochDay(newestMs) != day || heardMinutes[series] * MINUTE_MS <= sinceMs) {
            return 0;
        }
        return StaleHours.bit(newestMs);
    }

    /** A reader's look at a series. */
    interface Look {
        void at(long timeMs, double value);
    }

    /** Calls {@code look} unless the series has no value. */
    synchronized void look(int series, Look look) {
        if (series < timesMs.length && timesMs[series] != NEVER) {
            look.at(timesMs[series], values[series]);
        }
    }

    /** Brings a series's row up to date; part of the caller's transaction, in which the row may be written later. */
    void write(int series) {
        if (changed.get(series)) {
            rows.add(series, timesMs[series], values[series]);
        }
    }

    /** Carries out what {@link #write} was asked, before the caller commits. */
    void writeAsked() throws SQLException {
        insert.insert(0, rows.size(), this::bind);
    }

    private void bind(PreparedStatement statement, int parameter, int row) throws SQLException {
        statement.setInt(parameter, rows.series[row]);
        statement.setLong(parameter + 1, rows.times[row]);
        statement.setDouble(parameter + 2, rows.values[row]);
    }

    /** After the commit. */
    void written() {
        for (int i = 0; i < rows.size(); i++) {
            changed.clear(rows.series[i]);
        }
        rows.clear();
    }

    /** After a rollback. */
    void notWritten() {
        rows.clear();
    }

    /** Brings the whole table up to date and commits. */
    @Override
    public void close() throws SQLException {
        for (int series = changed.nextSetBit(0); series >= 0; series = changed.nextSetBit(series + 1)) {
            write(series);
        }
        writeAsked();
        note(0);
        connection.commit();
        written();
        insert.close();
    }
}
