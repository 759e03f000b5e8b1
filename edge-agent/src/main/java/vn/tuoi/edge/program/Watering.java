package vn.tuoi.edge.program;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.decision.CyclePlan;
import vn.tuoi.agronomy.soil.Intake;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.CycleSoak;
import vn.tuoi.config.plan.Zone;

/**
 * How much a run gives, in the terms in which a valve works.
 *
 * @param timeMs longest time with water, within the zone's limit
 * @param litres volume at which it ends earlier; absent when it goes by time
 * @param cycleMs longest cycle; {@link Long#MAX_VALUE} waters in one go
 * @param soakMs pause between two cycles
 */
public record Watering(long timeMs, @Nullable Double litres, long cycleMs, long soakMs) {
    /** A run that goes by litres on a meter may take so much longer than by the design flow. */
    public static final double METERED_TIME_FACTOR = 1.5;

    private static final double DEFAULT_SOAK_MINUTES = 30;

    /**
     * Water for a zone.
     *
     * @param amount what is asked for
     * @param factor scales it, e.g. the seasonal percentage
     * @param metered whether a flow meter measures the zone, so that litres need no design flow
     * @param intake the soil's, for cycles that come from the soil; absent waters in one go then
     */
    public static Watering of(
            Zone zone,
            Amount amount,
            double factor,
            boolean metered,
            @Nullable CycleSoak cycleSoak,
            @Nullable Intake intake) {
        Double litres = litres(zone, amount, factor);
        double minutes = litres == null
                ? (amount.minutes() == null ? 0 : amount.minutes() * factor)
                : litres / zone.flowLitresPerMinute() * (metered ? METERED_TIME_FACTOR : 1);
        double limited = Math.min(minutes, zone.maxMinutes());
        long timeMs = Math.round(limited * 60_000);
        if (cycleSoak == null) {
            return new Watering(timeMs, litres, Long.MAX_VALUE, 0);
        }
        Double maxCycle = cycleSoak.maxCycleMinutes();
        Double minSoak = cycleSoak.minSoakMinutes();
        CyclePlan bySoil = intake == null || limited <= 0
                ? null
                : CyclePlan.of(limited, zone.applicationRateMmPerHour(), intake, slopePercent(zone));
        double cycleMinutes =
                maxCycle != null ? maxCycle : bySoil == null ? Double.POSITIVE_INFINITY : bySoil.cycleMinutes();
        double soakMinutes = minSoak != null
                ? minSoak
                : bySoil == null || bySoil.soakMinutes() == 0 ? DEFAULT_SOAK_MINUTES : bySoil.soakMinutes();
        return cycleMinutes >= limited
                ? new Watering(timeMs, litres, Long.MAX_VALUE, 0)
                : new Watering(timeMs, litres, Math.round(cycleMinutes * 60_000), Math.round(soakMinutes * 60_000));
    }

    private static double slopePercent(Zone zone) {
        return zone.slopePercent() == null ? 0 : zone.slopePercent();
    }

    /** Litres through the valve: a depth is net, so the zone's efficiency makes it more. */
    private static @Nullable Double litres(Zone zone, Amount amount, double factor) {
        if (amount.litres() != null) {
            return amount.litres() * factor;
        }
        return amount.millimetres() == null ? null : amount.millimetres() * factor * zone.areaM2() / zone.efficiency();
    }

    /** From the first opening to the last closing by the design flow, soaks included. */
    public Duration elapsed(Zone zone) {
        return Duration.ofMillis(Math.round(waterMs(zone)) + (cycles(zone) - 1) * soakMs);
    }

    /** How often the valve opens, by the design flow; at least once. */
    public long cycles(Zone zone) {
        return cycleMs == Long.MAX_VALUE ? 1 : Math.max(1, (long) Math.ceil(waterMs(zone) / cycleMs));
    }

    /** Time with water by the design flow. */
    public double waterMs(Zone zone) {
        return litres == null ? timeMs : Math.min((double) timeMs, litres / zone.flowLitresPerMinute() * 60_000);
    }
}
