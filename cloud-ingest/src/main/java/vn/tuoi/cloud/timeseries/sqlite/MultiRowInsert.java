package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * {@code INSERT … VALUES (?,?,?),(?,?,?),…} of (series, at, value) into one table, a hundred rows a statement: three
 * times cheaper than row by row. Not thread-safe.
 */
final class MultiRowInsert implements AutoCloseable {
    private static final int[] ROWS = {100, 10, 1};

    private final PreparedStatement[] statements = new PreparedStatement[ROWS.length];

    /** @param conflict what follows the values, e.g. {@code ON CONFLICT …} */
    MultiRowInsert(Connection writer, String table, String conflict) throws SQLException {
        for (int i = 0; i < ROWS.length; i++) {
            String values = "(?,?,?)" + ",(?,?,?)".repeat(ROWS[i] - 1);
            statements[i] = writer.prepareStatement(
                    "INSERT INTO " + table + " (series, at, value) VALUES " + values + " " + conflict);
        }
    }

    /** Inserts rows {@code from} (included) to {@code to} (not included). */
    void insert(int[] series, long[] timesMs, double[] values, int from, int to) throws SQLException {
        int row = from;
        for (int i = 0; i < ROWS.length; i++) {
            PreparedStatement statement = statements[i];
            while (to - row >= ROWS[i]) {
                int parameter = 1;
                for (int end = row + ROWS[i]; row < end; row++) {
                    statement.setInt(parameter++, series[row]);
                    statement.setLong(parameter++, timesMs[row]);
                    statement.setDouble(parameter++, values[row]);
                }
                statement.executeUpdate();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements) {
            statement.close();
        }
    }
}
