package vn.tuoi.cloud.timeseries.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import vn.tuoi.cloud.timeseries.Bucket;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.Series;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.config.topic.FarmId;

/**
 * Telemetry in one SQLite file with write-ahead log and full sync: a batch that was written survives a power cut.
 * Writes are serialized on one connection; reads have connections of their own and never wait for writes.
 */
public final class SqliteTelemetryStore implements TelemetryStore {
    private static final int READERS = 4;
    private static final int BUSY_TIMEOUT_MS = 5_000;

    private final Path file;
    private final TelemetrySchema schema;
    private final TelemetryWriter writer;
    private final HikariDataSource readers;

    private SqliteTelemetryStore(Path file, Connection connection, HikariDataSource readers, Duration keep)
            throws SQLException {
        this.file = file;
        this.schema = new TelemetrySchema(connection);
        this.writer = new TelemetryWriter(connection, schema, keep.toDays());
        this.readers = readers;
    }

    /**
     * Opens or creates the file; its folder must exist.
     *
     * @param keep whole days of readings that are kept, counted back from the newest
     */
    public static SqliteTelemetryStore open(Path file, Duration keep) throws StoreUnavailable {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setCacheSize(-16_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        try {
            Connection connection = source.getConnection();
            return new SqliteTelemetryStore(file, connection, readers(file), keep);
        } catch (SQLException e) {
            throw new StoreUnavailable("cannot open telemetry file " + file + ": " + e.getMessage(), e);
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
        return new HikariDataSource(pool);
    }

    @Override
    public int write(ReadingBatch batch) throws StoreUnavailable {
        synchronized (writer) {
            try {
                return writer.write(batch);
            } catch (SQLException e) {
                throw unavailable("write to", e);
            }
        }
    }

    @Override
    public List<LatestValue> latest(FarmId farm) throws StoreUnavailable {
        try (Connection connection = readers.getConnection();
                PreparedStatement query = connection.prepareStatement("""
                        SELECT series.point, latest.value, series.unit, latest.at
                        FROM series JOIN latest ON latest.series = series.id
                        WHERE series.farm = ? ORDER BY series.point""")) {
            query.setString(1, farm.value());
            List<LatestValue> values = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    values.add(new LatestValue(
                            rows.getString(1),
                            rows.getDouble(2),
                            rows.getString(3),
                            Instant.ofEpochMilli(rows.getLong(4))));
                }
            }
            return values;
        } catch (SQLException e) {
            throw unavailable("read", e);
        }
    }

    @Override
    public Series series(SeriesQuery query) throws StoreUnavailable {
        try (Connection connection = readers.getConnection()) {
            return series(connection, query);
        } catch (SQLException e) {
            throw unavailable("read", e);
        }
    }

    private Series series(Connection connection, SeriesQuery query) throws SQLException {
        int id;
        String unit;
        try (PreparedStatement find =
                connection.prepareStatement("SELECT id, unit FROM series WHERE farm = ? AND point = ?")) {
            find.setString(1, query.farm().value());
            find.setString(2, query.point());
            try (ResultSet rows = find.executeQuery()) {
                if (!rows.next()) {
                    return new Series(null, List.of());
                }
                id = rows.getInt(1);
                unit = rows.getString(2);
            }
        }
        BucketMerger merger = new BucketMerger(query.from().toEpochMilli(), query.bucketMs());
        for (long day :
                schema.daysBetween(query.from().toEpochMilli(), query.to().toEpochMilli())) {
            readDay(connection, day, id, query, merger);
        }
        return new Series(unit, merger.finish());
    }

    private static void readDay(Connection connection, long day, int id, SeriesQuery query, BucketMerger merger)
            throws SQLException {
        try (PreparedStatement buckets = connection.prepareStatement("SELECT (at - ?1) / ?2 AS bucket,"
                + " min(value), sum(value), max(value), count(*) FROM "
                + TelemetrySchema.table(day)
                + " WHERE series = ?3 AND at >= ?1 AND at < ?4 GROUP BY bucket ORDER BY bucket")) {
            buckets.setLong(1, query.from().toEpochMilli());
            buckets.setLong(2, query.bucketMs());
            buckets.setInt(3, id);
            buckets.setLong(4, query.to().toEpochMilli());
            try (ResultSet rows = buckets.executeQuery()) {
                while (rows.next()) {
                    merger.add(
                            rows.getLong(1), rows.getDouble(2), rows.getDouble(3), rows.getDouble(4), rows.getLong(5));
                }
            }
        }
    }

    /** Joins the two halves of a bucket that lies across midnight. */
    private static final class BucketMerger {
        private final long fromMs;
        private final long bucketMs;
        private final List<Bucket> done = new ArrayList<>();
        private long number = -1;
        private double min;
        private double sum;
        private double max;
        private long count;

        BucketMerger(long fromMs, long bucketMs) {
            this.fromMs = fromMs;
            this.bucketMs = bucketMs;
        }

        void add(long bucket, double bucketMin, double bucketSum, double bucketMax, long bucketCount) {
            if (bucket == number) {
                min = Math.min(min, bucketMin);
                max = Math.max(max, bucketMax);
                sum += bucketSum;
                count += bucketCount;
                return;
            }
            close();
            number = bucket;
            min = bucketMin;
            sum = bucketSum;
            max = bucketMax;
            count = bucketCount;
        }

        private void close() {
            if (number >= 0) {
                done.add(new Bucket(Instant.ofEpochMilli(fromMs + number * bucketMs), min, sum / count, max, count));
            }
        }

        List<Bucket> finish() {
            close();
            return done;
        }
    }

    @Override
    public void check() throws StoreUnavailable {
        try (Connection connection = readers.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM series LIMIT 1");
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
        synchronized (writer) {
            try {
                writer.close();
            } catch (SQLException e) {
                throw new IllegalStateException("cannot close telemetry file " + file, e);
            }
        }
    }

    @Override
    public String toString() {
        return "sqlite:" + file;
    }
}
