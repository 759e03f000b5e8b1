package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.StaleHours;

/** The one writer of readings: a batch is one transaction. Used under the file's write lock, not thread-safe. */
final class TelemetryWriter implements AutoCloseable {
    private static final String KEEP_LAST_WRITTEN = "ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    private static final String ADD_HOURS =
            "ON CONFLICT (series, day) DO UPDATE SET hours = stale.hours | excluded.hours";

    /** The first time after the last that a table can be named for. */
    private static final long END_OF_TIME_MS = 253_402_300_800_000L;

    private final Connection connection;
    private final TelemetrySchema schema;
    private final StaleMarks marks;
    private final SeriesDictionary dictionary;
    private final LatestTable latest;
    private final RecentQuarters recent;
    private final MultiRowInsert stale;
    private final PreparedDays<MultiRowInsert> days = new PreparedDays<>(this::insertInto);
    private final RowSorter sorter = new RowSorter();
    private final Rows arrived = new Rows();
    private final Rows rows = new Rows();
    private final Rows newest = new Rows();
    private final Rows newlyStale = new Rows();

    /** @param marks what is known to be in table {@code stale} */
    TelemetryWriter(
            Connection connection, TelemetrySchema schema, StaleMarks marks, LatestTable latest, RecentQuarters recent)
            throws SQLException {
        this.connection = connection;
        this.schema = schema;
        this.marks = marks;
        this.dictionary = new SeriesDictionary(connection);
        this.latest = latest;
        this.recent = recent;
        this.stale = new MultiRowInsert(connection, "INSERT INTO stale (series, day, hours)", 3, ADD_HOURS);
    }

    /** Stores a batch durably that came at {@code nowMs}; returns how many rows were refused for good. */
    int write(ReadingBatch batch, long nowMs) throws SQLException {
        try {
            return insertAndCommit(batch, nowMs);
        } catch (SQLException | RuntimeException | Error e) {
            dictionary.rolledBack();
            schema.rolledBack();
            latest.rolledBack();
            recent.clear();
            // some of them were not in the table before
            marks.clear();
            try {
                forgetDays();
                connection.rollback();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private int insertAndCommit(ReadingBatch batch, long nowMs) throws SQLException {
        arrived.clear();
        for (int i = 0; i < batch.size(); i++) {
            if (canBeKept(batch.timeMs(i))) {
                int id = dictionary.id(connection, batch.farm(i), batch.point(i), batch.unit(i));
                if (id != SeriesDictionary.NONE) {
                    arrived.add(id, batch.timeMs(i), batch.value(i));
                }
            }
        }
        sorter.sort(arrived, rows);
        newest.clear();
        latest.beforeCommit();
        int from = 0;
        while (from < rows.size()) {
            long day = StaleHours.epochDay(rows.times[from]);
            int to = from + 1;
            while (to < rows.size() && StaleHours.epochDay(rows.times[to]) == day) {
                to++;
            }
            days.of(day).insert(from, to, this::bindReading);
            insertSummaries(day, from, to);
            from = to;
        }
        connection.commit();
        dictionary.committed();
        schema.committed();
        recent.add(rows, latest::timeMs);
        latest.committed(newest, nowMs);
        return batch.size() - rows.size();
    }

    private void bindReading(PreparedStatement statement, int parameter, int row) throws SQLException {
        statement.setLong(parameter, ReadingKey.of(rows.series[row], rows.times[row]));
        statement.setDouble(parameter + 1, rows.values[row]);
    }

    private boolean canBeKept(long timeMs) {
        return timeMs >= 0 && timeMs < END_OF_TIME_MS && StaleHours.epochDay(timeMs) >= schema.rawFromDay();
    }

    /** What a day's rows mean for the latest values and for {@code stale}. */
    private void insertSummaries(long day, int from, int to) throws SQLException {
        newlyStale.clear();
        for (int i = from; i < to; i++) {
            if (marks.add(rows.series[i], rows.times[i])) {
                newlyStale.add(rows.series[i], day, StaleHours.bit(rows.times[i]));
            }
            // those of a series and block follow one another in order of time
            if (i + 1 == to || rows.series[i + 1] != rows.series[i]) {
                newest.add(rows.series[i], rows.times[i], rows.values[i]);
            }
        }
        stale.insert(0, newlyStale.size(), this::bindStale);
    }

    private void bindStale(PreparedStatement statement, int parameter, int row) throws SQLException {
        statement.setInt(parameter, newlyStale.series[row]);
        statement.setLong(parameter + 1, newlyStale.times[row]);
        statement.setInt(parameter + 2, (int) newlyStale.values[row]);
    }

    private MultiRowInsert insertInto(long epochDay) throws SQLException {
        Partition partition = Partition.of(Resolution.RAW, epochDay * Resolution.DAY.stepMs());
        schema.ensure(partition);
        return new MultiRowInsert(
                connection, "INSERT INTO " + partition.table() + " (key, value)", 2, KEEP_LAST_WRITTEN);
    }

    /** Lets go of the statements of all days, before a table is dropped. */
    void forgetDays() throws SQLException {
        days.close();
    }

    @Override
    public void close() throws SQLException {
        latest.close();
        stale.close();
        forgetDays();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("PRAGMA optimize");
        }
        connection.close();
    }
}
