package vn.tuoi.agronomy.et0;

import vn.tuoi.agronomy.Range;

/**
 * Reference evapotranspiration from temperature alone, FAO-56 equation 52, with a local calibration {@code a + b·ET0}, which FAO-56
 * asks for and which a month of better data gives.
 *
 * @param offsetMm a, mm/d
 * @param factor b
 */
public record Hargreaves(double offsetMm, double factor) {

    private static final Range OFFSET = new Range("Hargreaves offset", "mm/d", -5, 5);
    private static final Range FACTOR = new Range("Hargreaves factor", "", 0.2, 3);

    /** The equation as published, without calibration. */
    public static final Hargreaves UNCALIBRATED = new Hargreaves(0, 1);

    /** Refuses a calibration that no climate has. */
    public Hargreaves {
        OFFSET.require(offsetMm);
        FACTOR.require(factor);
    }

    /**
     * Reference evapotranspiration in mm/d, at least 0.
     *
     * @param extraterrestrialMj MJ m⁻² d⁻¹
     */
    public double et0Mm(double minCelsius, double maxCelsius, double extraterrestrialMj) {
        double mean = (minCelsius + maxCelsius) / 2;
        double equation52 = 0.0023
                * (mean + 17.8)
                * Math.sqrt(Math.max(0, maxCelsius - minCelsius))
                * extraterrestrialMj
                * Radiation.MM_PER_MJ;
        return Math.max(0, offsetMm + factor * equation52);
    }

    /**
     * The calibration that fits days of a better source best: least squares of better = a + b·estimated.
     *
     * @param estimatedMm uncalibrated values
     * @param betterMm values of the same days from the better source
     * @throws IllegalArgumentException with fewer than 10 days or without spread, from which no line can be drawn
     */
    public static Hargreaves calibrated(double[] estimatedMm, double[] betterMm) {
        int n = estimatedMm.length;
        if (n != betterMm.length || n < 10) {
            throw new IllegalArgumentException(
                    "calibration needs at least 10 pairs of days, has " + n + " and " + betterMm.length);
        }
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            meanX += estimatedMm[i] / n;
            meanY += betterMm[i] / n;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            covariance += (estimatedMm[i] - meanX) * (betterMm[i] - meanY);
            variance += (estimatedMm[i] - meanX) * (estimatedMm[i] - meanX);
        }
        if (variance < 1e-9) {
            throw new IllegalArgumentException(
                    "calibration needs days that differ; all estimates are " + meanX + " mm");
        }
        double slope = covariance / variance;
        return new Hargreaves(meanY - slope * meanX, slope);
    }
}
