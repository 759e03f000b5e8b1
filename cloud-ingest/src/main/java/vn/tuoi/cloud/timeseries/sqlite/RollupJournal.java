package vn.tuoi.cloud.timeseries.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.StaleHours;
import vn.tuoi.cloud.timeseries.StoreUnavailable;

/**
 * Which hours of a farm are not in the rollups, in a small SQLite file of this process, for a store elsewhere that
 * cannot note this with its readings. An hour is noted, and on disk, before its readings are written, so a crash
 * between the two leaves at most an hour that is computed once more. Thread-safe.
 */
public final class RollupJournal implements AutoCloseable {
    /** Instead of a farm: all of them, for days from before this file. */
    public static final String EVERY_FARM = "";

    private static final int MAX_KNOWN = 200_000;
    private static final int BUSY_TIMEOUT_MS = 5_000;

    private final Path file;
    private final Connection connection;
    private final long keepMs;
    private final InstantSource clock;

    /** What the file has already, so that a batch writes to it at an hour's first reading only. A cache. */
    private final Map<FarmDay, Integer> known = new HashMap<>();

    private long nextMark;
    private String cursorFarm = "";
    private long cursorDay = Long.MIN_VALUE;

    private record FarmDay(String farm, long day) {}

    /**
     * Hours of a farm's day to be rolled up.
     *
     * @param farm its id, or {@link #EVERY_FARM}
     * @param epochDay days since 1970-01-01
     * @param hours that are over, one bit each; may be 0 when the day alone is missing
     * @param dayIsOver whether the day can be rolled up too
     * @param mark which note this answers: one that comes later stays
     */
    public record Due(String farm, long epochDay, int hours, boolean dayIsOver, long mark) {}

    /** How much waits, and the beginning of its oldest hour; {@link Long#MAX_VALUE} when nothing does. */
    public record Waiting(long items, long oldestMs) {}

    private RollupJournal(Path file, Connection connection, long keepMs, InstantSource clock) {
        this.file = file;
        this.connection = connection;
        this.keepMs = keepMs;
        this.clock = clock;
    }

    /**
     * Opens the file. When it is new, every day that the store may have readings of is noted, for all farms.
     *
     * @param keepMs age at which readings go: what is older is not noted, since its hours may be incomplete
     * @param clock the farms' time
     */
    public static RollupJournal open(Path file, long keepMs, InstantSource clock) throws StoreUnavailable {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        try {
            RollupJournal journal = new RollupJournal(file, source.getConnection(), keepMs, clock);
            try {
                journal.createTable();
            } catch (SQLException e) {
                journal.connection.close();
                throw e;
            }
            return journal;
        } catch (SQLException e) {
            throw new StoreUnavailable("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    private void createTable() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            boolean there;
            try (ResultSet table =
                    statement.executeQuery("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'stale'")) {
                there = table.next();
            }
            if (!there) {
                statement.execute("""
                        CREATE TABLE stale (
                          farm TEXT NOT NULL,
                          day INTEGER NOT NULL,
                          hours INTEGER NOT NULL,
                          mark INTEGER NOT NULL,
                          PRIMARY KEY (farm, day)) WITHOUT ROWID""");
                long today = StaleHours.epochDay(clock.millis());
                for (long day = StaleHours.epochDay(clock.millis() - keepMs); day <= today; day++) {
                    note(EVERY_FARM, day, StaleHours.ALL_HOURS);
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT coalesce(max(mark), 0) + 1 FROM stale")) {
                nextMark = row.getLong(1);
            }
        }
        connection.commit();
    }

    /** Notes the hours of a batch's readings; on return they are on disk. */
    public synchronized void mark(ReadingBatch batch) throws StoreUnavailable {
        long oldestMs = clock.millis() - keepMs;
        Map<FarmDay, Integer> more = new HashMap<>();
        int row = 0;
        while (row < batch.size()) {
            String farm = batch.farm(row);
            long day = StaleHours.epochDay(batch.timeMs(row));
            int hours = 0;
            while (row < batch.size()
                    && StaleHours.epochDay(batch.timeMs(row)) == day
                    && batch.farm(row).equals(farm)) {
                if (batch.timeMs(row) >= oldestMs) {
                    hours |= StaleHours.bit(batch.timeMs(row));
                }
                row++;
            }
            FarmDay key = new FarmDay(farm, day);
            if ((hours & ~known.getOrDefault(key, 0)) != 0) {
                more.merge(key, hours, (one, other) -> one | other);
            }
        }
        if (!more.isEmpty()) {
            write(more);
        }
    }

    private void write(Map<FarmDay, Integer> more) throws StoreUnavailable {
        change(() -> {
            for (Map.Entry<FarmDay, Integer> entry : more.entrySet()) {
                note(entry.getKey().farm(), entry.getKey().day(), entry.getValue());
            }
            nextMark++;
        });
        if (known.size() + more.size() > MAX_KNOWN) {
            known.clear();
        }
        more.forEach((key, hours) -> known.merge(key, hours, (one, other) -> one | other));
    }

    private void note(String farm, long day, int hours) throws SQLException {
        try (PreparedStatement note = connection.prepareStatement(
                "INSERT INTO stale (farm, day, hours, mark) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (farm, day) DO UPDATE SET hours = hours | excluded.hours, mark = excluded.mark")) {
            note.setString(1, farm);
            note.setLong(2, day);
            note.setInt(3, hours);
            note.setLong(4, nextMark);
            note.executeUpdate();
        }
    }

    private interface Change {
        void run() throws SQLException;
    }

    private void change(Change change) throws StoreUnavailable {
        try {
            change.run();
            connection.commit();
        } catch (SQLException e) {
            try {
                connection.rollback();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw unavailable(e);
        }
    }

    private interface Query<T> {
        T run() throws SQLException;
    }

    private <T> T ask(Query<T> query) throws StoreUnavailable {
        try {
            T found = query.run();
            connection.rollback();
            return found;
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private StoreUnavailable unavailable(SQLException e) {
        return new StoreUnavailable("cannot use " + file + ": " + e.getMessage(), e);
    }

    /**
     * The next hours that are over, going round through the file; none at the end of a round. To be called while no
     * readings are being written: what is written from now on is noted again, with a later mark.
     */
    public synchronized List<Due> take(int maxItems) throws StoreUnavailable {
        Roller.Closed closed = Roller.Closed.at(clock.millis());
        List<Due> due = ask(() -> {
            List<Due> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement("SELECT farm, day, hours, mark FROM stale"
                    + " WHERE (farm, day) > (?1, ?2) AND (day < ?3 OR day = ?3 AND hours & ?4 <> 0)"
                    + " ORDER BY farm, day LIMIT ?5")) {
                query.setString(1, cursorFarm);
                query.setLong(2, cursorDay);
                query.setLong(3, closed.day());
                query.setInt(4, closed.hours());
                query.setInt(5, maxItems);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        long day = rows.getLong(2);
                        found.add(new Due(
                                rows.getString(1),
                                day,
                                rows.getInt(3) & closed.of(day),
                                day < closed.day(),
                                rows.getLong(4)));
                    }
                }
            }
            return found;
        });
        due.forEach(item -> known.remove(new FarmDay(item.farm(), item.epochDay())));
        if (due.isEmpty()) {
            cursorFarm = "";
            cursorDay = Long.MIN_VALUE;
        } else {
            cursorFarm = due.get(due.size() - 1).farm();
            cursorDay = due.get(due.size() - 1).epochDay();
        }
        return due;
    }

    /** Takes what has been rolled up off the file, unless it was noted again meanwhile. */
    public synchronized void done(Due item) throws StoreUnavailable {
        change(() -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    item.dayIsOver()
                            ? "DELETE FROM stale WHERE farm = ?1 AND day = ?2 AND mark = ?3"
                            : "UPDATE stale SET hours = hours & ~?4 WHERE farm = ?1 AND day = ?2 AND mark = ?3")) {
                statement.setString(1, item.farm());
                statement.setLong(2, item.epochDay());
                statement.setLong(3, item.mark());
                if (!item.dayIsOver()) {
                    statement.setInt(4, item.hours());
                }
                statement.executeUpdate();
            }
        });
    }

    /** Takes the days of all farms off the file; to be called while no readings are being written. */
    public synchronized void forgetEveryFarm() throws StoreUnavailable {
        change(() -> {
            try (PreparedStatement statement = connection.prepareStatement("DELETE FROM stale WHERE farm = ?")) {
                statement.setString(1, EVERY_FARM);
                statement.executeUpdate();
            }
        });
    }

    /** What of a farm's time is not in the rollups. */
    public synchronized StaleHours stale(String farm, long fromMs, long toMs) throws StoreUnavailable {
        return ask(() -> {
            StaleHours stale = new StaleHours();
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT day, hours FROM stale WHERE farm IN (?, ?) AND day BETWEEN ? AND ?")) {
                query.setString(1, EVERY_FARM);
                query.setString(2, farm);
                query.setLong(3, StaleHours.epochDay(fromMs));
                query.setLong(4, StaleHours.epochDay(toMs));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        stale.add(rows.getLong(1), rows.getInt(2));
                    }
                }
            }
            return stale;
        });
    }

    /** What could be rolled up now. */
    public synchronized Waiting waiting() throws StoreUnavailable {
        Roller.Closed closed = Roller.Closed.at(clock.millis());
        return ask(() -> {
            try (PreparedStatement query = connection.prepareStatement(Roller.COUNT_DUE)) {
                query.setLong(1, closed.day());
                query.setInt(2, closed.hours());
                try (ResultSet row = query.executeQuery()) {
                    long items = row.getLong(1);
                    return new Waiting(items, items == 0 ? Long.MAX_VALUE : row.getLong(2) * Resolution.HOUR.stepMs());
                }
            }
        });
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close " + file, e);
        }
    }
}
