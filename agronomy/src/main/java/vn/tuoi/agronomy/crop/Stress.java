package vn.tuoi.agronomy.crop;

/** How lack of water and salt slow a crop down, FAO-56 chapter 8. Pure functions. */
public final class Stress {

    private Stress() {}

    /**
     * Water stress coefficient Ks of 0 to 1, equation 84.
     *
     * @param depletionMm water missing from the root zone
     * @param tawMm total available water, above 0
     * @param depletionFraction p, below 1
     */
    public static double waterCoefficient(double depletionMm, double tawMm, double depletionFraction) {
        double ks = (tawMm - depletionMm) / ((1 - depletionFraction) * tawMm);
        return Math.max(0, Math.min(1, ks));
    }

    /**
     * Factor of salinity on evapotranspiration, 0 to 1, equation 89 as far as it is about salt.
     *
     * @param ece electrical conductivity of the saturation extract, dS/m
     * @param threshold where yield begins to fall, dS/m, FAO-56 table 23
     * @param yieldLossPercentPerUnit b of table 23, % per dS/m
     * @param yieldResponse Ky of table 24
     */
    public static double salinityCoefficient(
            double ece, double threshold, double yieldLossPercentPerUnit, double yieldResponse) {
        double loss = yieldLossPercentPerUnit / (100 * yieldResponse) * Math.max(0, ece - threshold);
        return Math.max(0, 1 - loss);
    }
}
