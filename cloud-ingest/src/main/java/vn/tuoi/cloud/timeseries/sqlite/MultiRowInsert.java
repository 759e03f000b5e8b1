package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code INSERT … VALUES (?,?,?),(?,?,?),…} of (series, time, number) into one table, a hundred rows a statement: three
 * times cheaper than row by row. Not thread-safe.
 */
final class MultiRowInsert implements AutoCloseable {
    private static final int[] ROWS = {100, 10, 1};

    /** When the columns are series, time and number as they come. */
    static final String PLAIN_ROW = "$s,$t,$n";

    private final PreparedStatement[] statements = new PreparedStatement[ROWS.length];

    /**
     * Prepares the statements.
     *
     * @param into the table and its columns, e.g. {@code latest (series, at, value)}
     * @param row what goes into them, of {@code $s}, {@code $t} and {@code $n} for series, time and number
     * @param conflict what follows the values, e.g. {@code ON CONFLICT …}
     */
    MultiRowInsert(Connection writer, String into, String row, String conflict) throws SQLException {
        for (int i = 0; i < ROWS.length; i++) {
            String values = IntStream.range(0, ROWS[i])
                    .mapToObj(number -> "(" + numbered(row, 3 * number) + ")")
                    .collect(Collectors.joining(","));
            statements[i] = writer.prepareStatement("INSERT INTO " + into + " VALUES " + values + " " + conflict);
        }
    }

    private static String numbered(String row, int before) {
        return row.replace("$s", "?" + (before + 1))
                .replace("$t", "?" + (before + 2))
                .replace("$n", "?" + (before + 3));
    }

    /** Inserts rows {@code from} (included) to {@code to} (not included). */
    void insert(Rows rows, int from, int to) throws SQLException {
        int row = from;
        for (int i = 0; i < ROWS.length; i++) {
            PreparedStatement statement = statements[i];
            while (to - row >= ROWS[i]) {
                int parameter = 1;
                for (int end = row + ROWS[i]; row < end; row++) {
                    statement.setInt(parameter++, rows.series[row]);
                    statement.setLong(parameter++, rows.times[row]);
                    statement.setDouble(parameter++, rows.values[row]);
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
