package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import vn.tuoi.cloud.timeseries.Resolution;

/**
 * The statements that compute the rollups of one day, for series whose ids follow one another: what one statement costs
 * is more than what a series does in it. Not thread-safe.
 */
final class DayStatements implements AutoCloseable {
    private static final long HOUR_MS = Resolution.HOUR.stepMs();
    private static final long DAY_MS = Resolution.DAY.stepMs();

    private final long dayMs;
    private final PreparedStatement quarter;
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
        this.quarter = connection.prepareStatement(into(ofQuarters)
                + " SELECT series, ?4, min(value), sum(value), max(value), count(*) FROM " + ofReadings.table()
                + " WHERE block = ?3 AND series BETWEEN ?1 AND ?2 GROUP BY series");
        this.hours = connection.prepareStatement(rollUp(ofQuarters, ofHours));
        this.sixHours = connection.prepareStatement(rollUp(ofHours, ofSixHours));
        this.day = connection.prepareStatement(rollUp(ofSixHours, ofDays));
        this.series = connection.prepareStatement(Blocks.sqlFromTo("0", Integer.toString(Blocks.PER_DAY - 1))
                + " SELECT min((SELECT min(series) FROM " + ofReadings.table()
                + " AS readings WHERE readings.block = blocks.block AND series > ?)) FROM blocks");
    }

    private static String into(Partition rollup) {
        return "INSERT OR REPLACE INTO " + rollup.table() + " (series, at, min, sum, max, count)";
    }

    /** Series by series, each a short way of its own down the table. */
    private static String rollUp(Partition from, Partition into) {
        String step = Long.toString(into.resolution().stepMs());
        return "WITH RECURSIVE wanted(id) AS (SELECT ?1 UNION ALL SELECT id + 1 FROM wanted WHERE id < ?2) "
                + into(into) + " SELECT series, at / " + step + " * " + step
                + ", min(min), sum(sum), max(max), sum(count) FROM wanted CROSS JOIN " + from.table()
                + " ON series = id AND at >= ?3 AND at < ?4 GROUP BY series, at / " + step;
    }

    /** The quarters and hours from the first of {@code hourBits} to the last, and the six hours that they belong to. */
    void rollHours(int firstSeries, int lastSeries, int hourBits) throws SQLException {
        long fromMs = dayMs + Integer.numberOfTrailingZeros(hourBits) * HOUR_MS;
        long toMs = dayMs + (Integer.SIZE - Integer.numberOfLeadingZeros(hourBits)) * HOUR_MS;
        for (long quarterMs = fromMs; quarterMs < toMs; quarterMs += Blocks.STEP_MS) {
            run(quarter, firstSeries, lastSeries, Blocks.of(quarterMs), quarterMs);
        }
        run(hours, firstSeries, lastSeries, fromMs, toMs);
        run(sixHours, firstSeries, lastSeries, Resolution.SIX_HOURS.floor(fromMs), Resolution.SIX_HOURS.ceil(toMs));
    }

    /** The day, from its six hours. */
    void rollDay(int firstSeries, int lastSeries) throws SQLException {
        run(day, firstSeries, lastSeries, dayMs, dayMs + DAY_MS);
    }

    private static void run(PreparedStatement statement, int firstSeries, int lastSeries, long third, long fourth)
            throws SQLException {
        statement.setInt(1, firstSeries);
        statement.setInt(2, lastSeries);
        statement.setLong(3, third);
        statement.setLong(4, fourth);
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
        quarter.close();
        hours.close();
        sixHours.close();
        day.close();
        series.close();
    }
}
