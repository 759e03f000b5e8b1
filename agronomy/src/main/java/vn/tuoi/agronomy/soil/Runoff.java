package vn.tuoi.agronomy.soil;

/**
 * Rain that runs off, by the SCS curve number with the moisture of the surface layer: ASCE Manual of Practice 70 (2016), equations
 * 14-12 to 14-20. Pure functions.
 */
public final class Runoff {

    private Runoff() {}

    /**
     * Run-off of a day in mm, 0 for a soil without a curve number.
     *
     * @param rainMm rain of the day
     * @param surfaceDepletionMm water missing from the surface layer before the rain
     */
    public static double mm(Soil soil, double rainMm, double surfaceDepletionMm) {
        if (soil.curveNumber().isEmpty()) {
            return 0;
        }
        double storage = 250 * (100 / curveNumber(soil, surfaceDepletionMm) - 1);
        double excess = rainMm - 0.2 * storage;
        return excess <= 0 ? 0 : Math.min(rainMm, excess * excess / (rainMm + 0.8 * storage));
    }

    /** Between the dry number, 14-14, and the wet one, 14-15, by the state of the surface layer, 14-18 to 14-20. */
    private static double curveNumber(Soil soil, double surfaceDepletionMm) {
        double average = soil.curveNumber().orElseThrow();
        double dry = average / (2.281 - 0.01281 * average);
        double wet = average / (0.427 + 0.00573 * average);
        double wetLimitMm = 0.5 * soil.rewMm();
        double dryLimitMm = 0.7 * soil.rewMm() + 0.3 * soil.tewMm();
        double dryness = (surfaceDepletionMm - wetLimitMm) / (dryLimitMm - wetLimitMm);
        double share = Math.max(0, Math.min(1, dryness));
        return share * dry + (1 - share) * wet;
    }
}
