package vn.tuoi.edge.device;

import java.util.ArrayDeque;
import java.util.Deque;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.senml.Quantity;

/**
 * One point between its sensor and those who use it: refuses what no working sensor says, takes the median of the last
 * samples, and decides what is worth sending. Not thread-safe; time is passed in.
 */
public final class Channel {
    /** A boolean and an amount cannot be averaged: the median is for instantaneous quantities. */
    private final boolean filtered;

    private final boolean accumulated;
    private final String point;
    private final Reporting reporting;
    private final Deque<Double> window = new ArrayDeque<>();
    private double lastSent = Double.NaN;
    private double unsent;
    private long nextHeartbeatMs = Long.MIN_VALUE;

    public Channel(String point, Reporting reporting) {
        this.point = point;
        this.reporting = reporting;
        Quantity.Kind kind = Quantity.ofPoint(point).map(Quantity::kind).orElse(Quantity.Kind.INSTANTANEOUS);
        this.filtered = kind == Quantity.Kind.INSTANTANEOUS && reporting.medianOf() > 1;
        this.accumulated = kind == Quantity.Kind.ACCUMULATED;
    }

    /**
     * What becomes of a sample.
     *
     * @param sample what the farm's own decisions see
     * @param send whether {@code sentValue} is worth sending
     * @param sentValue of an accumulated quantity: all that came since the value that was sent before
     */
    public record Outcome(Sample sample, boolean send, double sentValue) {}

    /** Takes a sample at a monotonic time. */
    public Outcome take(Sample sample, long nowMs) {
        if (!(sample instanceof Sample.Measured measured)) {
            return unavailable(sample);
        }
        double raw = measured.value();
        if (raw < reporting.lowest(point) || raw > reporting.highest(point)) {
            return unavailable(new Sample.Unavailable(
                    point,
                    Explanation.of(
                            "device.implausible",
                            "value",
                            raw,
                            "lowest",
                            reporting.lowest(point),
                            "highest",
                            reporting.highest(point))));
        }
        double value = filtered ? median(raw) : raw;
        Sample believed = filtered ? new Sample.Measured(point, value) : measured;
        double candidate = accumulated ? unsent + value : value;
        boolean due = nowMs >= nextHeartbeatMs;
        boolean changed = accumulated
                ? candidate >= reporting.changeBy(point) && candidate > 0
                : Math.abs(value - lastSent) >= reporting.changeBy(point) && value != lastSent;
        boolean send = due || changed || (!accumulated && Double.isNaN(lastSent));
        if (send) {
            lastSent = value;
            unsent = 0;
            nextHeartbeatMs = nowMs + reporting.heartbeatMs();
        } else if (accumulated) {
            unsent = candidate;
        }
        return new Outcome(believed, send, candidate);
    }

    private Outcome unavailable(Sample reason) {
        // what comes back after a gap is news, and must not be mixed with what was before it
        window.clear();
        lastSent = Double.NaN;
        return new Outcome(reason, false, 0);
    }

    private double median(double raw) {
        window.addLast(raw);
        if (window.size() > reporting.medianOf()) {
            window.removeFirst();
        }
        double[] sorted =
                window.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
