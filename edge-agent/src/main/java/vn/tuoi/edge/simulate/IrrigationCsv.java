package vn.tuoi.edge.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.tuoi.agronomy.Range;
import vn.tuoi.config.json.MalformedDocument;

/** The decoder of recorded irrigation: columns {@code date,mm} and, if there, {@code wetted_fraction}; {@code #} lines are comments. */
final class IrrigationCsv {

    /** As many days as a weather file may have. */
    private static final int MAX_EVENTS = 73_200;

    private static final Range DEPTH = new Range("mm", "mm", 0, 2000);
    private static final Range WETTED = new Range("wetted_fraction", "", 0.01, 1);

    private IrrigationCsv() {}

    /**
     * Water of one day.
     *
     * @param netMm net depth over the whole ground
     * @param wettedFraction ground that it reached
     */
    record Event(double netMm, double wettedFraction) {}

    /** Reads a file; a date that comes twice is refused. */
    static Map<LocalDate, Event> read(Reader reader, double defaultWettedFraction)
            throws IOException, MalformedDocument {
        BufferedReader lines = new BufferedReader(reader);
        Map<LocalDate, Event> events = new HashMap<>();
        List<String> header = List.of();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            List<String> cells =
                    List.of(line.split(",", -1)).stream().map(String::strip).toList();
            if (header.isEmpty()) {
                header = header(cells, number);
                continue;
            }
            if (cells.size() != header.size()) {
                throw refusal(number, "has " + cells.size() + " cells, the header has " + header.size());
            }
            double wetted = header.size() == 3 ? number(cells.get(2), WETTED, number) : defaultWettedFraction;
            Event event = new Event(number(cells.get(1), DEPTH, number), wetted);
            if (events.put(date(cells.get(0), number), event) != null) {
                throw refusal(number, "date " + cells.get(0) + " is there twice");
            }
            if (events.size() > MAX_EVENTS) {
                throw refusal(number, "more than " + MAX_EVENTS + " irrigations");
            }
        }
        return Map.copyOf(events);
    }

    private static List<String> header(List<String> cells, int line) throws MalformedDocument {
        List<String> full = List.of("date", "mm", "wetted_fraction");
        if (cells.equals(full) || cells.equals(full.subList(0, 2))) {
            return cells;
        }
        throw refusal(line, "header is " + cells + ", must be date,mm or date,mm,wetted_fraction");
    }

    private static LocalDate date(String cell, int line) throws MalformedDocument {
        try {
            return LocalDate.parse(cell);
        } catch (DateTimeException notADate) {
            throw refusal(line, "date is '" + cell + "', must be like 2026-11-24");
        }
    }

    private static double number(String cell, Range range, int line) throws MalformedDocument {
        try {
            double value = Double.parseDouble(cell);
            if (!range.holds(value)) {
                throw refusal(line, range.refusal(value));
            }
            return value;
        } catch (NumberFormatException notANumber) {
            throw refusal(line, range.name() + " is '" + cell + "', must be a number");
        }
    }

    private static MalformedDocument refusal(int line, String problem) {
        return new MalformedDocument("line " + line, problem);
    }
}
