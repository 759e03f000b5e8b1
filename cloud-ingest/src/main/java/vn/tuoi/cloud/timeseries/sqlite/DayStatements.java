package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import vn.tuoi.cloud.timeseries.Resolution;

/**
 * The statements that compute the rollups of one day, for series whose ids follow one another: what one statement costs
 * is more than what a series does in it. Not thread-safe.
 */
final class DayStatements implements PreparedDays.Statements {
    private static final long QUARTER_MS = Resolution.QUARTER_HOUR.stepMs();
    private static final int BLOCKS_PER_QUARTER = (int) (QUARTER_MS / ReadingKey.BLOCK_MS);
    private static final long HOUR_MS = Resolution.HOUR.stepMs();
    private static final long DAY_MS = Resolution.DAY.stepMs();

    private final RecentQuarters recent;
    private final long dayMs;
    private final SeriesSums quarter = new SeriesSums();
    private final PreparedStatement readings;
    private final MultiRowInsert quarters;
    private final PreparedStatement hours;
    private final PreparedStatement sixHours;
    private final PreparedStatement day;
    private final PreparedStatement series;

    /** Makes the tables that are missing; the day's readings have one. */
    DayStatements(Connection connection, TelemetrySchema schema, RecentQuarters recent, long epochDay)
            throws SQLException {
        this.recent = recent;
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
        this.readings = connection.prepareStatement(String.join(
                " UNION ALL ",
                Collections.nCopies(
                        BLOCKS_PER_QUARTER,
                        "SELECT key, value FROM " + ofReadings.table() + " WHERE key BETWEEN ? AND ?")));
        this.quarters = new MultiRowInsert(connection, into(ofQuarters), 6, "");
        this.hours = connection.prepareStatement(rollUp(ofQuarters, ofHours));
        this.sixHours = connection.prepareStatement(rollUp(ofHours, ofSixHours));
        this.day = connection.prepareStatement(rollUp(ofSixHours, ofDays));
        this.series = connection.prepareStatement("WITH RECURSIVE blocks(block) AS"
                + " (SELECT 0 UNION ALL SELECT block + 1 FROM blocks WHERE block < " + (ReadingKey.BLOCKS_PER_DAY - 1)
                + ") SELECT min((SELECT " + ReadingKey.sqlSeries("min(key)") + " FROM " + ofReadings.table()
                + " WHERE key > " + ReadingKey.sqlLast("block", "?") + " AND key < "
                + ReadingKey.sqlFirst("(block + 1)", "0") + ")) FROM blocks");
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
        for (long quarterMs = fromMs; quarterMs < toMs; quarterMs += QUARTER_MS) {
            rollQuarter(firstSeries, lastSeries, quarterMs);
        }
        run(hours, firstSeries, lastSeries, fromMs, toMs);
        run(sixHours, firstSeries, lastSeries, Resolution.SIX_HOURS.floor(fromMs), Resolution.SIX_HOURS.ceil(toMs));
    }

    private void rollQuarter(int firstSeries, int lastSeries, long quarterMs) throws SQLException {
        quarter.begin(firstSeries, lastSeries);
        int series = firstSeries;
        while (series <= lastSeries) {
            if (recent.knows(series, quarterMs)) {
                recent.addTo(quarter, series, quarterMs);
                series++;
            } else {
                int last = series;
                while (last < lastSeries && !recent.knows(last + 1, quarterMs)) {
                    last++;
                }
                addReadings(series, last, quarterMs);
                series = last + 1;
            }
        }
        int size = quarter.end();
        Sums sums = quarter.sums;
        quarters.insert(0, size, (statement, parameter, row) -> {
            statement.setInt(parameter, quarter.series[row]);
            statement.setLong(parameter + 1, quarterMs);
            statement.setDouble(parameter + 2, sums.mins[row]);
            statement.setDouble(parameter + 3, sums.sums[row]);
            statement.setDouble(parameter + 4, sums.maxs[row]);
            statement.setInt(parameter + 5, sums.counts[row]);
        });
        recent.forget(firstSeries, lastSeries, quarterMs);
    }

    private void addReadings(int firstSeries, int lastSeries, long quarterMs) throws SQLException {
        int firstBlock = ReadingKey.block(quarterMs);
        for (int i = 0; i < BLOCKS_PER_QUARTER; i++) {
            readings.setLong(2 * i + 1, ReadingKey.first(firstBlock + i, firstSeries));
            readings.setLong(2 * i + 2, ReadingKey.last(firstBlock + i, lastSeries));
        }
        try (ResultSet rows = readings.executeQuery()) {
            while (rows.next()) {
                quarter.add(ReadingKey.series(rows.getLong(1)), rows.getDouble(2));
            }
        }
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
        readings.close();
        quarters.close();
        hours.close();
        sixHours.close();
        day.close();
        series.close();
    }
}
