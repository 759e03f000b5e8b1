package vn.tuoi.agronomy.weather;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The decoder of daily weather files: a header line that names the columns ({@code date} and any {@link WeatherColumn}), then one
 * line a day; lines that begin with {@code #} are comments; an empty cell, {@code NaN} or {@code NA} was not measured. Days must
 * follow each other without a gap. At most {@value #MAX_DAYS} days. Stateless, thread-safe.
 */
public final class WeatherCsv {

    /** Longest series taken: two hundred years. */
    public static final int MAX_DAYS = 73_200;

    private static final Set<String> NOT_MEASURED = Set.of("", "nan", "na");

    private WeatherCsv() {}

    /** A header cell: a known column, or null for the date. */
    private record Heading(List<@Nullable WeatherColumn> columns) {}

    /**
     * Reads a whole file whose {@code wind_ms} column, if any, was measured at 2 m.
     *
     * @see #read(Reader, String, double)
     */
    public static WeatherSeries read(Reader reader, String file) throws IOException, WeatherFormatException {
        return read(reader, file, 2.0);
    }

    /**
     * Reads a whole file.
     *
     * @param reader the text; read to its end, not closed
     * @param file its name, for messages
     * @param windHeightMetres height of the instrument behind {@code wind_ms}
     * @throws WeatherFormatException naming line and column when anything is not as stated
     */
    public static WeatherSeries read(Reader reader, String file, double windHeightMetres)
            throws IOException, WeatherFormatException {
        BufferedReader lines = new BufferedReader(reader);
        Heading heading = null;
        List<WeatherDay> days = new ArrayList<>();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
            if (text.isBlank() || text.stripLeading().startsWith("#")) {
                continue;
            }
            if (heading == null) {
                heading = heading(text, file, number);
                continue;
            }
            WeatherDay day = day(heading, text, file, number, windHeightMetres);
            if (!days.isEmpty()) {
                LocalDate expected = days.get(days.size() - 1).date().plusDays(1);
                if (!day.date().equals(expected)) {
                    throw new WeatherFormatException(
                            file, number, "date is " + day.date() + ", must be the next day, " + expected);
                }
            }
            if (days.size() == MAX_DAYS) {
                throw new WeatherFormatException(file, number, "more than " + MAX_DAYS + " days");
            }
            days.add(day);
        }
        if (heading == null) {
            throw new WeatherFormatException(
                    file, number, "no header line; expected names from: " + WeatherColumn.known());
        }
        if (days.isEmpty()) {
            throw new WeatherFormatException(file, number, "no day of weather below the header");
        }
        return new WeatherSeries(days);
    }

    private static Heading heading(String line, String file, int number) throws WeatherFormatException {
        List<@Nullable WeatherColumn> columns = new ArrayList<>();
        boolean dated = false;
        for (String cell : line.split(",", -1)) {
            String name = cell.strip();
            if (name.equals("date")) {
                if (dated) {
                    throw new WeatherFormatException(file, number, "column date is there twice");
                }
                dated = true;
                columns.add(null);
                continue;
            }
            WeatherColumn column = WeatherColumn.named(name)
                    .orElseThrow(() -> new WeatherFormatException(
                            file, number, "column " + name + " is unknown; known are " + WeatherColumn.known()));
            if (columns.contains(column)) {
                throw new WeatherFormatException(file, number, "column " + name + " is there twice");
            }
            columns.add(column);
        }
        if (!dated) {
            throw new WeatherFormatException(file, number, "no column date");
        }
        return new Heading(columns);
    }

    private static WeatherDay day(Heading heading, String line, String file, int number, double windHeightMetres)
            throws WeatherFormatException {
        String[] cells = line.split(",", -1);
        List<@Nullable WeatherColumn> columns = heading.columns();
        if (cells.length != columns.size()) {
            throw new WeatherFormatException(
                    file, number, "has " + cells.length + " cells, the header has " + columns.size());
        }
        LocalDate date = null;
        Map<WeatherColumn, Double> values = new EnumMap<>(WeatherColumn.class);
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i].strip();
            WeatherColumn column = columns.get(i);
            if (column == null) {
                date = date(cell, file, number);
            } else if (!NOT_MEASURED.contains(cell.toLowerCase(Locale.ROOT))) {
                values.put(column, number(column, cell, file, number));
            }
        }
        if (date == null) {
            throw new WeatherFormatException(file, number, "no date");
        }
        try {
            return WeatherDay.of(date, values, windHeightMetres);
        } catch (IllegalArgumentException contradiction) {
            throw new WeatherFormatException(file, number, String.valueOf(contradiction.getMessage()));
        }
    }

    private static LocalDate date(String cell, String file, int number) throws WeatherFormatException {
        try {
            return LocalDate.parse(cell);
        } catch (DateTimeException notADate) {
            throw new WeatherFormatException(file, number, "column date is '" + cell + "', must be like 2026-11-24");
        }
    }

    private static double number(WeatherColumn column, String cell, String file, int number)
            throws WeatherFormatException {
        double value;
        try {
            value = Double.parseDouble(cell);
        } catch (NumberFormatException notANumber) {
            throw new WeatherFormatException(
                    file, number, "column " + column.header() + " is '" + cell + "', must be a number");
        }
        if (!column.range().holds(value)) {
            throw new WeatherFormatException(
                    file, number, "column " + column.range().refusal(value));
        }
        return value;
    }
}
