package vn.tuoi.edge.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import vn.tuoi.agronomy.et0.ClimateEstimator;
import vn.tuoi.agronomy.et0.DiurnalWeather;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherColumn;
import vn.tuoi.agronomy.weather.WeatherDay;
import vn.tuoi.agronomy.weather.WeatherSeries;

/**
 * The weather over one farm: a daily series laid on the farm's calendar so that its first row is the farm's first day;
 * after the last row it begins again. Keeps the day that was asked for last; used by one thread at a time.
 */
final class FieldWeather {
    private final WeatherSeries series;
    private final LocalDate firstDay;
    private final ZoneId zone;
    private final Site site;
    private final ClimateEstimator climate;
    private LocalDate today;
    private Day course;

    /**
     * @param series every day with {@code tmin} and {@code tmax}, see {@link #refusal}
     * @param firstDay the farm's date of the first row
     */
    FieldWeather(WeatherSeries series, LocalDate firstDay, ZoneId zone, Site site) {
        this.series = series;
        this.firstDay = firstDay;
        this.zone = zone;
        this.site = site;
        this.climate = ClimateEstimator.fao56(site);
        this.today = firstDay;
        this.course = day(firstDay);
    }

    /** Why a series cannot drive a field; empty when it can. */
    static String refusal(WeatherSeries series) {
        return series.days().stream()
                .filter(day -> !day.has(WeatherColumn.TMIN) || !day.has(WeatherColumn.TMAX))
                .findFirst()
                .map(day -> day.date() + " has no tmin and tmax, which the course of a day needs")
                .orElse("");
    }

    /**
     * The weather of one moment.
     *
     * @param air its measurable quantities
     * @param et0MmPerHour reference evapotranspiration
     */
    record Moment(DiurnalWeather.Instant air, double et0MmPerHour) {}

    private record Day(DiurnalWeather hours, double et0Mm, double solarMj) {}

    Moment at(Instant time) {
        ZonedDateTime local = time.atZone(zone);
        if (!local.toLocalDate().equals(today)) {
            today = local.toLocalDate();
            course = day(today);
        }
        double hour = Duration.between(today.atStartOfDay(zone), local).toMillis() / 3_600_000.0;
        DiurnalWeather.Instant air = course.hours().at(Math.min(hour, 23.999));
        // a day's evapotranspiration is spread as its sunshine is
        double share = course.solarMj() <= 0 ? 0 : air.solarWattsPerSquareMetre() * 3600 / (course.solarMj() * 1e6);
        return new Moment(air, course.et0Mm() * share);
    }

    LocalDate dateAt(Instant time) {
        return time.atZone(zone).toLocalDate();
    }

    private Day day(LocalDate date) {
        WeatherDay day = row(date);
        double nextMin = row(date.plusDays(1)).value(WeatherColumn.TMIN).orElseThrow();
        return new Day(
                new DiurnalWeather(site, day, nextMin), climate.climate(day).et0Mm(), climate.solarRadiationMj(day));
    }

    private WeatherDay row(LocalDate date) {
        long index = Math.floorMod(
                ChronoUnit.DAYS.between(firstDay, date), (long) series.days().size());
        return series.days().get((int) index);
    }
}
