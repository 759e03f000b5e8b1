package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.decision.RainForecast;
import vn.tuoi.agronomy.decision.Refill;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.edge.program.BestWindow;
import vn.tuoi.edge.program.SoilBalance;
import vn.tuoi.edge.program.Watering;

/** Keeps the soil balance of zones with a balance program, and decides every morning whether and how much to refill. */
final class BalanceDesk {
    /** When a program without windows decides. */
    private static final LocalTime MORNING = LocalTime.of(5, 0);

    private static final int FORECAST_DAYS = 7;

    private BalanceDesk() {}

    static void advance(FarmNow farm, int index, Program.Balance program) {
        if (!farm.wallTrusted) {
            return;
        }
        FarmPlan plan = Objects.requireNonNull(farm.layout.plan());
        Zone zone = farm.layout.zone(index).plan();
        LocalDate today = farm.day().date();
        SoilBalance balance = upToDate(farm, index, plan, zone, today);
        if (balance == null) {
            Alarms.raise(
                    farm,
                    "balance_unknown_ground",
                    Alarm.Severity.WARNING,
                    Alarms.Subject.zone(zone.id()),
                    Explanation.of("alarm.balance_unknown_ground", "crop", zone.crop(), "soil", zone.soil()));
            return;
        }
        farm.wakeAt(farm.day().ends());
        if (today.equals(balance.decidedOn()) || farm.runOf(index) != null) {
            return;
        }
        Instant opening = opening(farm, index, program, today, farm.now);
        long readyMs = farm.zones[index].quietUntilMs;
        if (farm.now.isBefore(opening)) {
            farm.wakeAt(opening);
        } else if (farm.nowMs < readyMs) {
            farm.wakeAt(readyMs);
        } else {
            decide(farm, index, program, today);
        }
    }

    /** When the decision of a day is taken, seen from {@code now}: at the beginning of its best window. */
    static Instant opening(FarmNow farm, int index, Program.Balance program, LocalDate day, Instant now) {
        FarmPlan plan = Objects.requireNonNull(farm.layout.plan());
        return program.windows().isEmpty()
                ? ZonedDateTime.of(day, MORNING, plan.timeZone()).toInstant()
                : BestWindow.opening(
                        program.windows(),
                        program.skipRules(),
                        plan.timeZone(),
                        plan.longitude(),
                        day,
                        now,
                        Duration.ofMillis(farm.layout.zone(index).limitMs()),
                        farm.forecastAt(farm.now));
    }

    /** Closes the days since the balance was last looked at; null for a crop or a soil that the tables do not have. */
    private static @Nullable SoilBalance upToDate(FarmNow farm, int index, FarmPlan plan, Zone zone, LocalDate today) {
        SoilBalance balance = farm.zones[index].balance;
        if (balance != null && balance.closedUpTo().equals(farm.day().yesterday())) {
            return balance;
        }
        LocalDate yesterday = today.minusDays(1);
        if (balance == null || balance.closedUpTo().isBefore(yesterday.minusDays(SoilBalance.MAX_GAP_DAYS))) {
            balance = SoilBalance.begin(zone, yesterday).orElse(null);
            farm.zones[index].balance = balance;
            farm.touch();
        }
        if (balance != null && balance.closedUpTo().isBefore(yesterday)) {
            balance = closed(farm, plan, zone, balance, today);
            farm.zones[index].balance = balance;
            farm.touch();
        }
        return balance;
    }

    /** With every day before {@code today} in it. */
    static SoilBalance closed(FarmNow farm, FarmPlan plan, Zone zone, SoilBalance balance, LocalDate today) {
        SoilBalance closed = balance;
        while (closed.closedUpTo().isBefore(today.minusDays(1))) {
            LocalDate day = closed.closedUpTo().plusDays(1);
            closed = closed.close(zone, BalanceClimate.measured(farm, plan, day));
        }
        return closed;
    }

    private static void decide(FarmNow farm, int index, Program.Balance program, LocalDate today) {
        ZoneNow now = farm.zones[index];
        Zone zone = farm.layout.zone(index).plan();
        SoilBalance balance = probed(farm, index, Objects.requireNonNull(now.balance));
        now.balance = balance.decided(today);
        farm.touch();
        farm.reportChanged = true;
        if (refill(farm, zone, program, balance, farm.now) instanceof Refill.Water water) {
            ProgramDesk.start(farm, index, program, watering(farm, index, program, water), why(water));
        }
    }

    /** Corrected by the zone's probe, if that can be believed. */
    static SoilBalance probed(FarmNow farm, int index, SoilBalance balance) {
        Layout.ZoneEntry entry = farm.layout.zone(index);
        Sensor probe = farm.sensors[entry.moistureSensor()];
        return MeasuredPrograms.believed(farm, index, probe) ? balance.corrected(entry.plan(), probe.value()) : balance;
    }

    static Refill refill(FarmNow farm, Zone zone, Program.Balance program, SoilBalance balance, Instant at) {
        return balance.decide(zone, program, forecast(farm, at));
    }

    static Watering watering(FarmNow farm, int index, Program.Balance program, Refill.Water water) {
        return ProgramDesk.watering(farm, index, program, Amount.ofMillimetres(water.netMm()), 1);
    }

    private static Explanation why(Refill.Water water) {
        double depletion = round(water.depletionMm());
        double trigger = round(water.triggerMm());
        double net = round(water.netMm());
        return water.likelyRainMm() > 0
                ? Explanation.of(
                        "run.balance.less_for_rain",
                        "depletion",
                        depletion,
                        "trigger",
                        trigger,
                        "net",
                        net,
                        "rain",
                        round(water.likelyRainMm()))
                : Explanation.of("run.balance", "depletion", depletion, "trigger", trigger, "net", net);
    }

    /** Rain of the coming days, each hour weighted by its probability; a stale forecast is none. */
    private static RainForecast forecast(FarmNow farm, Instant at) {
        Forecast forecast = farm.forecastAt(at);
        if (forecast == null) {
            return RainForecast.NONE;
        }
        List<RainForecast.Day> days = new ArrayList<>();
        for (int i = 0; i < FORECAST_DAYS; i++) {
            Instant from = at.plus(Duration.ofDays(i));
            days.add(new RainForecast.Day(forecast.expectedRainMm(from, Duration.ofDays(1)), 1));
        }
        return new RainForecast(days);
    }

    /** A run has given water to a zone with a balance. */
    static void credit(FarmNow farm, Run run) {
        ZoneNow zone = farm.zones[run.zone];
        if (zone.balance != null && run.litres > 0) {
            Zone plan = farm.entry(run).plan();
            zone.balance = zone.balance.irrigated(run.litres * plan.efficiency() / plan.areaM2());
        }
    }

    static double round(double mm) {
        return Math.round(mm * 10) / 10.0;
    }
}
