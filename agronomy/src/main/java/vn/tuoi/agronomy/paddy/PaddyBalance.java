package vn.tuoi.agronomy.paddy;

import vn.tuoi.agronomy.Range;

/**
 * The daily balance of a bunded paddy in three stores: ponded water, water between field capacity and saturation, and water that only
 * roots take. Water comes at the start of the day; what stands above the bund runs off; the puddled layer lets water through
 * by the height of free water above it, and only what is above field capacity; evapotranspiration takes from the pond first. Stress begins when the soil has lost the
 * share p of the water between saturation and the wilting point, as FAO-56 table 22 counts rice. A pure function; immutable.
 */
public final class PaddyBalance {

    private static final Range ETC = new Range("crop evapotranspiration", "mm/d", 0, 50);
    private static final Range WATER = new Range("water", "mm", 0, 2000);

    private final PaddySoil soil;
    private final double depletionFraction;

    /**
     * @param soil puddled ground
     * @param depletionFraction p of saturation, 0.20 for rice
     */
    public PaddyBalance(PaddySoil soil, double depletionFraction) {
        this.soil = soil;
        this.depletionFraction = new Range("depletion fraction", "", 0.05, 0.95).require(depletionFraction);
    }

    /** One day: crop evapotranspiration without stress, rain and water let in, all in mm. */
    public PaddyDay step(PaddyState state, double etcMm, double rainMm, double irrigationMm) {
        ETC.require(etcMm);
        WATER.require(rainMm);
        WATER.require(irrigationMm);
        double pond = state.pondMm() + rainMm + irrigationMm;
        double store = state.soilMm();
        double soaked = Math.min(pond, Math.max(0, soil.fullMm() - store));
        pond -= soaked;
        store += soaked;
        double runoff = Math.max(0, pond - soil.bundMm());
        pond -= runoff;
        double percolation = Math.min(percolationRateMm(pond, store), pond + Math.max(0, store - soil.availableMm()));
        double percolatedFromPond = Math.min(pond, percolation);
        pond -= percolatedFromPond;
        store -= percolation - percolatedFromPond;
        double stress = stress(store);
        double evaporatedFromPond = Math.min(pond, etcMm);
        pond -= evaporatedFromPond;
        double fromSoil = Math.min(store, stress * (etcMm - evaporatedFromPond));
        store -= fromSoil;
        PaddyState after = new PaddyState(state.dayIndex() + 1, pond, store);
        return new PaddyDay(
                rainMm,
                irrigationMm,
                runoff,
                percolation,
                etcMm,
                evaporatedFromPond + fromSoil,
                evaporatedFromPond >= etcMm ? 1 : stress,
                levelCm(after),
                after);
    }

    /** Darcy's law through the layer under the roots: the rate follows the height of free water above it. */
    private double percolationRateMm(double pondMm, double storeMm) {
        double rootMm = 1000 * soil.rootM();
        double headMm = rootMm + levelMm(pondMm, storeMm);
        return soil.percolationMmPerDay() * headMm / (rootMm + PaddySoil.REFERENCE_POND_MM);
    }

    /** Ks of equation 84 with the depletion counted from saturation. */
    private double stress(double storeMm) {
        return Math.max(0, Math.min(1, storeMm / ((1 - depletionFraction) * soil.fullMm())));
    }

    /**
     * Water level in cm relative to the surface. Below it, the level sinks through the root zone as the drainable store empties; a field
     * below field capacity shows the bottom of the root zone.
     */
    public double levelCm(PaddyState state) {
        return levelMm(state.pondMm(), state.soilMm()) / 10;
    }

    private double levelMm(double pondMm, double storeMm) {
        if (pondMm > 0) {
            return pondMm;
        }
        double missing = Math.max(0, soil.fullMm() - storeMm);
        return -1000 * soil.rootM() * Math.min(1, missing / soil.drainableMm());
    }

    /** Water in mm that raises the level to a height in cm, 0 when it is there already. */
    public double waterToLevelMm(PaddyState state, double levelCm) {
        double soilTarget =
                levelCm >= 0 ? soil.fullMm() : soil.fullMm() + levelCm / (100 * soil.rootM()) * soil.drainableMm();
        double pondTarget = Math.max(0, 10 * levelCm);
        return Math.max(0, soilTarget - state.soilMm() + pondTarget - state.pondMm());
    }
}
