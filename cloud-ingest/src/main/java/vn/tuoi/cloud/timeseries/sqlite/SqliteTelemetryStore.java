package vn.tuoi.cloud.timeseries.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.Series;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.Upkeep;
import vn.tuoi.config.topic.FarmId;

/**
 * Telemetry in one SQLite file with write-ahead log and full sync: a batch that was written survives a power cut.
 * Writes are serialized on one connection; reads have connections of their own and never wait for writes.
 */
public final class SqliteTelemetryStore implements TelemetryStore {
    private static final int READERS = 4;
    private static final int BUSY_TIMEOUT_MS = 5_000;
    private static final int WRITER_CACHE_KIBIBYTES = 32_000;

    /** 32 MB of log: pages that many batches change are then written to the file once, not after every second batch. */
    private static final int CHECKPOINT_PAGES = 8_000;

    /** One part in so many of the heap for sums of recent quarters: enough for a million series in the usual one. */
    private static final int RECENT_SHARE = 3;

    private final Path file;
    private final InstantSource clock;
    private final HikariDataSource readers;
    private final TableNames tables = new TableNames();

    /** Fair, so that upkeep and writes take turns. Held by whoever uses what follows. */
    private final ReentrantLock writeLock = new ReentrantLock(true);

    private final SQLiteDataSource writable;

    private final Retention retention;

    /** Null after a failure: SQLite and its driver then differ on what of the transaction is left, for ever. */
    private @Nullable Session session;

    /** Of the session, or of the one before while there is none. */
    private volatile LatestTable latest;

    private Waiting waiting = new Waiting(0, Long.MAX_VALUE);
    private boolean counted;

    private record Waiting(long items, long oldestMs) {}

    /** The connection that writes, and all that stands on it. */
    private record Session(
            Connection connection, LatestTable latest, TelemetryWriter writer, Roller roller, Retainer retainer) {
        static Session open(SQLiteDataSource source, Retention retention) throws SQLException, StoreUnavailable {
            Connection connection = source.getConnection();
            try {
                TelemetrySchema schema = new TelemetrySchema(connection);
                StaleMarks marks = new StaleMarks();
                LatestTable latest = new LatestTable(connection);
                RecentQuarters recent = new RecentQuarters(Runtime.getRuntime().maxMemory() / RECENT_SHARE);
                return new Session(
                        connection,
                        latest,
                        new TelemetryWriter(connection, schema, marks, latest, recent),
                        new Roller(connection, schema, marks, latest, recent),
                        new Retainer(connection, schema, retention));
            } catch (SQLException | StoreUnavailable e) {
                try {
                    connection.close();
                } catch (SQLException second) {
                    e.addSuppressed(second);
                }
                throw e;
            }
        }
    }

    private SqliteTelemetryStore(
            Path file, SQLiteDataSource writable, HikariDataSource readers, Retention retention, InstantSource clock)
            throws SQLException, StoreUnavailable {
        this.file = file;
        this.writable = writable;
        this.clock = clock;
        this.readers = readers;
        this.retention = retention;
        Session first = Session.open(writable, retention);
        this.session = first;
        this.latest = first.latest();
    }

    /**
     * Opens or creates the file; its folder must exist. A file of an earlier version is brought up to date, its rollups
     * by and by.
     *
     * @param clock the farms' time, for what is over and what is old
     */
    public static SqliteTelemetryStore open(Path file, Retention retention, InstantSource clock)
            throws StoreUnavailable {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setCacheSize(-WRITER_CACHE_KIBIBYTES);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        // else the driver asks for them after every insert, with a query
        config.setGetGeneratedKeys(false);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        HikariDataSource readers = readers(file);
        try {
            return new SqliteTelemetryStore(file, source, readers, retention, clock);
        } catch (SQLException e) {
            readers.close();
            throw new StoreUnavailable("cannot open telemetry file " + file + ": " + e.getMessage(), e);
        } catch (StoreUnavailable e) {
            readers.close();
            throw new StoreUnavailable(file + ": " + e.getMessage(), e);
        }
    }

    private static HikariDataSource readers(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setCacheSize(-4_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("telemetry-readers");
        pool.setDataSource(source);
        pool.setMaximumPoolSize(READERS);
        pool.setMinimumIdle(0);
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionInitSql("PRAGMA query_only = true");
        // a read of several statements sees one state of the file
        pool.setAutoCommit(false);
        return new HikariDataSource(pool);
    }

    @Override
    public int write(ReadingBatch batch) throws StoreUnavailable {
        writeLock.lock();
        try {
            return session().writer().write(batch, clock.millis());
        } catch (SQLException e) {
            endSession(e);
            throw unavailable("write to", e);
        } finally {
            writeLock.unlock();
        }
    }

    private Session session() throws SQLException, StoreUnavailable {
        Session open = session;
        if (open == null) {
            open = Session.open(writable, retention);
            session = open;
            latest = open.latest();
        }
        return open;
    }

    private void endSession(SQLException why) {
        Session broken = session;
        session = null;
        if (broken != null) {
            try {
                broken.connection().close();
            } catch (SQLException second) {
                why.addSuppressed(second);
            }
        }
    }

    @Override
    public Map<FarmId, List<LatestValue>> latest(Collection<FarmId> farms) throws StoreUnavailable {
        return read(connection -> {
            Map<FarmId, List<LatestValue>> found = new HashMap<>();
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT id, point, unit FROM series WHERE farm = ? ORDER BY point")) {
                for (FarmId farm : farms) {
                    query.setString(1, farm.value());
                    List<LatestValue> values = values(query);
                    if (!values.isEmpty()) {
                        found.put(farm, values);
                    }
                }
            }
            return found;
        });
    }

    private List<LatestValue> values(PreparedStatement query) throws SQLException {
        List<LatestValue> values = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String point = rows.getString(2);
                String unit = rows.getString(3);
                latest.look(
                        rows.getInt(1),
                        (timeMs, value) ->
                                values.add(new LatestValue(point, value, unit, Instant.ofEpochMilli(timeMs))));
            }
        }
        return values;
    }

    @Override
    public Series series(SeriesQuery query) throws StoreUnavailable {
        return read(connection -> new SeriesReader(connection, tables).read(query));
    }

    @Override
    public SortedMap<LocalDate, Long> countByDay() throws StoreUnavailable {
        return read(connection -> new DayReader(connection).countByDay());
    }

    @Override
    public @Nullable String readPage(LocalDate day, String position, int maxRows, ReadingBatch into)
            throws StoreUnavailable {
        return read(connection -> new DayReader(connection).readPage(day, position, maxRows, into))
                .orElse(null);
    }

    @Override
    public Upkeep upkeep() throws StoreUnavailable {
        long nowMs = clock.millis();
        if (!counted) {
            waiting = read(connection -> count(connection, Roller.Closed.at(nowMs)));
            counted = true;
        }
        writeLock.lock();
        try {
            Session open = session();
            Roller.Step step = open.roller().step(nowMs);
            Optional<Partition> old =
                    step.more() ? Optional.empty() : open.retainer().next(nowMs);
            if (old.isPresent()) {
                open.writer().forgetDays();
                open.roller().forgetDays();
                open.retainer().drop(old.get());
            }
            boolean more = step.more() || old.isPresent();
            counted = more;
            boolean droppedDay = old.isPresent() && old.get().resolution() == Resolution.RAW;
            return new Upkeep(
                    more,
                    step.hours(),
                    droppedDay ? 1 : 0,
                    waiting.items(),
                    waiting.oldestMs(),
                    open.retainer().bytesInUse());
        } catch (SQLException e) {
            endSession(e);
            throw unavailable("keep up", e);
        } finally {
            writeLock.unlock();
        }
    }

    private static Waiting count(Connection connection, Roller.Closed closed) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(Roller.COUNT_DUE)) {
            query.setLong(1, closed.day());
            query.setInt(2, closed.hours());
            try (ResultSet row = query.executeQuery()) {
                long items = row.getLong(1);
                return new Waiting(items, items == 0 ? Long.MAX_VALUE : row.getLong(2) * Resolution.HOUR.stepMs());
            }
        }
    }

    @Override
    public void check() throws StoreUnavailable {
        boolean unused = read(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("SELECT 1 FROM series LIMIT 1");
            }
        });
    }

    private interface Read<T> {
        T of(Connection connection) throws SQLException;
    }

    private <T> T read(Read<T> read) throws StoreUnavailable {
        try (Connection connection = readers.getConnection()) {
            try {
                return read.of(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw unavailable("read", e);
        }
    }

    private StoreUnavailable unavailable(String verb, SQLException e) {
        return new StoreUnavailable("cannot " + verb + " telemetry file " + file + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        readers.close();
        writeLock.lock();
        try {
            if (session != null) {
                session.roller().close();
                session.writer().close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close telemetry file " + file, e);
        } finally {
            writeLock.unlock();
        }
    }

    @Override
    public String toString() {
        return "sqlite:" + file;
    }
}
