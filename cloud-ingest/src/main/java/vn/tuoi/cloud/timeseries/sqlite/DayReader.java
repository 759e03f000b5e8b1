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

    /** Positions are {@code block:series:time}; empty at the day's end. One of another form begins the day anew. */
    Optional<String> readPage(LocalDate day, String position, int maxRows, ReadingBatch into) throws SQLException {
        String table = new Partition(Resolution.RAW, day).table();
        if (!TelemetrySchema.tables(connection).contains(table)) {
            return Optional.empty();
        }
        String[] parts = position.split(":", -1);
        boolean begun = parts.length == 3;
        int block = begun ? Integer.parseInt(parts[0]) : 0;
        int series = begun ? Integer.parseInt(parts[1]) : 0;
        long timeMs = begun ? Long.parseLong(parts[2]) : 0;
        int read = 0;
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT r.block, r.series, s.farm, s.point, s.unit, r.at, r.value FROM " + table
                        + " r JOIN series s ON s.id = r.series WHERE (r.block, r.series, r.at) > (?, ?, ?)"
                        + " ORDER BY r.block, r.series, r.at LIMIT ?")) {
            query.setInt(1, block);
            query.setInt(2, series);
            query.setLong(3, timeMs);
            query.setInt(4, maxRows);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    block = rows.getInt(1);
                    series = rows.getInt(2);
                    timeMs = rows.getLong(6);
                    into.add(rows.getString(3), rows.getString(4), rows.getString(5), timeMs, rows.getDouble(7));
                    read++;
                }
            }
        }
        return read < maxRows ? Optional.empty() : Optional.of(block + ":" + series + ":" + timeMs);
    }
}
