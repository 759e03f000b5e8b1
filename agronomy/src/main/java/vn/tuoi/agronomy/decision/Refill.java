package vn.tuoi.agronomy.decision;

/**
 * The refill decision of a morning: wait, or water so much, with the numbers that explain it. A pure function of what has happened, what
 * is likely and what people want. Rain that has not fallen is never credited: it only makes a refill smaller, down to what keeps the
 * crop from stress today; tomorrow the decision is taken again. Water that would outlast the harvest is not brought.
 */
public sealed interface Refill {

    /** Depletion this morning, mm. */
    double depletionMm();

    /** Depletion at which watering starts, mm. */
    double triggerMm();

    /**
     * Nothing to do yet.
     *
     * @param depletionMm this morning
     * @param triggerMm at which watering starts
     */
    record Wait(double depletionMm, double triggerMm) implements Refill {}

    /**
     * Water.
     *
     * @param depletionMm this morning
     * @param triggerMm at which watering starts
     * @param netMm depth to bring into the root zone
     * @param likelyRainMm expected rain that the refill leaves room for; 0 when it is a plain refill
     */
    record Water(double depletionMm, double triggerMm, double netMm, double likelyRainMm) implements Refill {}

    /**
     * The state of a root zone on the morning of a decision.
     *
     * @param depletionMm water missing, Dr
     * @param tawMm total available water
     * @param depletionFraction p of the day just ended
     * @param etcMm evapotranspiration to expect until water can help again: one day's
     * @param daysToHarvest days of water use to come, today included; {@link #NO_HARVEST} for a crop that stays
     * @param lossBeforeWaterMm evapotranspiration before today's water arrives; 0 for water at the start of the day
     */
    record Morning(
            double depletionMm,
            double tawMm,
            double depletionFraction,
            double etcMm,
            int daysToHarvest,
            double lossBeforeWaterMm) {

        /** A crop that is not harvested away. */
        public static final int NO_HARVEST = Integer.MAX_VALUE;

        /** Water in mm that the crop will live to use when it has already gone so far beyond the trigger. */
        double untilHarvestMm(double beyondTriggerMm) {
            return daysToHarvest == NO_HARVEST ? Double.POSITIVE_INFINITY : beyondTriggerMm + etcMm * daysToHarvest;
        }
    }

    /** Decides. */
    static Refill decide(Morning morning, RainForecast forecast, RefillPolicy policy) {
        double share = policy.managementAllowedDepletion()
                .orElse(1 - policy.toleratedStress() * (1 - morning.depletionFraction()));
        double triggerMm = share * morning.tawMm();
        double expectedMm = morning.depletionMm() + morning.lossBeforeWaterMm();
        if (expectedMm < triggerMm || morning.depletionMm() <= 0) {
            return new Wait(morning.depletionMm(), triggerMm);
        }
        double likelyMm = forecast.surplusMm(policy.forecastDays(), morning.etcMm());
        double usefulMm =
                Math.min(expectedMm * policy.refillFraction(), morning.untilHarvestMm(expectedMm - triggerMm));
        double fullMm = Math.min(usefulMm, policy.maximumNetMm());
        // Enough to bring today below the trigger even if no drop falls; tomorrow the decision is taken again.
        double leastMm = Math.min(fullMm, Math.max(policy.minimumNetMm(), expectedMm - triggerMm));
        double netMm = Math.max(leastMm, fullMm - likelyMm);
        return netMm <= 0
                ? new Wait(morning.depletionMm(), triggerMm)
                : new Water(morning.depletionMm(), triggerMm, netMm, fullMm > netMm ? likelyMm : 0);
    }
}
