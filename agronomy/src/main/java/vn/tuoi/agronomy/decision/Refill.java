package vn.tuoi.agronomy.decision;

import vn.tuoi.agronomy.balance.BalanceDay;

/**
 * The refill decision of a morning: wait, or water so much, with the numbers that explain it. A pure function of what has happened, what
 * is likely and what people want. Rain that has not fallen is never credited: it only makes a refill smaller, down to what carries the
 * crop without stress to the next morning, when the decision is taken again.
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
     * @param lossBeforeWaterMm evapotranspiration before today's water arrives; 0 for water at the start of the day
     */
    record Morning(double depletionMm, double tawMm, double depletionFraction, double etcMm, double lossBeforeWaterMm) {

        /** The morning after a day of a balance whose water arrives at the start of the day; today is expected to be like yesterday. */
        public static Morning after(BalanceDay yesterday) {
            return new Morning(
                    yesterday.rootZone().depletionMm(),
                    yesterday.rootZone().tawMm(),
                    yesterday.rootZone().depletionFraction(),
                    yesterday.flows().etcMm(),
                    0);
        }
    }

    /** Decides. */
    static Refill decide(Morning morning, RainForecast forecast, RefillPolicy policy) {
        double share = policy.managementAllowedDepletion().orElse(morning.depletionFraction());
        double triggerMm = share * morning.tawMm();
        double expectedMm = morning.depletionMm() + morning.lossBeforeWaterMm();
        if (expectedMm < triggerMm || morning.depletionMm() <= 0) {
            return new Wait(morning.depletionMm(), triggerMm);
        }
        double likelyMm = forecast.expectedMm(policy.forecastDays());
        double fullMm = Math.min(expectedMm * policy.refillFraction(), policy.maximumNetMm());
        // Enough that tomorrow begins below the trigger even if no drop falls: then the decision is taken again.
        double carryMm = expectedMm + morning.etcMm() - triggerMm;
        double leastMm = Math.min(fullMm, Math.max(policy.minimumNetMm(), carryMm));
        double netMm = Math.max(leastMm, fullMm - likelyMm);
        return new Water(morning.depletionMm(), triggerMm, netMm, fullMm > netMm ? likelyMm : 0);
    }
}
