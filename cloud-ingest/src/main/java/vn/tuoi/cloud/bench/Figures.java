package vn.tuoi.cloud.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a benchmark found, printed last as {@code name: value unit}. Not thread-safe. */
final class Figures {
    private final List<String> lines = new ArrayList<>();

    void count(String name, long value, String unit) {
        lines.add(name + ": " + value + " " + unit);
    }

    void add(String name, double value, String unit) {
        lines.add(name + ": " + String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value) + " " + unit);
    }

    /** Least, median and most of several runs. */
    void addSpread(String name, List<Double> values, String unit) {
        List<Double> sorted = values.stream().sorted().toList();
        add(name + "_min", sorted.get(0), unit);
        add(name, median(sorted), unit);
        add(name + "_max", sorted.get(sorted.size() - 1), unit);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    void print(PrintStream out) {
        lines.forEach(out::println);
        out.flush();
    }
}
