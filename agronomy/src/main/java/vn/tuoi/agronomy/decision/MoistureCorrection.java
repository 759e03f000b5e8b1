package vn.tuoi.agronomy.decision;

import vn.tuoi.agronomy.Range;

/**
 * Brings a balance nearer to what a soil probe says: the two estimates of depletion are weighted by their variances, as a Kalman filter
 * of one state does. A reading that contradicts the balance too much moves nothing and is reported.
 *
 * @param balanceErrorMm standard error of the balance's depletion; published seasons without correction have 8.6 to 16.5 mm
 * @param probeError standard error of the probe as a picture of the whole root zone, m³/m³
 */
public record MoistureCorrection(double balanceErrorMm, double probeError) {

    /** Contradictions beyond so many standard errors are not believed. */
    private static final double BELIEVED_ERRORS = 3;

    private static final Range BALANCE = new Range("balance error", "mm", 0.1, 100);
    private static final Range PROBE = new Range("probe error", "m3/m3", 0.001, 0.3);

    /** A balance off by 12 mm, a calibrated capacitive probe off by 0.03. */
    public static final MoistureCorrection STANDARD = new MoistureCorrection(12, 0.03);

    /** Refuses values outside their ranges. */
    public MoistureCorrection {
        BALANCE.require(balanceErrorMm);
        PROBE.require(probeError);
    }

    /**
     * The outcome.
     *
     * @param depletionMm corrected, 0 to TAW; as it was when the reading was not believed
     * @param contradictionMm depletion by the probe less depletion by the balance
     * @param believed whether the reading was used
     */
    public record Corrected(double depletionMm, double contradictionMm, boolean believed) {}

    /**
     * Corrects a depletion.
     *
     * @param depletionMm of the balance
     * @param probeDepletionMm that the measured water content means, see {@link vn.tuoi.agronomy.soil.Soil#depletionMm}
     * @param rootM rooting depth
     * @param tawMm total available water
     */
    public Corrected correct(double depletionMm, double probeDepletionMm, double rootM, double tawMm) {
        double probeErrorMm = 1000 * rootM * probeError;
        double balanceVariance = balanceErrorMm * balanceErrorMm;
        double probeVariance = probeErrorMm * probeErrorMm;
        // Above field capacity and below the wilting point a probe cannot tell depletions apart.
        double contradictionMm = Math.max(0, Math.min(tawMm, probeDepletionMm)) - depletionMm;
        if (Math.abs(contradictionMm) > BELIEVED_ERRORS * Math.sqrt(balanceVariance + probeVariance)) {
            return new Corrected(depletionMm, contradictionMm, false);
        }
        double weight = balanceVariance / (balanceVariance + probeVariance);
        double corrected = depletionMm + weight * contradictionMm;
        return new Corrected(Math.max(0, Math.min(tawMm, corrected)), contradictionMm, true);
    }
}
