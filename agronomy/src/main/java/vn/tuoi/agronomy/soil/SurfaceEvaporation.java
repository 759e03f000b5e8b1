package vn.tuoi.agronomy.soil;

/** Evaporation from the soil surface beside a crop: the dual crop coefficient of FAO-56 chapter 7. Pure functions. */
public final class SurfaceEvaporation {

    private SurfaceEvaporation() {}

    /**
     * Upper limit of evapotranspiration from any cropped ground, equation 72, for the grass reference.
     *
     * @param wind2mMetresPerSecond of the day, used within 1 to 6
     * @param rhMinPercent of the day, used within 20 to 80
     * @param heightM crop height
     * @param kcb basal crop coefficient
     */
    public static double kcMaxShort(double wind2mMetresPerSecond, double rhMinPercent, double heightM, double kcb) {
        double wind = Math.max(1, Math.min(6, wind2mMetresPerSecond));
        double humidity = Math.max(20, Math.min(80, rhMinPercent));
        double climate = (0.04 * (wind - 2) - 0.004 * (humidity - 45)) * Math.pow(Math.max(heightM, 0.001) / 3, 0.3);
        return Math.max(1.2 + climate, kcb + 0.05);
    }

    /** Upper limit for the alfalfa reference: 1.0, or a little above the crop's own coefficient. */
    public static double kcMaxTall(double kcb) {
        return Math.max(1.0, kcb + 0.05);
    }

    /** Ground covered by the crop, 0 to 0.99, equation 76; bare below the coefficient of dry bare soil. */
    public static double cover(double kcb, double minimumKcb, double kcMax, double heightM) {
        if (kcb <= minimumKcb) {
            return 0;
        }
        double share = (kcb - minimumKcb) / (kcMax - minimumKcb);
        return Math.max(0, Math.min(0.99, Math.pow(share, 1 + 0.5 * heightM)));
    }

    /** Ground that is both exposed and wetted, 0.01 to 1, equation 75. */
    public static double exposedAndWetted(double cover, double wettedFraction) {
        return Math.max(0.01, Math.min(1, Math.min(1 - cover, wettedFraction)));
    }

    /** The same under drip lines that lie in the shade of the crop, the last lines of FAO-56's discussion of equation 75. */
    public static double exposedAndWettedByDrip(double cover, double wettedFraction) {
        return exposedAndWetted(cover, (1 - 2.0 / 3 * cover) * wettedFraction);
    }

    /** Evaporation reduction coefficient Kr, 0 to 1, equation 74. */
    public static double reduction(double tewMm, double rewMm, double surfaceDepletionMm) {
        return Math.max(0, Math.min(1, (tewMm - surfaceDepletionMm) / (tewMm - rewMm)));
    }

    /** Evaporation coefficient Ke, equation 71. */
    public static double coefficient(double reduction, double kcMax, double kcb, double exposedAndWetted) {
        return Math.min(reduction * (kcMax - kcb), exposedAndWetted * kcMax);
    }
}
