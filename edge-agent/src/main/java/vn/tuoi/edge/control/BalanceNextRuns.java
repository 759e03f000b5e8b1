package vn.tuoi.edge.control;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import vn.tuoi.agronomy.decision.Refill;
import vn.tuoi.config.event.NextRun;
import vn.tuoi.config.event.NextRun.Certainty;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.edge.program.SoilBalance;
import vn.tuoi.edge.program.Watering;

/**
 * The days on which a soil balance is likely to ask for water: the balance is taken forward day by day with the expected
 * weather, and every morning is decided as the real one will be. Rain that is forecast makes such a day later here; the
 * balance itself never counts it before it has fallen.
 */
final class BalanceNextRuns {
    /** Further ahead nobody knows the weather. */
    private static final int HORIZON_DAYS = 21;

    private BalanceNextRuns() {}

    static List<NextRun> of(FarmNow farm, int index, Program.Balance program, ControlTime time) {
        FarmPlan plan = Objects.requireNonNull(farm.layout.plan());
        Zone zone = farm.layout.zone(index).plan();
        SoilBalance kept = farm.zones[index].balance;
        if (kept == null) {
            return NextRuns.nothing(
                    Explanation.of("alarm.balance_unknown_ground", "crop", zone.crop(), "soil", zone.soil()));
        }
        Instant now = time.wall();
        LocalDate today = now.atZone(plan.timeZone()).toLocalDate();
        SoilBalance balance = BalanceDesk.closed(farm, plan, zone, kept, today);
        NextRuns.Found found = new NextRuns.Found();
        double triggerMm = 0;
        for (int i = 0; i < HORIZON_DAYS && !found.enough(); i++) {
            LocalDate day = today.plusDays(i);
            Instant at = opening(farm, index, program, time, day);
            boolean decides = !day.equals(balance.decidedOn())
                    && at.atZone(plan.timeZone()).toLocalDate().equals(day);
            if (decides) {
                SoilBalance morning = i == 0 ? BalanceDesk.probed(farm, index, balance) : balance;
                Refill refill = BalanceDesk.refill(farm, zone, program, morning, at);
                triggerMm = refill.triggerMm();
                if (refill instanceof Refill.Water water) {
                    Watering watering = BalanceDesk.watering(farm, index, program, water);
                    Explanation reason = Hindrance.of(farm, index, program, at, false);
                    if (reason == null) {
                        double minutes = NextRuns.minutes(farm, program, watering, at);
                        found.runs(Certainty.EXPECTED, at, minutes, why(water));
                        balance = morning.irrigated(netMm(zone, watering));
                    } else {
                        found.leftOut(at, reason);
                        if (NextRuns.lasts(farm, index, watering)) {
                            break;
                        }
                    }
                }
            }
            balance = balance.close(zone, BalanceClimate.expected(farm, plan, day, now));
        }
        return found.list(Explanation.of(
                "preview.balance.later",
                "days",
                HORIZON_DAYS,
                "depletion",
                BalanceDesk.round(kept.depletionNowMm()),
                "trigger",
                BalanceDesk.round(triggerMm)));
    }

    /** When the day's decision is taken. */
    private static Instant opening(FarmNow farm, int index, Program.Balance program, ControlTime time, LocalDate day) {
        ZoneId zone = ProgramDesk.zoneId(farm);
        Instant from = day.atStartOfDay(zone).toInstant();
        if (time.wall().isAfter(from)) {
            long quietMs = Math.max(0, farm.zones[index].quietUntilMs - time.monotonicMs());
            from = time.wall().plusMillis(quietMs);
            Instant runEnd = NextRuns.runEnd(farm, index, time.wall());
            from = runEnd != null && runEnd.isAfter(from) ? runEnd : from;
        }
        Instant opening = BalanceDesk.opening(farm, index, program, day, from);
        return opening.isBefore(from) ? from : opening;
    }

    private static double netMm(Zone zone, Watering watering) {
        return watering.waterMs(zone) / 60_000 * zone.flowLitresPerMinute() * zone.efficiency() / zone.areaM2();
    }

    private static Explanation why(Refill.Water water) {
        return Explanation.of(
                water.likelyRainMm() > 0 ? "preview.balance.less_for_rain" : "preview.balance",
                "depletion",
                BalanceDesk.round(water.depletionMm()),
                "trigger",
                BalanceDesk.round(water.triggerMm()),
                "net",
                BalanceDesk.round(water.netMm()),
                "rain",
                BalanceDesk.round(water.likelyRainMm()));
    }
}
