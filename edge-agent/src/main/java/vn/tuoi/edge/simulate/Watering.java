package vn.tuoi.edge.simulate;

import java.time.LocalDate;
import vn.tuoi.agronomy.balance.BalanceState;
import vn.tuoi.agronomy.decision.RainForecast;
import vn.tuoi.agronomy.decision.Refill;
import vn.tuoi.agronomy.decision.RefillPolicy;

/** What waters a simulated season: a program asked once a morning. Implementations are immutable and thread-safe. */
@FunctionalInterface
public interface Watering {

    /** Nobody waters. */
    Watering NONE = morning -> 0;

    /** A refill by balance. */
    static Watering refill(RefillPolicy policy) {
        return morning -> Refill.decide(morning.rootZone(), morning.forecast(), policy) instanceof Refill.Water water
                ? water.netMm()
                : 0;
    }

    /** Water to the upper content when the probe shows less than the lower one, both m³/m³. */
    static Watering moisture(double lowMoisture, double highMoisture) {
        return morning -> morning.waterContent() < lowMoisture
                ? (highMoisture - morning.waterContent()) * 1000 * morning.rootM()
                : 0;
    }

    /** Net depth in mm to give today, 0 for none. */
    double netMm(Morning morning);

    /**
     * What a program may know on a morning.
     *
     * @param date today
     * @param state of the water balance
     * @param rootZone for the refill decision
     * @param waterContent measured by a probe without error, m³/m³
     * @param rootM rooting depth, m
     * @param rainYesterdayMm fallen in the last day
     * @param forecast of rain
     */
    record Morning(
            LocalDate date,
            BalanceState state,
            Refill.Morning rootZone,
            double waterContent,
            double rootM,
            double rainYesterdayMm,
            RainForecast forecast) {}
}
