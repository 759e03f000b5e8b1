package vn.tuoi.edge.bench.scheduling;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The figures of the benchmark as they add up: per scenario, and over all water of a climate. Not thread-safe. */
final class Figures {

    private final Map<String, String> lines = new LinkedHashMap<>();
    private final Map<String, Double> waterMm = new LinkedHashMap<>();

    /** Takes the outcome of an upland scenario; the part of its name before the hyphen is its climate. */
    void add(Scenario scenario, Map<String, Dial> dials, Score shipped, double adequacyPercent) {
        String name = scenario.name();
        String climate = name.substring(0, name.indexOf('-'));
        Map<String, Score> at = new LinkedHashMap<>();
        dials.forEach((way, dial) -> dial.at(adequacyPercent).ifPresent(score -> at.put(way, score)));
        at.put("shipped", shipped);
        at.forEach((way, score) -> {
            line(name + "-" + way + "-water", score.irrigationMm(), "mm");
            waterMm.merge(
                    climate + "-" + way,
                    score.irrigationMm() * scenario.seasons().size(),
                    Double::sum);
        });
        line(name + "-forecast-adequacy", Optional.ofNullable(at.get("forecast")), "%");
        line(name + "-shipped-adequacy", Optional.of(shipped), "%");
    }

    /** Takes the outcome of rice. */
    void rice(String name, Score flooded, Score awd) {
        line(name + "-flooded-water", flooded.irrigationMm(), "mm");
        line(name + "-safe-awd-water", awd.irrigationMm(), "mm");
        line(name + "-safe-awd-adequacy", awd.adequacyPercent(), "%");
        line(name + "-safe-awd-saves", 100 * (1 - awd.irrigationMm() / flooded.irrigationMm()), "%");
    }

    void print(PrintWriter out) {
        for (String climate : new String[] {"humid", "desert"}) {
            compare(climate, "forecast", "oracle");
            compare(climate, "balance", "oracle");
            compare(climate, "forecast", "balance");
            compare(climate, "forecast", "moisture");
            compare(climate, "forecast", "timer");
        }
        out.println();
        lines.forEach((name, value) -> out.println(name + ": " + value));
        out.flush();
    }

    private void compare(String climate, String way, String with) {
        Double water = waterMm.get(climate + "-" + way);
        Double other = waterMm.get(climate + "-" + with);
        if (water != null && other != null) {
            line(climate + "-" + way + "-against-" + with, 100 * (water / other - 1), "%");
        }
    }

    private void line(String name, Optional<Score> score, String unit) {
        score.ifPresent(s -> line(name, s.adequacyPercent(), unit));
    }

    private void line(String name, double value, String unit) {
        lines.put(name, String.format(Locale.ROOT, "%.2f %s", value, unit));
    }
}
