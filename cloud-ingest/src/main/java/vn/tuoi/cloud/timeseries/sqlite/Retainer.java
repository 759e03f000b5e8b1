package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.StaleHours;

/**
 * Lets old partitions go, one at a time: readings and quarter hours by age and by size, hours and days by age. A day of
 * readings goes only when its rollups are complete. What is freed is used again by later days; the file itself does not
 * become smaller. Used under the file's write lock, not thread-safe.
 */
final class Retainer {
    private static final Logger LOG = LoggerFactory.getLogger(Retainer.class);

    private final Connection connection;
    private final TelemetrySchema schema;
    private final Retention retention;

    Retainer(Connection connection, TelemetrySchema schema, Retention retention) {
        this.connection = connection;
        this.schema = schema;
        this.retention = retention;
    }

    /** A partition that has to go now, if there is one. */
    Optional<Partition> next(long nowMs) throws SQLException {
        long today = StaleHours.epochDay(nowMs);
        long oldestReadings = today - retention.readings().toDays();
        long oldestRollups = today - retention.rollups().toDays();
        boolean full = bytesInUse() > retention.maxBytes();
        Optional<Partition> old = schema.partitions().stream()
                .filter(partition -> switch (partition.resolution()) {
                    case RAW -> partition.end().toEpochDay() <= (full ? today : oldestReadings);
                    // a day's quarter hours go after its readings
                    case QUARTER_HOUR -> partition.end().toEpochDay() <= schema.rawFromDay();
                    case HOUR, SIX_HOURS, DAY -> partition.end().toEpochDay() <= oldestRollups;
                })
                .min(Comparator.comparing(Partition::start).thenComparing(Partition::resolution));
        return old.filter(this::isRolledUp);
    }

    private boolean isRolledUp(Partition partition) {
        if (partition.resolution() != Resolution.RAW) {
            return true;
        }
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM stale WHERE day = ? LIMIT 1")) {
            query.setLong(1, partition.start().toEpochDay());
            try (ResultSet row = query.executeQuery()) {
                return !row.next();
            }
        } catch (SQLException e) {
            LOG.warn("whether {} is rolled up cannot be read: {}", partition.table(), e.toString());
            return false;
        }
    }

    /** What the file's tables use, in bytes, without what was freed. */
    long bytesInUse() throws SQLException {
        return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
    }

    private long pragma(String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.getLong(1);
        }
    }

    void drop(Partition partition) throws SQLException {
        schema.drop(partition);
        if (partition.resolution() == Resolution.RAW) {
            LOG.info("the readings of {} were let go", partition.start());
        }
    }
}
