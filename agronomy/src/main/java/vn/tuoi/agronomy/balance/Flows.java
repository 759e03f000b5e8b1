package vn.tuoi.agronomy.balance;

/**
 * The water of one day in mm. They close: the depletion grows by {@code etaMm + deepPercolationMm - unmetMm} and shrinks by
 * {@code rainMm - runoffMm + irrigationMm + capillaryRiseMm}.
 *
 * @param rainMm rain
 * @param runoffMm of it, what ran off
 * @param irrigationMm net irrigation
 * @param capillaryRiseMm what rose from below
 * @param etcMm evapotranspiration without stress
 * @param etaMm evapotranspiration as it was
 * @param deepPercolationMm what drained below the roots, equation 88
 * @param unmetMm evaporation that the equations count although the root zone was at the wilting point
 */
public record Flows(
        double rainMm,
        double runoffMm,
        double irrigationMm,
        double capillaryRiseMm,
        double etcMm,
        double etaMm,
        double deepPercolationMm,
        double unmetMm) {}
