package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.et0.ClimateEstimator;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherColumn;
import vn.tuoi.agronomy.weather.WeatherDay;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.plan.FarmPlan;

/** A day's weather for a soil balance: what was measured of a day that is over, what is likely of one to come. */
final class BalanceClimate {
    /** A day that nobody measured is taken to have used so much. */
    private static final double USUAL_ET0_MM = 4;

    private static final double MOST_RAIN_MM = 2_000;
    /** A forecast with fewer hours of evapotranspiration says nothing about a day's. */
    private static final int ENOUGH_HOURS = 20;

    private BalanceClimate() {}

    /** Of a day that is over; rain is what fell, whatever was forecast. */
    static DailyClimate measured(FarmNow farm, FarmPlan plan, LocalDate day) {
        double rainMm = farm.rain.betweenMm(start(plan, day), start(plan, day.plusDays(1)));
        return climate(plan, day, rainMm, null, farm.temperatures.of(day));
    }

    /** Of today or a day to come: the fresh forecast, else another day like the last one measured, without rain. */
    static DailyClimate expected(FarmNow farm, FarmPlan plan, LocalDate day, Instant now) {
        Instant from = start(plan, day);
        Instant to = start(plan, day.plusDays(1));
        double rainMm = farm.rain.betweenMm(from, now.isBefore(to) ? now : to);
        Double et0Mm = null;
        Forecast forecast = farm.forecastAt(now);
        if (forecast != null) {
            Instant rest = now.isAfter(from) ? now : from;
            rainMm += rest.isBefore(to) ? forecast.expectedRainMm(rest, Duration.between(rest, to)) : 0;
            et0Mm = et0(forecast, from, to);
        }
        return climate(plan, day, rainMm, et0Mm, farm.temperatures.last());
    }

    private static @Nullable Double et0(Forecast forecast, Instant from, Instant to) {
        int hours = 0;
        double sum = 0;
        for (Forecast.Hour hour : forecast.hours()) {
            if (hour.et0Mm() != null && !hour.at().isBefore(from) && hour.at().isBefore(to)) {
                hours++;
                sum += hour.et0Mm();
            }
        }
        return hours < ENOUGH_HOURS ? null : sum;
    }

    private static DailyClimate climate(
            FarmPlan plan,
            LocalDate day,
            double rainMm,
            @Nullable Double et0Mm,
            Optional<AirTemperatures.Day> temperatures) {
        Map<WeatherColumn, Double> weather = new EnumMap<>(WeatherColumn.class);
        weather.put(WeatherColumn.RAIN_MM, Math.min(MOST_RAIN_MM, rainMm));
        if (et0Mm != null) {
            weather.put(WeatherColumn.ET0_MM, et0Mm);
        } else if (temperatures.isPresent()) {
            weather.put(WeatherColumn.TMIN, temperatures.get().minCelsius());
            weather.put(WeatherColumn.TMAX, temperatures.get().maxCelsius());
        } else {
            weather.put(WeatherColumn.ET0_MM, USUAL_ET0_MM);
        }
        return ClimateEstimator.fao56(Site.inland(plan.latitude(), plan.elevationM()))
                .climate(WeatherDay.of(day, weather));
    }

    private static Instant start(FarmPlan plan, LocalDate day) {
        return day.atStartOfDay(plan.timeZone()).toInstant();
    }
}
