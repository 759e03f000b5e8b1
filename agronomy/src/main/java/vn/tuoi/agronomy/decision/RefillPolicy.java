package vn.tuoi.agronomy.decision;

import java.util.OptionalDouble;
import vn.tuoi.agronomy.Range;

/**
 * How people want a root zone refilled.
 *
 * @param managementAllowedDepletion MAD, the share of TAW that may be used before watering, 0.05 to 0.95; empty takes the crop's p
 * @param toleratedStress Ks down to which a day may go without water when no MAD is set, 0.5 to 1; 1 tolerates none
 * @param refillFraction share of the depletion that a run refills when no rain is likely, 0.1 to 1
 * @param minimumNetMm smallest depth worth a run, mm
 * @param maximumNetMm largest depth of a day, mm
 * @param forecastDays how far ahead likely rain makes a refill smaller, 0 to 16; 0 does not look at the forecast
 */
public record RefillPolicy(
        OptionalDouble managementAllowedDepletion,
        double toleratedStress,
        double refillFraction,
        double minimumNetMm,
        double maximumNetMm,
        int forecastDays) {

    private static final Range MAD = new Range("management allowed depletion", "", 0.05, 0.95);
    private static final Range STRESS = new Range("tolerated stress", "", 0.5, 1);
    private static final Range FRACTION = new Range("refill fraction", "", 0.1, 1);
    private static final Range DEPTH = new Range("net depth", "mm", 0, 500);
    private static final Range DAYS = new Range("forecast days", "d", 0, 16);

    /** The crop's own threshold, a full refill, no stress, runs of at least 3 mm, the forecast of 16 days. */
    public static final RefillPolicy STANDARD = new RefillPolicy(OptionalDouble.empty(), 1, 1, 3, 500, 16);

    /** Refuses values outside their ranges. */
    public RefillPolicy {
        managementAllowedDepletion.ifPresent(MAD::require);
        STRESS.require(toleratedStress);
        FRACTION.require(refillFraction);
        DEPTH.require(minimumNetMm);
        DEPTH.require(maximumNetMm);
        DAYS.require(forecastDays);
        if (minimumNetMm > maximumNetMm) {
            throw new IllegalArgumentException(
                    "smallest net depth " + minimumNetMm + " mm is above the largest, " + maximumNetMm + " mm");
        }
    }

    /** The same policy blind to the forecast. */
    public RefillPolicy withoutForecast() {
        return new RefillPolicy(
                managementAllowedDepletion, toleratedStress, refillFraction, minimumNetMm, maximumNetMm, 0);
    }
}
