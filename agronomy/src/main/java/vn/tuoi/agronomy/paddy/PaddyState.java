package vn.tuoi.agronomy.paddy;

/**
 * The water of a paddy on an evening.
 *
 * @param dayIndex of the day to come, 0 on the first
 * @param pondMm water standing on the ground
 * @param soilMm water in the root zone above the wilting point
 */
public record PaddyState(int dayIndex, double pondMm, double soilMm) {

    /** Refuses negative water. */
    public PaddyState {
        if (dayIndex < 0 || !(pondMm >= 0) || !(soilMm >= 0)) {
            throw new IllegalArgumentException("paddy state of day " + dayIndex + " has " + pondMm + " mm standing and "
                    + soilMm + " mm in the soil");
        }
    }

    /** A saturated field with water standing on it. */
    public static PaddyState saturated(PaddySoil soil, double pondMm) {
        return new PaddyState(0, pondMm, soil.fullMm());
    }
}
