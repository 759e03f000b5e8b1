package vn.tuoi.agronomy.crop;

/**
 * The single crop coefficient of the initial stage, which is evaporation from bare soil between wettings, FAO-56 chapter 6 and annex 7.
 * Pure functions.
 */
public final class InitialKc {

    private static final double POTENTIAL = 1.15;
    private static final double LIGHT_MM = 10;
    private static final double HEAVY_MM = 40;

    private InitialKc() {}

    /** Soil texture as the figures divide it. */
    public enum Texture {
        /** Figure 30a. */
        COARSE,
        /** Figure 30b. */
        FINE_TO_MEDIUM
    }

    /** Light wettings of about 10 mm or less on any soil, figure 29. */
    public static double light(double et0Mm, double intervalDays) {
        return drying(et0Mm, intervalDays, 10, Math.min(Math.max(2.5, 6 / Math.sqrt(et0Mm)), 7));
    }

    /** Heavy wettings of 40 mm or more, figures 30a and 30b. */
    public static double heavy(Texture texture, double et0Mm, double intervalDays) {
        boolean coarse = texture == Texture.COARSE;
        double total = coarse ? Math.min(15, 7 * Math.sqrt(et0Mm)) : Math.min(28, 13 * Math.sqrt(et0Mm));
        return drying(et0Mm, intervalDays, total, Math.min(coarse ? 6 : 9, total - 0.01));
    }

    /** Wettings of any depth in mm: between the figures by equation 59. */
    public static double of(Texture texture, double et0Mm, double intervalDays, double depthMm) {
        return between(light(et0Mm, intervalDays), heavy(texture, et0Mm, intervalDays), depthMm);
    }

    /** Equation 59: from the value for light wettings to that for heavy ones, by the depth in mm. */
    public static double between(double light, double heavy, double depthMm) {
        double share = Math.max(0, Math.min(1, (depthMm - LIGHT_MM) / (HEAVY_MM - LIGHT_MM)));
        return light + share * (heavy - light);
    }

    /** Equation 61: the depth in mm that the wetted part of the ground gets. */
    public static double depthOnWettedPartMm(double depthMm, double wettedFraction) {
        return depthMm / wettedFraction;
    }

    /** Equation 60: the coefficient of the whole ground when only a fraction is wetted. */
    public static double partlyWetted(double coefficientOfWettedPart, double wettedFraction) {
        return wettedFraction * coefficientOfWettedPart;
    }

    /** Annex 7, equation 7-3; a shorter interval than stage one gives the potential rate. */
    private static double drying(double et0Mm, double intervalDays, double totalMm, double readyMm) {
        double potentialMm = POTENTIAL * et0Mm;
        double stageOneDays = readyMm / potentialMm;
        if (intervalDays < stageOneDays) {
            return POTENTIAL;
        }
        double restMm = totalMm - readyMm;
        double evaporatedMm = totalMm
                - restMm * Math.exp(-(intervalDays - stageOneDays) * potentialMm * (1 + readyMm / restMm) / totalMm);
        return Math.min(POTENTIAL, evaporatedMm / (intervalDays * et0Mm));
    }
}
