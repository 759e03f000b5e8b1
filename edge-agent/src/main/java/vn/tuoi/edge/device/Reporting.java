package vn.tuoi.edge.device;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.Problem;
import vn.tuoi.config.senml.Quantity;

/**
 * How often a sensor is read, what of it is believed, and what of it is worth sending: a change, or a heartbeat.
 *
 * @param periodSeconds time between samples, 0.1 to 86,400; absent means 60
 * @param heartbeatSeconds sent at least so often, 1 to 86,400; absent means 900
 * @param changeBy sent at once when it has changed by so much; absent takes the quantity's default
 * @param median how many samples the median filter spans, 1, 3, 5 or 7; absent means 1
 * @param lowest values below are refused as implausible; absent takes the quantity's
 * @param highest values above are refused as implausible; absent takes the quantity's
 */
public record Reporting(
        @Nullable Double periodSeconds,
        @Nullable Double heartbeatSeconds,
        @Nullable Double changeBy,
        @Nullable Integer median,
        @Nullable Double lowest,
        @Nullable Double highest) {
    /** Every default. */
    public static final Reporting DEFAULT = new Reporting(null, null, null, null, null, null);

    /** Every default but the period and the heartbeat, seconds. */
    public static Reporting every(double periodSeconds, double heartbeatSeconds) {
        return new Reporting(periodSeconds, heartbeatSeconds, null, null, null, null);
    }

    public long periodMs() {
        return Math.round(1000 * (periodSeconds == null ? 60 : periodSeconds));
    }

    public long heartbeatMs() {
        return Math.round(1000 * (heartbeatSeconds == null ? 900 : heartbeatSeconds));
    }

    public int medianOf() {
        return median == null ? 1 : median;
    }

    /** The change of {@code point} that is sent at once, in its unit. */
    public double changeBy(String point) {
        if (changeBy != null) {
            return changeBy;
        }
        return Quantity.ofPoint(point)
                .map(quantity -> switch (quantity) {
                    case SOIL_MOISTURE -> 0.005;
                    case SOIL_TEMPERATURE, AIR_TEMPERATURE -> 0.3;
                    case AIR_HUMIDITY -> 2.0;
                    // a tip of the gauge, a litre in the pipe
                    case RAIN -> 0.1;
                    case VOLUME -> 1.0;
                    case FLOW -> 0.3;
                    case WATER_LEVEL -> 0.5;
                    case TANK_LEVEL -> 1.0;
                    case PRESSURE -> 5.0;
                    case WIND_SPEED -> 0.5;
                    case SOLAR_RADIATION -> 50.0;
                    case ILLUMINANCE -> 2_000.0;
                    case PH -> 0.1;
                    case EC -> 50.0;
                    case BATTERY -> 0.05;
                    case VALVE, PUMP -> 0.5;
                })
                .orElse(0.0);
    }

    /** The lowest value of {@code point} that is believed. */
    public double lowest(String point) {
        return lowest != null
                ? lowest
                : Quantity.ofPoint(point).map(Quantity::lowest).orElse(-Double.MAX_VALUE);
    }

    /** The highest value of {@code point} that is believed. */
    public double highest(String point) {
        return highest != null
                ? highest
                : Quantity.ofPoint(point).map(Quantity::highest).orElse(Double.MAX_VALUE);
    }

    /** Everything that is wrong with it; {@code at} is its path in the wiring file. */
    List<Problem> problems(String at) {
        List<Problem> problems = new ArrayList<>();
        range(problems, at + ".periodSeconds", periodSeconds, 0.1, 86_400);
        range(problems, at + ".heartbeatSeconds", heartbeatSeconds, 1, 86_400);
        range(problems, at + ".changeBy", changeBy, 0, 1e6);
        if (median != null && (median < 1 || median > 7 || median % 2 == 0)) {
            problems.add(new Problem(at + ".median", "must be 1, 3, 5 or 7, not " + median));
        }
        if (lowest != null && highest != null && lowest >= highest) {
            problems.add(new Problem(at + ".highest", "must be above lowest (" + lowest + "), not " + highest));
        }
        return problems;
    }

    private static void range(List<Problem> problems, String path, @Nullable Double value, double least, double most) {
        if (value != null && !(value >= least && value <= most)) {
            problems.add(new Problem(path, "must be from " + least + " to " + most + ", not " + value));
        }
    }
}
