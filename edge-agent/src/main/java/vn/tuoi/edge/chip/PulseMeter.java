package vn.tuoi.edge.chip;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/**
 * A sensor that gives pulses: a water meter, a tipping bucket, an anemometer. What is measured is the amount since the
 * sample before, its rate, or both. Interrupts are lost when the machine is busy, so amounts are a little low.
 */
public final class PulseMeter implements Sensor {
    private final @Nullable String amountPoint;
    private final @Nullable String ratePoint;
    private final double amountPerPulse;
    private final double ratePerHertz;
    private final LongSupplier pulses;
    private final LongSupplier nanoTime;
    private long lastPulses;
    private long lastNanos;

    private PulseMeter(
            @Nullable String amountPoint,
            double amountPerPulse,
            @Nullable String ratePoint,
            double ratePerHertz,
            LongSupplier pulses,
            LongSupplier nanoTime) {
        this.amountPoint = amountPoint;
        this.amountPerPulse = amountPerPulse;
        this.ratePoint = ratePoint;
        this.ratePerHertz = ratePerHertz;
        this.pulses = pulses;
        this.nanoTime = nanoTime;
        this.lastPulses = pulses.getAsLong();
        this.lastNanos = nanoTime.getAsLong();
    }

    /** A water meter: {@code flowPoint} in l/min, and {@code volume} beside it in litres. */
    public static PulseMeter water(
            String flowPoint, double pulsesPerLitre, LongSupplier pulses, LongSupplier nanoTime) {
        String volumePoint = flowPoint.substring(0, flowPoint.lastIndexOf('/') + 1) + "volume";
        return new PulseMeter(volumePoint, 1 / pulsesPerLitre, flowPoint, 60 / pulsesPerLitre, pulses, nanoTime);
    }

    /** A rain gauge, in mm. */
    public static PulseMeter rain(String point, double millimetresPerTip, LongSupplier pulses, LongSupplier nanoTime) {
        return new PulseMeter(point, millimetresPerTip, null, 0, pulses, nanoTime);
    }

    /** An anemometer, in m/s. */
    public static PulseMeter wind(
            String point, double metresPerSecondPerHertz, LongSupplier pulses, LongSupplier nanoTime) {
        return new PulseMeter(null, 0, point, metresPerSecondPerHertz, pulses, nanoTime);
    }

    @Override
    public List<String> points() {
        List<String> points = new ArrayList<>(2);
        if (ratePoint != null) {
            points.add(ratePoint);
        }
        if (amountPoint != null) {
            points.add(amountPoint);
        }
        return points;
    }

    @Override
    public List<Sample> sample() {
        long nowPulses = pulses.getAsLong();
        long nowNanos = nanoTime.getAsLong();
        long came = nowPulses - lastPulses;
        double seconds = (nowNanos - lastNanos) / 1e9;
        List<Sample> samples = new ArrayList<>(2);
        if (seconds <= 0) {
            // a rate needs a span; the pulses wait for the next sample
            return samples;
        }
        lastPulses = nowPulses;
        lastNanos = nowNanos;
        if (ratePoint != null) {
            samples.add(new Sample.Measured(ratePoint, came / seconds * ratePerHertz));
        }
        if (amountPoint != null) {
            samples.add(new Sample.Measured(amountPoint, came * amountPerPulse));
        }
        return samples;
    }
}
