package vn.tuoi.agronomy.sensor;

import java.util.List;
import vn.tuoi.agronomy.Range;

/**
 * The calibration of a capacitive soil probe: volumetric water content is linear in the inverse of its output voltage,
 * {@code theta = intercept + slope / volts}.
 *
 * @param intercept m³/m³
 * @param slope m³/m³ V
 */
public record CapacitiveCalibration(double intercept, double slope) {

    private static final Range VOLTS = new Range("probe output", "V", 0.05, 10);
    private static final Range CONTENT = new Range("water content", "m3/m3", 0, 1);

    /** Refuses what is not a line. */
    public CapacitiveCalibration {
        if (!Double.isFinite(intercept) || !Double.isFinite(slope) || slope == 0) {
            throw new IllegalArgumentException(
                    "calibration is " + intercept + " + " + slope + " / V, must be a sloping line");
        }
    }

    /**
     * A calibration point.
     *
     * @param volts output
     * @param waterContent known water content of that soil, m³/m³, e.g. by weighing
     */
    public record Point(double volts, double waterContent) {

        /** Refuses values outside their ranges. */
        public Point {
            VOLTS.require(volts);
            CONTENT.require(waterContent);
        }
    }

    /** Water content in m³/m³ at an output in V, within 0 to 1. */
    public double waterContent(double volts) {
        return Math.max(0, Math.min(1, intercept + slope / VOLTS.require(volts)));
    }

    /**
     * The line that fits points best, by least squares in 1/V.
     *
     * @throws IllegalArgumentException with fewer than two different voltages
     */
    public static CapacitiveCalibration fit(List<Point> points) {
        double meanX = points.stream().mapToDouble(p -> 1 / p.volts).average().orElse(0);
        double meanY =
                points.stream().mapToDouble(Point::waterContent).average().orElse(0);
        double variance = points.stream()
                .mapToDouble(p -> (1 / p.volts - meanX) * (1 / p.volts - meanX))
                .sum();
        if (points.size() < 2 || variance < 1e-12) {
            throw new IllegalArgumentException(
                    "calibration needs points at two different voltages, has " + points.size() + " points");
        }
        double covariance = points.stream()
                .mapToDouble(p -> (1 / p.volts - meanX) * (p.waterContent - meanY))
                .sum();
        double slope = covariance / variance;
        return new CapacitiveCalibration(meanY - slope * meanX, slope);
    }
}
