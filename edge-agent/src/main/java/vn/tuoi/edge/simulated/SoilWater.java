package vn.tuoi.edge.simulated;

/**
 * The water of one zone: a bucket of soil with water that may stand on it. Every millimetre that comes in stays, is
 * drawn by the crop, drains or runs off; {@link Step} says which. Immutable.
 *
 * @param soilMm in the root zone, from 0 to saturation
 * @param pondMm standing on the surface, from 0 to the bund's height
 */
record SoilWater(double soilMm, double pondMm) {
    /** Time constant of drainage above field capacity: most of it is gone after two days, FAO-56 chapter 8. */
    private static final double DRAINAGE_HOURS = 16;

    /** Percolation of a puddled paddy through its plough pan, mm/h: 4 mm/d, within the usual 1 to 6. */
    private static final double PAN_MM_PER_HOUR = 4.0 / 24;

    /** Share of a puddled soil's volume that empties as the water table falls. */
    private static final double DRAINABLE_POROSITY = 0.08;

    /**
     * What comes from above.
     *
     * @param hours length of the step, above 0 to 1
     * @param cropEtMm what an unstressed crop would draw in the step, mm
     * @param rainMm in the step
     * @param irrigationMm net, in the step
     */
    record Forcing(double hours, double cropEtMm, double rainMm, double irrigationMm) {}

    /**
     * A step's outcome; {@code rain + irrigation = change of storage + et + drainage + runoff}.
     *
     * @param after the water at the end
     * @param etMm drawn by the crop
     * @param drainageMm gone below
     * @param runoffMm gone over the edge
     */
    record Step(SoilWater after, double etMm, double drainageMm, double runoffMm) {}

    /** The water of a zone at a share of its available water, 0 at the wilting point, 1 at field capacity. */
    static SoilWater atAvailable(Ground ground, double share) {
        double available = ground.fieldCapacityMm() - ground.wiltingPointMm();
        return new SoilWater(ground.wiltingPointMm() + share * available, 0);
    }

    Step step(Ground ground, Forcing forcing) {
        double et =
                Math.min(forcing.cropEtMm() * stress(ground), pondMm + Math.max(0, soilMm - ground.wiltingPointMm()));
        double fromPond = Math.min(et, pondMm);
        double pond = pondMm - fromPond + forcing.rainMm() + forcing.irrigationMm();
        double soil = soilMm - (et - fromPond);

        double infiltrated = Math.min(pond, Math.max(0, ground.saturationMm() - soil));
        pond -= infiltrated;
        soil += infiltrated;

        double above = Math.max(0, soil - ground.fieldCapacityMm());
        double drained = ground.puddled()
                ? Math.min(above, PAN_MM_PER_HOUR * forcing.hours())
                : above * -Math.expm1(-forcing.hours() / DRAINAGE_HOURS);
        soil -= drained;
        // what drained makes room for what stands
        double follows = Math.min(pond, Math.max(0, ground.saturationMm() - soil));
        pond -= follows;
        soil += follows;

        double runoff = Math.max(0, pond - ground.bundMm());
        return new Step(new SoilWater(soil, pond - runoff), et, drained, runoff);
    }

    /** FAO-56 equation 84: the crop closes up when more than its share of the available water is gone. */
    private double stress(Ground ground) {
        if (pondMm > 0) {
            return 1;
        }
        double taw = ground.fieldCapacityMm() - ground.wiltingPointMm();
        double depletion = ground.fieldCapacityMm() - soilMm;
        double fraction = ground.crop().depletionFraction();
        return Math.max(0, Math.min(1, (taw - depletion) / ((1 - fraction) * taw)));
    }

    /** Mean volumetric water content of the root zone, m³/m³. */
    double moisture(Ground ground) {
        return soilMm / (1000 * ground.rootDepthM());
    }

    /** Water level relative to the soil surface in cm, as in a perforated tube; below the root zone it reads -30. */
    double levelCm(Ground ground) {
        if (pondMm > 0) {
            return pondMm / 10;
        }
        return Math.max(-30, -(ground.saturationMm() - soilMm) / DRAINABLE_POROSITY / 10);
    }
}
