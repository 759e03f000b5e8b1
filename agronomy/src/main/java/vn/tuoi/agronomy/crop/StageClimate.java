package vn.tuoi.agronomy.crop;

/**
 * Mean wind and humidity over a growth stage, which shift crop coefficients, FAO-56 equations 62, 65 and 70.
 *
 * @param wind2mMetresPerSecond mean wind at 2 m, used within 1 to 6 m/s
 * @param rhMinPercent mean lowest relative humidity, used within 20 to 80 %
 */
public record StageClimate(double wind2mMetresPerSecond, double rhMinPercent) {

    /** Added to a coefficient of 0.45 or more for a crop of this height in m; the table value is for 2 m/s and 45 %. */
    public double shift(double heightMetres) {
        double wind = Math.max(1, Math.min(6, wind2mMetresPerSecond));
        double humidity = Math.max(20, Math.min(80, rhMinPercent));
        return (0.04 * (wind - 2) - 0.004 * (humidity - 45)) * Math.pow(heightMetres / 3, 0.3);
    }

    double adjust(double coefficient, double heightMetres) {
        return coefficient < 0.45 ? coefficient : Math.max(0, coefficient + shift(heightMetres));
    }
}
