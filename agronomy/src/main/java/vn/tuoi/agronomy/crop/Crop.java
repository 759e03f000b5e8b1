package vn.tuoi.agronomy.crop;

import vn.tuoi.agronomy.Range;

/**
 * What the water balance needs to know of a crop.
 *
 * @param kc single crop coefficients, FAO-56 table 12
 * @param kcb basal crop coefficients, FAO-56 table 17
 * @param minimumKcb coefficient of dry bare soil in equation 76, the initial Kcb of an annual crop
 * @param stages lengths of the growth stages
 * @param stature height and roots
 * @param depletionFraction share of the available water that may be used without stress at 5 mm/d, p of FAO-56 table 22
 * @param constantDepletionFraction whether p stays as it is instead of following evapotranspiration
 */
public record Crop(
        StageValues kc,
        StageValues kcb,
        double minimumKcb,
        GrowthStages stages,
        Stature stature,
        double depletionFraction,
        boolean constantDepletionFraction) {

    private static final Range FRACTION = new Range("depletion fraction", "", 0.05, 0.95);
    private static final Range MINIMUM = new Range("minimum Kcb", "", 0, 2);

    /** Refuses values outside their ranges. */
    public Crop {
        FRACTION.require(depletionFraction);
        MINIMUM.require(minimumKcb);
    }

    /** The crop on a day of its season, 0 on the first. */
    public CropDay day(int dayIndex) {
        double developed = stages.developed(dayIndex);
        return CropDay.of(
                kc.on(stages, dayIndex),
                kcb.on(stages, dayIndex),
                stature.heightIniM() + (stature.heightMaxM() - stature.heightIniM()) * developed,
                stature.rootMinM() + (stature.rootMaxM() - stature.rootMinM()) * developed);
    }

    /**
     * The same crop in a climate that is not FAO-56's standard one.
     *
     * @see StageValues#adjusted
     */
    public Crop adjusted(StageClimate midClimate, StageClimate endClimate) {
        double height = stature.heightMaxM();
        return new Crop(
                kc.adjusted(midClimate, endClimate, height),
                kcb.adjusted(midClimate, endClimate, height),
                minimumKcb,
                stages,
                stature,
                depletionFraction,
                constantDepletionFraction);
    }

    /**
     * p for a day's evapotranspiration: table value + 0.04 (5 - ETc), within 0.1 to 0.8, FAO-56 table 22 footnote 2; unchanged when
     * constant.
     *
     * @param etcMm crop evapotranspiration without stress, mm/d
     */
    public double depletionFraction(double etcMm) {
        return constantDepletionFraction
                ? depletionFraction
                : Math.max(0.1, Math.min(0.8, depletionFraction + 0.04 * (5 - etcMm)));
    }
}
