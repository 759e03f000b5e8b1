package vn.tuoi.cloud.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * Counters and gauges in the Prometheus text format (version 0.0.4). A metric is made once, in a constructor; its labels
 * are fixed there, so the number of lines is too. Thread-safe.
 */
public final class Metrics {
    /** @param series by what follows the name: a suffix and labels in braces */
    private record Family(String type, String help, Map<String, DoubleSupplier> series) {}

    private final Map<String, Family> families = new ConcurrentSkipListMap<>();

    /**
     * A counter.
     *
     * @param name e.g. {@code tuoi_intake_messages_total}
     * @param help one line of English
     * @param labels e.g. {@code topic="event"}, or empty
     */
    public LongAdder counter(String name, String help, String labels) {
        LongAdder counter = new LongAdder();
        add(name, "counter", help, labels, counter::sum);
        return counter;
    }

    /** A value that is asked for at every scrape; it must not block. */
    public void gauge(String name, String help, String labels, DoubleSupplier value) {
        add(name, "gauge", help, labels, value);
    }

    /**
     * A summary without quantiles: {@code name_count} and {@code name_sum}, in seconds.
     *
     * @param name e.g. {@code tuoi_intake_write_seconds}
     */
    public Timer timer(String name, String help, String labels) {
        Timer timer = new Timer();
        add(name, "summary", help, labels, "_count", timer::count);
        add(name, "summary", help, labels, "_sum", timer::seconds);
        return timer;
    }

    private void add(String name, String type, String help, String labels, DoubleSupplier value) {
        add(name, type, help, labels, "", value);
    }

    private void add(String name, String type, String help, String labels, String suffix, DoubleSupplier value) {
        Family family = families.computeIfAbsent(name, ignored -> new Family(type, help, new TreeMap<>()));
        String series = suffix + (labels.isEmpty() ? "" : "{" + labels + "}");
        synchronized (family) {
            if (family.series().putIfAbsent(series, value) != null) {
                throw new IllegalStateException("metric " + name + series + " was made twice");
            }
        }
    }

    /** Everything, as Prometheus reads it. */
    public String text() {
        StringBuilder text = new StringBuilder(4_096);
        families.forEach((name, family) -> {
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(family.help())
                    .append('\n');
            text.append("# TYPE ")
                    .append(name)
                    .append(' ')
                    .append(family.type())
                    .append('\n');
            synchronized (family) {
                family.series()
                        .forEach((series, value) -> text.append(name)
                                .append(series)
                                .append(' ')
                                .append(number(value.getAsDouble()))
                                .append('\n'));
            }
        });
        return text.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
