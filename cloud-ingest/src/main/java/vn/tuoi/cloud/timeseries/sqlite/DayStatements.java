package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import vn.tuoi.cloud.timeseries.Resolution;

/** The statements that compute the rollups of one day, a series at a time. Not thread-safe. */
final class DayStatements implements AutoCloseable {
    private static final long HOUR_MS = Resolution.HOUR.stepMs();
    private static final long DAY_MS = Resolution.DAY.stepMs();

    private final long dayMs;
    private final PreparedStatement quarters;
    private final PreparedStatement hours;
    private final PreparedStatement sixHours;
    private final PreparedStatement day;
    private final PreparedStatement series;

    /** Makes the tables that are missing; the day's readings have one. */
    DayStatements(Connection connection, TelemetrySchema schema, long epochDay) throws SQLException {
        this.dayMs = epochDay * DAY_MS;
        Partition ofReadings = Partition.of(Resolution.RAW, dayMs);
        Partition ofQuarters = Partition.of(Resolution.QUARTER_HOUR, dayMs);
        Partition ofHours = Partition.of(Resolution.HOUR, dayMs);
        Partition ofSixHours = Partition.of(Resolution.SIX_HOURS, dayMs);
        Partition ofDays = Partition.of(Resolution.DAY, dayMs);
        schema.ensure(ofQuarters);
        schema.ensure(ofHours);
        schema.ensure(ofSixHours);
        schema.ensure(ofDays);
        this.quarters = connection.prepareStatement(quarters(ofReadings, ofQuarters));
        String fromRollups = "min(min), sum(sum), max(max), sum(count)";
        this.hours = connection.prepareStatement(rollUp(ofQuarters, ofHours, fromRollups));
        this.sixHours = connection.prepareStatement(rollUp(ofHours, ofSixHours, fromRollups));
        this.day = connection.prepareStatement(rollUp(ofSixHours, ofDays, fromRollups));
        this.series = connection.prepareStatement(Blocks.sqlFromTo("0", Integer.toString(Blocks.PER_DAY - 1))
                + " SELECT min((SELECT min(series) FROM " + ofReadings.table()
                + " AS readings WHERE readings.block = blocks.block AND series > ?)) FROM blocks");
    }

    /** A block is a quarter hour. */
    private static String quarters(Partition readings, Partition into) {
        return Blocks.sqlFromTo(Blocks.sqlOf("?2"), Blocks.sqlOf("(?3 - 1)")) + " INSERT OR REPLACE INTO "
                + into.table()
                + " (series, at, min, sum, max, count) SELECT ?1, min(at) / " + Blocks.STEP_MS + " * "
                + Blocks.STEP_MS + ", min(value), sum(value), max(value), count(*) FROM "
                + Blocks.sqlJoin(readings.table(), "?1") + " GROUP BY readings.block";
    }

    private static String rollUp(Partition from, Partition into, String aggregates) {
        String step = Long.toString(into.resolution().stepMs());
        return "INSERT OR REPLACE INTO " + into.table() + " (series, at, min, sum, max, count)"
                + " SELECT ?1, at / " + step + " * " + step + ", " + aggregates + " FROM " + from.table()
                + " WHERE series = ?1 AND at >= ?2 AND at < ?3 GROUP BY at / " + step;
    }

    /** The quarters and hours from the first of {@code hourBits} to the last, and the six hours that they belong to. */
    void rollHours(int seriesId, int hourBits) throws SQLException {
        long fromMs = dayMs + Integer.numberOfTrailingZeros(hourBits) * HOUR_MS;
        long toMs = dayMs + (Integer.SIZE - Integer.numberOfLeadingZeros(hourBits)) * HOUR_MS;
        run(quarters, seriesId, fromMs, toMs);
        run(hours, seriesId, fromMs, toMs);
        run(sixHours, seriesId, Resolution.SIX_HOURS.floor(fromMs), Resolution.SIX_HOURS.ceil(toMs));
    }

    /** The day, from its six hours. */
    void rollDay(int seriesId) throws SQLException {
        run(day, seriesId, dayMs, dayMs + DAY_MS);
    }

    private static void run(PreparedStatement statement, int seriesId, long fromMs, long toMs) throws SQLException {
        statement.setInt(1, seriesId);
        statement.setLong(2, fromMs);
        statement.setLong(3, toMs);
        statement.executeUpdate();
    }

    /** The first series above {@code seriesId} that has readings on the day; 0 when there is none. */
    int nextSeries(int seriesId) throws SQLException {
        series.setInt(1, seriesId);
        try (ResultSet row = series.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    @Override
    public void close() throws SQLException {
        quarters.close();
        hours.close();
        sixHours.close();
        day.close();
        series.close();
    }
}
