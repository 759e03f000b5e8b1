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

    private void add(String name, String type, String help, String labels, DoubleSupplier value) {
        Family family = families.computeIfAbsent(name, ignored -> new Family(type, help, new TreeMap<>()));
        synchronized (family) {
            if (family.series().putIfAbsent(labels, value) != null) {
                throw new IllegalStateException("metric " + name + "{" + labels + "} was made twice");
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
                family.series().forEach((labels, value) -> {
                    text.append(name);
                    if (!labels.isEmpty()) {
                        text.append('{').append(labels).append('}');
                    }
                    text.append(' ').append(number(value.getAsDouble())).append('\n');
                });
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
