package vn.tuoi.agronomy.soil;

import vn.tuoi.agronomy.Range;

/**
 * How fast a soil takes water in and how much may stand on it, by slope: the soil table of the Irrigation Association's SWAT protocol.
 *
 * @param basicMmPerHour steady intake rate
 * @param surfaceMmTo3 water that may stand on a slope up to 3 %
 * @param surfaceMmTo6 up to 6 %
 * @param surfaceMmTo12 up to 12 %
 * @param surfaceMmAbove12 on a steeper slope
 */
public record Intake(
        double basicMmPerHour,
        double surfaceMmTo3,
        double surfaceMmTo6,
        double surfaceMmTo12,
        double surfaceMmAbove12) {

    private static final Range SLOPE = new Range("slope", "%", 0, 100);

    /**
     * Water in mm that may stand on the surface without running off.
     *
     * @param slopePercent 0 to 100
     * @throws IllegalArgumentException naming the value outside its range
     */
    public double surfaceMm(double slopePercent) {
        SLOPE.require(slopePercent);
        if (slopePercent <= 3) {
            return surfaceMmTo3;
        }
        if (slopePercent <= 6) {
            return surfaceMmTo6;
        }
        return slopePercent <= 12 ? surfaceMmTo12 : surfaceMmAbove12;
    }
}
