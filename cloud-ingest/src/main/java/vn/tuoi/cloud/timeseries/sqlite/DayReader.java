package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.Resolution;

/** Reads whole days of readings, for copying. */
final class DayReader {
    private final Connection connection;

    /** @param connection in a transaction that the caller ends */
    DayReader(Connection connection) {
        this.connection = connection;
    }

    SortedMap<LocalDate, Long> countByDay() throws SQLException {
        SortedMap<LocalDate, Long> counts = new TreeMap<>();
        for (String table : TelemetrySchema.tables(connection)) {
            Partition partition = Partition.named(table);
            if (partition != null && partition.resolution() == Resolution.RAW) {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
                    if (row.getLong(1) > 0) {
                        counts.put(partition.start(), row.getLong(1));
                    }
                }
            }
        }
        return counts;
    }

    /** Positions are keys; empty at the day's end. One of another form, as earlier versions gave, begins the day anew. */
    Optional<String> readPage(LocalDate day, String position, int maxRows, ReadingBatch into) throws SQLException {
        String table = new Partition(Resolution.RAW, day).table();
        if (!TelemetrySchema.tables(connection).contains(table)) {
            return Optional.empty();
        }
        long key = position.matches("\\d{1,18}") ? Long.parseLong(position) : -1;
        long dayMs = day.toEpochDay() * Resolution.DAY.stepMs();
        int read = 0;
        try (PreparedStatement query =
                connection.prepareStatement("SELECT readings.key, farm, point, unit, readings.value FROM " + table
                        + " AS readings CROSS JOIN series ON id = " + ReadingKey.sqlSeries("readings.key")
                        + " WHERE readings.key > ? ORDER BY readings.key LIMIT ?")) {
            query.setLong(1, key);
            query.setInt(2, maxRows);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    key = rows.getLong(1);
                    into.add(
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            ReadingKey.timeMs(dayMs, key),
                            rows.getDouble(5));
                    read++;
                }
            }
        }
        return read < maxRows ? Optional.empty() : Optional.of(Long.toString(key));
    }
}
