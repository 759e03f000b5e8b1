package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;

/** {@code INSERT … VALUES (?,?),(?,?),…}, a hundred rows a statement: three times cheaper than row by row. Not thread-safe. */
final class MultiRowInsert implements PreparedDays.Statements {
    private static final int[] ROWS = {100, 10, 1};

    private final int columns;
    private final PreparedStatement[] statements = new PreparedStatement[ROWS.length];

    /** Sets the columns of a row, the first of which is {@code parameter}. */
    interface RowBinder {
        void bind(PreparedStatement statement, int parameter, int row) throws SQLException;
    }

    /**
     * Prepares the statements.
     *
     * @param into the statement up to its values, e.g. {@code INSERT INTO latest (series, at, value)}
     * @param columns of a row
     * @param conflict what follows the values, e.g. {@code ON CONFLICT …}
     */
    MultiRowInsert(Connection writer, String into, int columns, String conflict) throws SQLException {
        this.columns = columns;
        String row = "(" + String.join(",", Collections.nCopies(columns, "?")) + ")";
        for (int i = 0; i < ROWS.length; i++) {
            String values = String.join(",", Collections.nCopies(ROWS[i], row));
            statements[i] = writer.prepareStatement(into + " VALUES " + values + " " + conflict);
        }
    }

    /** Inserts rows {@code from} (included) to {@code to} (not included). */
    void insert(int from, int to, RowBinder binder) throws SQLException {
        int row = from;
        for (int i = 0; i < ROWS.length; i++) {
            PreparedStatement statement = statements[i];
            while (to - row >= ROWS[i]) {
                int parameter = 1;
                for (int end = row + ROWS[i]; row < end; row++) {
                    binder.bind(statement, parameter, row);
                    parameter += columns;
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
