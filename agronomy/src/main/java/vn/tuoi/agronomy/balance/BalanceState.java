package vn.tuoi.agronomy.balance;

import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.soil.Soil;

/**
 * Everything that a balance carries from one evening to the next morning. Immutable.
 *
 * @param dayIndex of the day to come, 0 on the first day of the season
 * @param depletionMm water missing from the root zone, Dr; negative only before the first day of a soil above field capacity
 * @param surfaceDepletionMm water missing from the exposed wetted part of the surface layer, De
 * @param wettedFraction ground that the last wetting reached, 0 to 1
 */
public record BalanceState(int dayIndex, double depletionMm, double surfaceDepletionMm, double wettedFraction) {

    /** Refuses what is not a state. */
    public BalanceState {
        if (dayIndex < 0) {
            throw new IllegalArgumentException("day index is " + dayIndex + ", must be at least 0");
        }
        if (!Double.isFinite(depletionMm)) {
            throw new IllegalArgumentException("depletion is " + depletionMm + " mm, must be a number");
        }
        if (!(surfaceDepletionMm >= 0)) {
            throw new IllegalArgumentException(
                    "surface depletion is " + surfaceDepletionMm + " mm, must be at least 0");
        }
        if (!(wettedFraction > 0 && wettedFraction <= 1)) {
            throw new IllegalArgumentException(
                    "wetted fraction is " + wettedFraction + ", must be above 0 and at most 1");
        }
    }

    /** The start of a season: a dry surface, the root zone at a water content in m³/m³. */
    public static BalanceState initial(Crop crop, Soil soil, double waterContent) {
        return new BalanceState(0, soil.depletionMm(waterContent, crop.stature().rootMinM()), soil.tewMm(), 1);
    }

    /** The same evening with another depletion of the root zone, as a measurement corrects it. */
    public BalanceState withDepletionMm(double otherMm) {
        return new BalanceState(dayIndex, otherMm, surfaceDepletionMm, wettedFraction);
    }
}
