package vn.tuoi.cloud.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A queue of messages in one SQLite file with write-ahead log and full sync: what was put in survives a power cut, and
 * leaves only when it is removed. First in, first out. Thread-safe; every call but the counts blocks for a disk.
 */
public final class Spool implements AutoCloseable {
    private static final int VERSION = 1;

    /** An empty file above this gives its pages back to the disk. */
    private static final long SHRINK_ABOVE_BYTES = 8L << 20;

    private final Path file;
    private final SpoolLimits limits;
    private final InstantSource realClock;
    private final SQLiteDataSource source;

    /** Null after a failure: SQLite and its driver then differ on what of the transaction is left, for ever. */
    private @Nullable Connection connection;

    // Written with the lock held, read by metrics without it.
    private volatile long bytes;
    private volatile long messages;
    private volatile long oldestMs;

    private Spool(Path file, SpoolLimits limits, InstantSource realClock, SQLiteDataSource source) throws SQLException {
        this.file = file;
        this.limits = limits;
        this.realClock = realClock;
        this.source = source;
        try {
            count(connection());
        } catch (SQLException | IllegalStateException e) {
            endConnection(e);
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = source.getConnection();
            connection = open;
            createTable(open);
            open.setAutoCommit(false);
        }
        return open;
    }

    private void endConnection(Exception why) {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (SQLException second) {
                why.addSuppressed(second);
            }
        }
    }

    /**
     * Opens or creates the file; its folder must exist. What is in it from before comes out first.
     *
     * @param realClock for the age of what waits
     * @throws IOException when it is no spool, or one of a later version
     */
    public static Spool open(Path file, SpoolLimits limits, InstantSource realClock) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        try {
            return new Spool(file, limits, realClock, source);
        } catch (SQLException | IllegalStateException e) {
            throw new IOException(
                    "spool " + file + " cannot be opened: " + e.getMessage()
                            + "; acknowledged readings may be in it: repair it, or move it away to start without them",
                    e);
        }
    }

    private static void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version;
            try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
                version = row.getInt(1);
            }
            if (version > VERSION) {
                throw new IllegalStateException("it is of a later version of this program");
            }
            // ids grow for ever, so that nothing that comes later is removed with what was read before
            statement.execute("CREATE TABLE IF NOT EXISTS waiting (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                    + " farm TEXT NOT NULL, received_at INTEGER NOT NULL, spooled_at INTEGER NOT NULL,"
                    + " payload BLOB NOT NULL)");
            statement.execute("PRAGMA user_version = " + VERSION);
        }
    }

    private void count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*), coalesce(sum(length(payload)), 0),"
                        + " coalesce(min(spooled_at), 0) FROM waiting")) {
            messages = row.getLong(1);
            bytes = row.getLong(2) + messages * SpoolLimits.OVERHEAD_BYTES;
            oldestMs = row.getLong(3);
        }
        connection.commit();
    }

    /**
     * Puts messages behind the others, all or none.
     *
     * @return true when they are durable; false when they would go beyond a limit, see {@link #obstacle}
     * @throws IOException when the disk does not take them; they are then not in it
     */
    public synchronized boolean append(List<Spooled> arrived) throws IOException {
        long more = 0;
        for (Spooled message : arrived) {
            more += message.payload().length + SpoolLimits.OVERHEAD_BYTES;
        }
        if (!obstacle(more).isEmpty()) {
            return false;
        }
        long nowMs = realClock.millis();
        try (PreparedStatement insert = connection()
                .prepareStatement("INSERT INTO waiting (farm, received_at, spooled_at, payload) VALUES (?, ?, ?, ?)")) {
            for (Spooled message : arrived) {
                insert.setString(1, message.farm());
                insert.setLong(2, message.receivedAtMs());
                insert.setLong(3, nowMs);
                insert.setBytes(4, message.payload());
                insert.addBatch();
            }
            insert.executeBatch();
            connection().commit();
        } catch (SQLException e) {
            throw failed("write to", e);
        }
        if (messages == 0) {
            oldestMs = nowMs;
        }
        bytes += more;
        messages += arrived.size();
        return true;
    }

    /** Why it takes nothing more, for people; empty while it takes something. Blocks for a moment. */
    public String obstacle() throws IOException {
        return obstacle(1);
    }

    private String obstacle(long more) throws IOException {
        if (bytes + more > limits.maxBytes()) {
            return "the spool " + file + " is full: " + bytes + " of at most " + limits.maxBytes() + " bytes";
        }
        if (oldestSeconds() > limits.maxAge().toSeconds()) {
            return "the spool " + file + " holds readings for longer than "
                    + limits.maxAge().toHours() + " h";
        }
        long free = Files.getFileStore(file).getUsableSpace();
        return free - more < limits.minFreeBytes()
                ? "the disk of the spool " + file + " has " + free + " bytes free and the spool leaves "
                        + limits.minFreeBytes()
                : "";
    }

    /** The messages that have waited longest, in their order; at most so many, and those after the first within {@code maxBytes}. */
    public synchronized List<Spooled> oldest(int maxMessages, int maxBytes) throws IOException {
        List<Spooled> found = new ArrayList<>();
        try (PreparedStatement select = connection()
                .prepareStatement("SELECT id, farm, received_at, payload FROM waiting ORDER BY id LIMIT ?")) {
            select.setInt(1, maxMessages);
            try (ResultSet rows = select.executeQuery()) {
                int size = 0;
                while (rows.next()) {
                    byte[] payload = rows.getBytes(4);
                    size += payload.length;
                    if (size > maxBytes && !found.isEmpty()) {
                        break;
                    }
                    found.add(new Spooled(rows.getLong(1), rows.getString(2), rows.getLong(3), payload));
                }
            }
            connection().commit();
            return found;
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Removes what {@link #oldest} gave, once it is safe elsewhere. */
    public synchronized void remove(List<Spooled> done) throws IOException {
        long fewer = 0;
        for (Spooled message : done) {
            fewer += message.payload().length + SpoolLimits.OVERHEAD_BYTES;
        }
        try (PreparedStatement delete = connection().prepareStatement("DELETE FROM waiting WHERE id <= ?")) {
            delete.setLong(1, done.get(done.size() - 1).id());
            delete.executeUpdate();
            connection().commit();
            oldestMs = firstSpooledMs();
        } catch (SQLException e) {
            throw failed("write to", e);
        }
        bytes -= fewer;
        messages -= done.size();
        if (messages == 0) {
            shrink();
        }
    }

    private long firstSpooledMs() throws SQLException {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT spooled_at FROM waiting ORDER BY id LIMIT 1")) {
            long firstMs = row.next() ? row.getLong(1) : 0;
            connection().commit();
            return firstMs;
        }
    }

    /** Only what is empty: it is quick then. A failure leaves a larger file and nothing else. */
    private void shrink() throws IOException {
        if (Files.size(file) < SHRINK_ABOVE_BYTES) {
            return;
        }
        try (Statement statement = connection().createStatement()) {
            connection().setAutoCommit(true);
            statement.execute("VACUUM");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            connection().setAutoCommit(false);
        } catch (SQLException e) {
            throw failed("shrink", e);
        }
    }

    private IOException failed(String verb, SQLException e) {
        endConnection(e);
        return new IOException("cannot " + verb + " the spool " + file + ": " + e.getMessage(), e);
    }

    public boolean isEmpty() {
        return messages == 0;
    }

    /** How many messages wait. */
    public long messages() {
        return messages;
    }

    /** Bytes that count against the limit. */
    public long bytes() {
        return bytes;
    }

    /** Real time since the oldest message was put in, seconds; 0 when it is empty. */
    public double oldestSeconds() {
        return messages == 0 ? 0 : Math.max(0, realClock.millis() - oldestMs) / 1_000.0;
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IOException("cannot close the spool " + file + ": " + e.getMessage(), e);
        }
    }
}
