package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.decision.RainForecast;
import vn.tuoi.agronomy.decision.Refill;
import vn.tuoi.agronomy.et0.ClimateEstimator;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherColumn;
import vn.tuoi.agronomy.weather.WeatherDay;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.edge.program.AllowedWindows;
import vn.tuoi.edge.program.SoilBalance;

/** Keeps the soil balance of zones with a balance program, and decides every morning whether and how much to refill. */
final class BalanceDesk {
    /** When a program without windows decides. */
    private static final LocalTime MORNING = LocalTime.of(5, 0);
    /** A day that nobody measured is taken to have used so much. */
    private static final double USUAL_ET0_MM = 4;

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
        Instant opening = opening(farm, program, plan.timeZone(), today);
        long readyMs = farm.zones[index].quietUntilMs;
        if (farm.now.isBefore(opening)) {
            farm.wakeAt(opening);
        } else if (farm.nowMs < readyMs) {
            farm.wakeAt(readyMs);
        } else {
            decide(farm, index, program, today);
        }
    }

    private static Instant opening(FarmNow farm, Program.Balance program, ZoneId zone, LocalDate today) {
        return program.windows().isEmpty()
                ? ZonedDateTime.of(today, MORNING, zone).toInstant()
                : AllowedWindows.nextOpening(program.windows(), zone, farm.now);
    }

    /** Closes the days since the balance was last looked at; null for a crop or a soil that the tables do not have. */
    private static @Nullable SoilBalance upToDate(FarmNow farm, int index, FarmPlan plan, Zone zone, LocalDate today) {
        SoilBalance balance = farm.zones[index].balance;
        LocalDate yesterday = today.minusDays(1);
        if (balance == null || balance.closedUpTo().isBefore(yesterday.minusDays(SoilBalance.MAX_GAP_DAYS))) {
            balance = SoilBalance.begin(zone, yesterday).orElse(null);
            farm.zones[index].balance = balance;
            farm.touch();
        }
        while (balance != null && balance.closedUpTo().isBefore(yesterday)) {
            balance =
                    balance.close(zone, climate(farm, plan, balance.closedUpTo().plusDays(1)));
            farm.zones[index].balance = balance;
            farm.touch();
        }
        return balance;
    }

    private static DailyClimate climate(FarmNow farm, FarmPlan plan, LocalDate day) {
        Map<WeatherColumn, Double> measured = new EnumMap<>(WeatherColumn.class);
        Instant from = day.atStartOfDay(plan.timeZone()).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(plan.timeZone()).toInstant();
        measured.put(WeatherColumn.RAIN_MM, Math.min(2_000, farm.rain.betweenMm(from, to)));
        farm.temperatures
                .of(day)
                .ifPresentOrElse(
                        extremes -> {
                            measured.put(WeatherColumn.TMIN, extremes.minCelsius());
                            measured.put(WeatherColumn.TMAX, extremes.maxCelsius());
                        },
                        () -> measured.put(WeatherColumn.ET0_MM, USUAL_ET0_MM));
        return ClimateEstimator.fao56(Site.inland(plan.latitude(), plan.elevationM()))
                .climate(WeatherDay.of(day, measured));
    }

    private static void decide(FarmNow farm, int index, Program.Balance program, LocalDate today) {
        ZoneNow now = farm.zones[index];
        Layout.ZoneEntry entry = farm.layout.zone(index);
        Zone zone = entry.plan();
        SoilBalance balance = Objects.requireNonNull(now.balance);
        Sensor probe = farm.sensors[entry.moistureSensor()];
        if (probe.fresh(farm.nowMs, MeasuredPrograms.FRESH_MS) && !SensorWatch.stuck(farm, probe)) {
            balance = balance.corrected(zone, probe.value());
        }
        now.balance = balance.decided(today);
        farm.touch();
        farm.reportChanged = true;
        if (balance.decide(zone, program, forecast(farm)) instanceof Refill.Water water) {
            Amount amount = Amount.ofMillimetres(water.netMm());
            ProgramDesk.start(
                    farm, index, program, farm.now, ProgramDesk.watering(farm, index, program, amount, 1), why(water));
        }
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
    private static RainForecast forecast(FarmNow farm) {
        Forecast forecast = farm.forecast;
        if (forecast == null || !forecast.isFresh(farm.now)) {
            return RainForecast.NONE;
        }
        List<RainForecast.Day> days = new ArrayList<>();
        for (int i = 0; i < FORECAST_DAYS; i++) {
            Instant from = farm.now.plus(Duration.ofDays(i));
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

    private static double round(double mm) {
        return Math.round(mm * 10) / 10.0;
    }
}
