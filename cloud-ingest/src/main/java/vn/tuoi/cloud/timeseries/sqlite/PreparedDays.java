package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Statements on the tables of the days used last, because making them costs as much as some hundred uses. Others are
 * made again when they are needed. Not thread-safe.
 */
final class PreparedDays<S extends PreparedDays.Statements> implements AutoCloseable {
    private static final int MAX_DAYS = 8;

    /** What is prepared for a day. */
    interface Statements extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }

    /** Makes what is prepared for a day. */
    interface Maker<S> {
        S make(long epochDay) throws SQLException;
    }

    private final Maker<S> maker;
    private final Map<Long, S> days = new LinkedHashMap<>(16, 0.75f, true);

    PreparedDays(Maker<S> maker) {
        this.maker = maker;
    }

    S of(long epochDay) throws SQLException {
        S statements = days.get(epochDay);
        if (statements == null) {
            if (days.size() >= MAX_DAYS) {
                var eldest = days.entrySet().iterator();
                eldest.next().getValue().close();
                eldest.remove();
            }
            statements = maker.make(epochDay);
            days.put(epochDay, statements);
        }
        return statements;
    }

    /** Closes all; what is asked for afterwards is made again. */
    @Override
    public void close() throws SQLException {
        for (S statements : days.values()) {
            statements.close();
        }
        days.clear();
    }
}
