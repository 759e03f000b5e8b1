package vn.tuoi.edge.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.senml.Quantity;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.gateway.Gateway;

/**
 * Readings on their way to the outbox: gathered, so that the disk is synchronised once for many. Not thread-safe.
 * Readings that wait here are lost when the process is killed; what has been handed to the outbox is not.
 */
final class Telemetry {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    /** More than a farm measures in a second; full is flushed at once. */
    private static final int MAX_WAITING = 250;

    private final Gateway gateway;
    private final long longestWaitNanos;
    private final List<Reading> waiting = new ArrayList<>();
    private long firstNanos;

    Telemetry(Gateway gateway, Duration longestWait) {
        this.gateway = gateway;
        this.longestWaitNanos = longestWait.toNanos();
    }

    void add(String point, double value, Instant takenAt) {
        if (waiting.isEmpty()) {
            firstNanos = System.nanoTime();
        }
        Quantity quantity = Quantity.ofPoint(point).orElse(null);
        long timeMs = takenAt.toEpochMilli();
        waiting.add(
                quantity != null && quantity.kind() == Quantity.Kind.BOOLEAN
                        ? Reading.ofBoolean(point, timeMs, value != 0)
                        : Reading.ofNumber(point, unit(quantity), timeMs, rounded(value)));
        if (waiting.size() >= MAX_WAITING) {
            flush();
        }
    }

    private static @Nullable String unit(@Nullable Quantity quantity) {
        return quantity == null ? null : quantity.unit();
    }

    /** Five digits are more than any of these sensors has, and half the bytes of a double. */
    private static double rounded(double value) {
        if (value == 0) {
            return 0;
        }
        double scale = Math.pow(10, 4 - Math.floor(Math.log10(Math.abs(value))));
        return Double.isFinite(scale) ? Math.rint(value * scale) / scale : value;
    }

    /** Sends what has waited long enough. */
    void flushIfDue() {
        if (!waiting.isEmpty() && System.nanoTime() - firstNanos >= longestWaitNanos) {
            flush();
        }
    }

    void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        int count = waiting.size();
        var unusedStored = gateway.publishReadings(List.copyOf(waiting)).exceptionally(failure -> {
            LOG.warn("{} readings were not stored: {}", count, failure.getMessage());
            return -1L;
        });
        waiting.clear();
    }
}
