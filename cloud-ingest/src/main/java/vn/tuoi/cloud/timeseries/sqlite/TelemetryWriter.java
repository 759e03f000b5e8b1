package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.timeseries.ReadingBatch;

/** The one writer of the file: a batch is one transaction. Not thread-safe. */
final class TelemetryWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryWriter.class);
    private static final String KEEP_LAST_WRITTEN = "ON CONFLICT (series, at) DO UPDATE SET value = excluded.value";
    private static final String KEEP_NEWEST = "ON CONFLICT (series) DO UPDATE SET at = excluded.at,"
            + " value = excluded.value WHERE excluded.at >= latest.at";

    /** Late data touches old days now and then; their statements are made again when needed. */
    private static final int MAX_PREPARED_DAYS = 8;

    private final Connection connection;
    private final TelemetrySchema schema;
    private final long keepDays;
    private final SeriesDictionary dictionary;
    private final MultiRowInsert latest;
    private final Map<Long, MultiRowInsert> days = new LinkedHashMap<>(16, 0.75f, true);
    private final SortedRows rows = new SortedRows();
    private final SortedRows newest = new SortedRows();

    TelemetryWriter(Connection connection, TelemetrySchema schema, long keepDays) throws SQLException {
        this.keepDays = keepDays;
        this.connection = connection;
        this.schema = schema;
        this.dictionary = new SeriesDictionary(connection);
        this.latest = new MultiRowInsert(connection, "latest", KEEP_NEWEST);
        connection.setAutoCommit(false);
    }

    /** Stores a batch durably; returns how many rows were refused for good. */
    int write(ReadingBatch batch) throws SQLException {
        try {
            return insertAndCommit(batch);
        } catch (SQLException | RuntimeException | Error e) {
            dictionary.rolledBack();
            try {
                connection.rollback();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private int insertAndCommit(ReadingBatch batch) throws SQLException {
        rows.clear();
        for (int i = 0; i < batch.size(); i++) {
            int id = dictionary.id(connection, batch.farm(i), batch.point(i), batch.unit(i));
            if (id != SeriesDictionary.NONE) {
                rows.add(id, batch.timeMs(i), batch.value(i));
            }
        }
        rows.sort();
        List<Long> touched = new ArrayList<>();
        int from = 0;
        while (from < rows.size()) {
            long day = TelemetrySchema.epochDay(rows.timesMs[from]);
            int to = from + 1;
            while (to < rows.size() && TelemetrySchema.epochDay(rows.timesMs[to]) == day) {
                to++;
            }
            schema.ensureDay(connection, day);
            day(day).insert(rows.series, rows.timesMs, rows.values, from, to);
            touched.add(day);
            insertLatest(from, to);
            from = to;
        }
        connection.commit();
        dictionary.committed();
        boolean newDay = false;
        for (long day : touched) {
            newDay |= schema.dayCommitted(day);
        }
        if (newDay) {
            forgetOldDays();
        }
        return batch.size() - rows.size();
    }

    /** The batch is durable already: a failure here must not make it look lost, and the next new day tries again. */
    private void forgetOldDays() throws SQLException {
        try {
            for (MultiRowInsert day : days.values()) {
                day.close();
            }
            days.clear();
            schema.dropOld(connection, keepDays);
        } catch (SQLException e) {
            LOG.warn("old days of telemetry were not dropped: {}", e.toString());
            connection.rollback();
        }
    }

    /** Within a day the last row of a series is its newest. */
    private void insertLatest(int from, int to) throws SQLException {
        newest.clear();
        for (int i = from; i < to; i++) {
            if (i + 1 == to || rows.series[i + 1] != rows.series[i]) {
                newest.add(rows.series[i], rows.timesMs[i], rows.values[i]);
            }
        }
        newest.sort();
        latest.insert(newest.series, newest.timesMs, newest.values, 0, newest.size());
    }

    private MultiRowInsert day(long epochDay) throws SQLException {
        MultiRowInsert insert = days.get(epochDay);
        if (insert == null) {
            if (days.size() >= MAX_PREPARED_DAYS) {
                var eldest = days.entrySet().iterator();
                eldest.next().getValue().close();
                eldest.remove();
            }
            insert = new MultiRowInsert(connection, TelemetrySchema.table(epochDay), KEEP_LAST_WRITTEN);
            days.put(epochDay, insert);
        }
        return insert;
    }

    @Override
    public void close() throws SQLException {
        latest.close();
        for (MultiRowInsert day : days.values()) {
            day.close();
        }
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("PRAGMA optimize");
        }
        connection.close();
    }
}
