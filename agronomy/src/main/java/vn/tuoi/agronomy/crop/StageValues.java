package vn.tuoi.agronomy.crop;

import vn.tuoi.agronomy.Range;

/**
 * A crop coefficient in its three stages, FAO-56 figure 34: constant at first, constant in mid-season, and at the end.
 *
 * @param initial until ground cover begins
 * @param mid at full cover
 * @param end at harvest
 */
public record StageValues(double initial, double mid, double end) {

    private static final Range COEFFICIENT = new Range("crop coefficient", "", 0, 2);

    /** Refuses a coefficient outside 0 to 2. */
    public StageValues {
        COEFFICIENT.require(initial);
        COEFFICIENT.require(mid);
        COEFFICIENT.require(end);
    }

    /**
     * The value of a day: constant, rising, constant, falling in equal daily steps, FAO-56 equation 66.
     *
     * @param dayIndex 0 on the first day; the initial value holds through index {@code stages.initialDays()}
     */
    public double on(GrowthStages stages, double dayIndex) {
        double rise = stages.initialDays();
        double full = rise + stages.developmentDays();
        double fall = full + stages.midDays();
        double harvest = fall + stages.lateDays();
        if (dayIndex <= rise) {
            return initial;
        }
        if (dayIndex <= full) {
            return initial + (mid - initial) * (dayIndex - rise) / stages.developmentDays();
        }
        if (dayIndex <= fall) {
            return mid;
        }
        if (dayIndex <= harvest) {
            return mid + (end - mid) * (dayIndex - fall) / stages.lateDays();
        }
        return end;
    }

    /**
     * Mid and end values for a climate that is not FAO-56's standard of 45 % lowest humidity and 2 m/s, equations 62, 65 and 70;
     * values below 0.45 are left alone.
     *
     * @param midClimate means over the mid-season
     * @param endClimate means over the late season
     * @param heightMetres mean crop height of these stages
     */
    public StageValues adjusted(StageClimate midClimate, StageClimate endClimate, double heightMetres) {
        return new StageValues(initial, midClimate.adjust(mid, heightMetres), endClimate.adjust(end, heightMetres));
    }
}
