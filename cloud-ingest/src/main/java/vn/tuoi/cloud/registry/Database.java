package vn.tuoi.cloud.registry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The registry's SQLite file: one connection that writes, immediate and fully synced, and a few that read. Thread-safe.
 */
final class Database implements AutoCloseable {
    private static final int READERS = 4;
    private static final int BUSY_TIMEOUT_MS = 5_000;
    private static final int CONNECTION_TIMEOUT_MS = 10_000;

    private final HikariDataSource writers;
    private final HikariDataSource readers;
    private final Jdbi write;
    private final Jdbi read;

    /** Opens or creates the file and brings its tables up to date. */
    Database(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        this.writers = pool("registry-writer", file, config, 1);
        SQLiteConfig readOnly = new SQLiteConfig();
        readOnly.setBusyTimeout(BUSY_TIMEOUT_MS);
        this.readers = pool("registry-readers", file, readOnly, READERS);
        try {
            Flyway.configure()
                    .dataSource(writers)
                    .locations("classpath:vn/tuoi/cloud/registry/migration")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            close();
            throw e;
        }
        this.write = Jdbi.create(writers);
        this.read = Jdbi.create(readers);
    }

    private static HikariDataSource pool(String name, Path file, SQLiteConfig config, int size) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setDataSource(source);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        pool.setInitializationFailTimeout(-1);
        return new HikariDataSource(pool);
    }

    Jdbi write() {
        return write;
    }

    Jdbi read() {
        return read;
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
    }
}
