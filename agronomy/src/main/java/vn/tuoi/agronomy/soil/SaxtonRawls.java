package vn.tuoi.agronomy.soil;

import vn.tuoi.agronomy.Range;

/**
 * Water contents and conductivity of a soil from its texture: Saxton and Rawls 2006, Soil Science Society of America Journal 70,
 * equations 1 to 5, 15, 16 and 18.
 *
 * @param wiltingPoint m³/m³ at 1500 kPa
 * @param fieldCapacity m³/m³ at 33 kPa
 * @param saturation m³/m³
 * @param saturatedConductivityMmPerHour mm/h
 */
public record SaxtonRawls(
        double wiltingPoint, double fieldCapacity, double saturation, double saturatedConductivityMmPerHour) {

    private static final Range PERCENT = new Range("share of sand or clay", "%", 0, 100);
    private static final Range ORGANIC = new Range("organic matter", "%", 0, 8);

    /**
     * The properties of a texture.
     *
     * @param sandPercent by weight
     * @param clayPercent by weight
     * @param organicMatterPercent by weight, at most 8
     * @throws IllegalArgumentException naming the value outside its range
     */
    public static SaxtonRawls of(double sandPercent, double clayPercent, double organicMatterPercent) {
        PERCENT.require(sandPercent);
        PERCENT.require(clayPercent);
        PERCENT.require(sandPercent + clayPercent);
        double om = ORGANIC.require(organicMatterPercent);
        double s = sandPercent / 100;
        double c = clayPercent / 100;
        double dryFirst = -0.024 * s + 0.487 * c + 0.006 * om + 0.005 * s * om - 0.013 * c * om + 0.068 * s * c + 0.031;
        double dry = dryFirst + (0.14 * dryFirst - 0.02);
        double moistFirst =
                -0.251 * s + 0.195 * c + 0.011 * om + 0.006 * s * om - 0.027 * c * om + 0.452 * s * c + 0.299;
        double moist = moistFirst + (1.283 * moistFirst * moistFirst - 0.374 * moistFirst - 0.015);
        double drainFirst =
                0.278 * s + 0.034 * c + 0.022 * om - 0.018 * s * om - 0.027 * c * om - 0.584 * s * c + 0.078;
        double drain = drainFirst + (0.636 * drainFirst - 0.107);
        double full = moist + drain - 0.097 * s + 0.043;
        double slope = (Math.log(moist) - Math.log(dry)) / (Math.log(1500) - Math.log(33));
        return new SaxtonRawls(dry, moist, full, 1930 * Math.pow(full - moist, 3 - slope));
    }
}
