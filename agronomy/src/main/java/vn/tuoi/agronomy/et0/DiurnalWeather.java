package vn.tuoi.agronomy.et0;

import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherColumn;
import vn.tuoi.agronomy.weather.WeatherDay;

/**
 * The likely course of a measured day through its hours, for simulated farms: temperature rises as half a cosine from sunrise to
 * three hours after noon and falls as another to the next sunrise; radiation follows the sun; vapour pressure is constant up to
 * saturation; wind blows twice as hard by day as at night (FAO-56 chapter 6); rain falls as one shower. The hours of a day add up to
 * the day: mean radiation, wind and total rain are kept exactly. Solar time is taken as clock time. Immutable, thread-safe.
 */
public final class DiurnalWeather {

    private static final double WARMEST_HOUR = 15;

    private final Site site;
    private final WeatherDay day;
    private final double minCelsius;
    private final double maxCelsius;
    private final double nextMinCelsius;
    private final double vapourPressureKpa;
    private final double solarMj;
    private final double wind2m;

    /**
     * @param day with temperatures
     * @param nextMinCelsius lowest temperature of the next day, to which the evening falls
     */
    public DiurnalWeather(Site site, WeatherDay day, double nextMinCelsius) {
        ClimateEstimator estimator = ClimateEstimator.fao56(site);
        this.site = site;
        this.day = day;
        this.minCelsius = day.value(WeatherColumn.TMIN).orElseThrow();
        this.maxCelsius = day.value(WeatherColumn.TMAX).orElseThrow();
        this.nextMinCelsius = nextMinCelsius;
        this.vapourPressureKpa = estimator.vapourPressureKpa(day);
        this.solarMj = estimator.solarRadiationMj(day);
        this.wind2m = estimator.climate(day).wind2mMetresPerSecond();
    }

    /**
     * The weather of one instant.
     *
     * @param airCelsius air temperature
     * @param relativeHumidityPercent 0 to 100
     * @param solarWattsPerSquareMetre on the horizontal
     * @param wind2mMetresPerSecond at 2 m
     * @param rainMmPerHour intensity
     */
    public record Instant(
            double airCelsius,
            double relativeHumidityPercent,
            double solarWattsPerSquareMetre,
            double wind2mMetresPerSecond,
            double rainMmPerHour) {}

    /** Weather at a decimal hour of the day, 0 up to but not including 24. */
    public Instant at(double hour) {
        double celsius = airCelsius(hour);
        double humidity = Math.min(100, 100 * vapourPressureKpa / Atmosphere.saturationVapourPressureKpa(celsius));
        double shower = showerHours();
        boolean raining = day.rainMm() > 0 && hour >= showerStartHour() && hour < showerStartHour() + shower;
        return new Instant(celsius, humidity, solarWatts(hour), windAt(hour), raining ? day.rainMm() / shower : 0);
    }

    private double airCelsius(double hour) {
        double sunrise = sunriseHour();
        if (hour < sunrise) {
            // The night before is drawn like the night to come: this day's minimum is reached at sunrise.
            double share = (hour + 24 - WARMEST_HOUR) / (sunrise + 24 - WARMEST_HOUR);
            return between(maxCelsius, minCelsius, share);
        }
        if (hour <= WARMEST_HOUR) {
            return between(minCelsius, maxCelsius, (hour - sunrise) / (WARMEST_HOUR - sunrise));
        }
        return between(maxCelsius, nextMinCelsius, (hour - WARMEST_HOUR) / (sunrise + 24 - WARMEST_HOUR));
    }

    private static double between(double from, double to, double share) {
        return from + (to - from) * (1 - Math.cos(Math.PI * share)) / 2;
    }

    private double sunriseHour() {
        return 12 - Radiation.daylightHours(site.latitudeRadians(), day.dayOfYear()) / 2;
    }

    private double solarWatts(double hour) {
        double latitude = site.latitudeRadians();
        int j = day.dayOfYear();
        double sine = Math.sin(Radiation.sunElevation(latitude, j, Math.PI / 12 * (hour - 12)));
        if (sine <= 0) {
            return 0;
        }
        double top = Radiation.SOLAR_CONSTANT * Radiation.inverseRelativeDistance(j) * sine * 1e6 / 60;
        return top * solarMj / Radiation.extraterrestrialDaily(latitude, j);
    }

    private double windAt(double hour) {
        // 12 hours at 4/3 and 12 hours at 2/3 of the mean: a ratio of 2 that keeps the mean.
        boolean byDay = hour >= 7 && hour < 19;
        return wind2m * (byDay ? 4.0 / 3 : 2.0 / 3);
    }

    /** A light rain is over in an hour, a heavy one takes up to eight. */
    private double showerHours() {
        return Math.max(1, Math.min(8, day.rainMm() / 8));
    }

    /** Mostly in the afternoon, different from day to day but the same for the same date. */
    private double showerStartHour() {
        return 10 + Math.floorMod(day.date().toEpochDay() * 7, 6);
    }
}
