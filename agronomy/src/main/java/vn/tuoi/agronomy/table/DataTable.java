package vn.tuoi.agronomy.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A table that ships with the code: comment lines that begin with {@code #} (its source), a header line, rows of comma-separated
 * cells without quotes. A mistake in it is a bug of the build, so it throws unchecked, naming file and line. Immutable.
 */
public final class DataTable {

    private final String name;
    private final List<Row> rows;

    private DataTable(String name, List<Row> rows) {
        this.name = name;
        this.rows = rows;
    }

    /** Reads a table from the resources beside a class. */
    public static DataTable beside(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("table " + resource + " is missing beside " + owner.getName());
            }
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataTable read(BufferedReader lines, String name) throws IOException {
        List<String> header = List.of();
        List<Row> rows = new ArrayList<>();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> cells = List.of(line.split(",", -1));
            if (header.isEmpty()) {
                header = cells;
                continue;
            }
            if (cells.size() != header.size()) {
                throw new IllegalStateException(
                        name + ":" + number + ": " + cells.size() + " cells under " + header.size() + " headers");
            }
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                row.put(header.get(i), cells.get(i).strip());
            }
            rows.add(new Row(name + ":" + number, row));
        }
        return new DataTable(name, List.copyOf(rows));
    }

    /** The rows in the order of the file. */
    public List<Row> rows() {
        return rows;
    }

    @Override
    public String toString() {
        return name;
    }

    /** One row; cells by the name of their column. */
    public static final class Row {

        private final String where;
        private final Map<String, String> cells;

        private Row(String where, Map<String, String> cells) {
            this.where = where;
            this.cells = cells;
        }

        /** The text of a cell. */
        public String text(String column) {
            String cell = cells.get(column);
            if (cell == null) {
                throw new IllegalStateException(where + ": no column " + column);
            }
            return cell;
        }

        /** The number of a cell that has one. */
        public double number(String column) {
            try {
                return Double.parseDouble(text(column));
            } catch (NumberFormatException e) {
                throw new IllegalStateException(where + ": column " + column + " is not a number", e);
            }
        }

        /** The number of a cell that may be empty. */
        public OptionalDouble maybe(String column) {
            return text(column).isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(number(column));
        }
    }
}
