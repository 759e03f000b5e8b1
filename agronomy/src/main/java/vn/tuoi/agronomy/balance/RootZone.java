package vn.tuoi.agronomy.balance;

/**
 * The root zone on one day, FAO-56 chapter 8.
 *
 * @param rootM rooting depth, Zr
 * @param tawMm total available water, equation 82
 * @param depletionFraction p
 * @param rawMm readily available water, equation 83
 * @param stress Ks, equation 84
 * @param depletionMm Dr in the evening, 0 to TAW, equation 85
 */
public record RootZone(
        double rootM, double tawMm, double depletionFraction, double rawMm, double stress, double depletionMm) {}
