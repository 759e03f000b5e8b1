package vn.tuoi.agronomy.balance;

import vn.tuoi.agronomy.Range;
import vn.tuoi.agronomy.et0.DailyClimate;

/**
 * What a day brings.
 *
 * @param climate reference evapotranspiration, wind, humidity, rain
 * @param irrigationMm net depth over the whole ground
 * @param wettedFraction ground that the irrigation reaches, above 0 to 1; without meaning when there is none
 * @param capillaryRiseMm what a water table could deliver; no more than the depletion rises
 */
public record DayInput(DailyClimate climate, double irrigationMm, double wettedFraction, double capillaryRiseMm) {

    private static final Range ET0 = new Range("reference evapotranspiration", "mm/d", 0, 25);
    private static final Range RAIN = new Range("rain", "mm", 0, 2000);
    private static final Range IRRIGATION = new Range("irrigation", "mm", 0, 2000);
    private static final Range WETTED = new Range("wetted fraction", "", 0.01, 1);
    private static final Range RISE = new Range("capillary rise", "mm/d", 0, 50);

    /** Refuses values outside their ranges. */
    public DayInput {
        ET0.require(climate.et0Mm());
        RAIN.require(climate.rainMm());
        IRRIGATION.require(irrigationMm);
        WETTED.require(wettedFraction);
        RISE.require(capillaryRiseMm);
    }

    /** A day without irrigation and without a near water table. */
    public static DayInput rainfed(DailyClimate climate) {
        return new DayInput(climate, 0, 1, 0);
    }

    /** A day with irrigation. */
    public static DayInput irrigated(DailyClimate climate, double irrigationMm, double wettedFraction) {
        return new DayInput(climate, irrigationMm, wettedFraction, 0);
    }
}
