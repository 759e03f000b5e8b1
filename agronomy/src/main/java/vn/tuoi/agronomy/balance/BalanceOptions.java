package vn.tuoi.agronomy.balance;

/**
 * How a balance reckons.
 *
 * @param timing when water arrives in a day
 * @param method single or dual crop coefficient
 * @param tallReference whether reference evapotranspiration is that of alfalfa
 * @param dripUnderCanopy whether water is dripped in the crop's shade, which lowers the exposed wetted ground
 */
public record BalanceOptions(Timing timing, CoefficientMethod method, boolean tallReference, boolean dripUnderCanopy) {

    /** The grass reference, no drip lines in the shade. */
    public static BalanceOptions of(Timing timing, CoefficientMethod method) {
        return new BalanceOptions(timing, method, false, false);
    }
}
