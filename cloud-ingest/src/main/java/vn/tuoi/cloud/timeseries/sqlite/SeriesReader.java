package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.timeseries.BucketMerger;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.Series;
import vn.tuoi.cloud.timeseries.SeriesPlan;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.StaleHours;

/** Answers a chart's query in one snapshot of the file, in which readings, rollups and what is stale agree. */
final class SeriesReader {
    private static final List<Resolution> RESOLUTIONS = List.of(Resolution.values());

    private final Connection connection;

    private final TableNames names;

    /** @param connection in a transaction that the caller ends */
    SeriesReader(Connection connection, TableNames names) {
        this.connection = connection;
        this.names = names;
    }

    private record Identity(int id, @Nullable String unit) {}

    Series read(SeriesQuery query) throws SQLException {
        Identity identity = find(query);
        if (identity == null) {
            return new Series(null, List.of());
        }
        long rawFromDay = TelemetrySchema.rawFromDay(connection);
        long rawFromMs = rawFromDay == Long.MIN_VALUE ? rawFromDay : rawFromDay * Resolution.DAY.stepMs();
        SeriesPlan plan = SeriesPlan.of(query, RESOLUTIONS, rawFromMs, stale(identity.id(), query));
        Set<String> tables = names.in(connection);
        BucketMerger merger = plan.merger();
        for (SeriesPlan.Stretch stretch : plan.stretches()) {
            Partition partition = Partition.of(stretch.resolution(), stretch.fromMs());
            while (partition.startMs() < stretch.toMs()) {
                if (tables.contains(partition.table())) {
                    read(partition, stretch, identity.id(), plan, merger);
                }
                partition = Partition.of(stretch.resolution(), partition.endMs());
            }
        }
        return new Series(identity.unit(), merger.finish());
    }

    private @Nullable Identity find(SeriesQuery query) throws SQLException {
        try (PreparedStatement find =
                connection.prepareStatement("SELECT id, unit FROM series WHERE farm = ? AND point = ?")) {
            find.setString(1, query.farm().value());
            find.setString(2, query.point());
            try (ResultSet rows = find.executeQuery()) {
                return rows.next() ? new Identity(rows.getInt(1), rows.getString(2)) : null;
            }
        }
    }

    private StaleHours stale(int series, SeriesQuery query) throws SQLException {
        StaleHours stale = new StaleHours();
        try (PreparedStatement find = connection.prepareStatement(
                "SELECT day, hours FROM stale WHERE series IN (?, ?) AND day BETWEEN ? AND ? ORDER BY day")) {
            find.setInt(1, TelemetrySchema.EVERY_SERIES);
            find.setInt(2, series);
            find.setLong(3, StaleHours.epochDay(query.from().toEpochMilli()));
            find.setLong(4, StaleHours.epochDay(query.to().toEpochMilli()));
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    stale.add(rows.getLong(1), rows.getInt(2));
                }
            }
        }
        return stale;
    }

    private void read(Partition partition, SeriesPlan.Stretch stretch, int series, SeriesPlan plan, BucketMerger into)
            throws SQLException {
        boolean raw = partition.resolution() == Resolution.RAW;
        long fromMs = Math.max(stretch.fromMs(), partition.startMs());
        long toMs = Math.min(stretch.toMs(), partition.endMs());
        String source = raw ? readings(partition.table()) : rollups(partition.table());
        try (PreparedStatement buckets = connection.prepareStatement(
                "SELECT (at - ?1) / ?2 AS bucket, min(min), sum(sum), max(max), sum(count) FROM (" + source
                        + ") WHERE at >= ?4 AND at < ?5 GROUP BY bucket ORDER BY bucket")) {
            buckets.setLong(1, plan.originMs());
            buckets.setLong(2, plan.bucketMs());
            buckets.setInt(3, series);
            buckets.setLong(4, fromMs);
            buckets.setLong(5, toMs);
            if (raw) {
                buckets.setInt(6, ReadingKey.block(fromMs));
                buckets.setInt(7, ReadingKey.block(toMs - 1));
                buckets.setLong(8, partition.startMs());
            }
            try (ResultSet rows = buckets.executeQuery()) {
                while (rows.next()) {
                    into.add(rows.getLong(1), rows.getDouble(2), rows.getDouble(3), rows.getDouble(4), rows.getLong(5));
                }
            }
        }
    }

    private static String rollups(String table) {
        return "SELECT at, min, sum, max, count FROM " + table + " WHERE series = ?3";
    }

    /** Found block by block, from ?6 to ?7. */
    private static String readings(String table) {
        return "WITH RECURSIVE blocks(block) AS (SELECT ?6 UNION ALL SELECT block + 1 FROM blocks WHERE block < ?7)"
                + " SELECT " + ReadingKey.sqlTimeMs("?8", "key")
                + " AS at, value AS min, value AS sum, value AS max, 1 AS count FROM blocks CROSS JOIN " + table
                + " ON key BETWEEN " + ReadingKey.sqlFirst("block", "?3") + " AND "
                + ReadingKey.sqlLast("block", "?3");
    }
}
