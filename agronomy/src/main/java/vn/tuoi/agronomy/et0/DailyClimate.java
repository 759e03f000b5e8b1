package vn.tuoi.agronomy.et0;

import java.util.Set;

/**
 * What a day's weather means for a crop: the evapotranspiration of the reference and what adjusts crop coefficients.
 *
 * @param et0Mm reference evapotranspiration, mm/d, at least 0
 * @param wind2mMetresPerSecond wind at 2 m
 * @param rhMinPercent lowest relative humidity
 * @param rainMm rain of the day
 * @param estimated what was not measured
 */
public record DailyClimate(
        double et0Mm, double wind2mMetresPerSecond, double rhMinPercent, double rainMm, Set<Estimated> estimated) {

    /** Copies the set. */
    public DailyClimate {
        estimated = Set.copyOf(estimated);
    }

    /** A day of which everything is known. */
    public static DailyClimate measured(
            double et0Mm, double wind2mMetresPerSecond, double rhMinPercent, double rainMm) {
        return new DailyClimate(et0Mm, wind2mMetresPerSecond, rhMinPercent, rainMm, Set.of());
    }

    /** The same day with another rain depth, mm. */
    public DailyClimate withRainMm(double otherRainMm) {
        return new DailyClimate(et0Mm, wind2mMetresPerSecond, rhMinPercent, otherRainMm, estimated);
    }
}
