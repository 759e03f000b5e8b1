package vn.tuoi.agronomy.balance;

/**
 * The surface layer on one day of a dual balance, FAO-56 chapter 7.
 *
 * @param kcMax upper limit of the coefficient, equation 72
 * @param cover ground covered, fc, equation 76
 * @param wettedFraction ground wetted, fw
 * @param exposedAndWetted few, equation 75
 * @param reduction Kr, equation 74
 * @param coefficient Ke, equation 71
 * @param evaporationMm E
 * @param drainageMm DPe, equation 79
 * @param depletionMm De in the evening, equation 77
 */
public record SurfaceLayer(
        double kcMax,
        double cover,
        double wettedFraction,
        double exposedAndWetted,
        double reduction,
        double coefficient,
        double evaporationMm,
        double drainageMm,
        double depletionMm) {}
