package vn.tuoi.agronomy.et0;

import static vn.tuoi.agronomy.weather.WeatherColumn.EA_KPA;
import static vn.tuoi.agronomy.weather.WeatherColumn.ET0_MM;
import static vn.tuoi.agronomy.weather.WeatherColumn.RHMAX;
import static vn.tuoi.agronomy.weather.WeatherColumn.RHMEAN;
import static vn.tuoi.agronomy.weather.WeatherColumn.RHMIN;
import static vn.tuoi.agronomy.weather.WeatherColumn.RS_MJ;
import static vn.tuoi.agronomy.weather.WeatherColumn.SUNSHINE_H;
import static vn.tuoi.agronomy.weather.WeatherColumn.TDEW;
import static vn.tuoi.agronomy.weather.WeatherColumn.TMAX;
import static vn.tuoi.agronomy.weather.WeatherColumn.TMIN;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherDay;

/**
 * Turns a measured day into the climate a crop sees: fills what is missing as FAO-56 chapter 3 says, names what it filled, and
 * computes reference evapotranspiration unless the file brought it. Immutable, thread-safe.
 */
public final class ClimateEstimator {

    private static final double DEFAULT_WIND_METRES_PER_SECOND = 2.0;
    private static final double STANDARD_RH_MIN_PERCENT = 45;

    private final Site site;
    private final ReferenceMethod method;
    private final Et0Source source;

    /** Where a day's reference evapotranspiration comes from. */
    public enum Et0Source {
        /** The file's {@code et0_mm} where it has one, else Penman-Monteith. */
        GIVEN_OR_COMPUTED,
        /** Penman-Monteith always. */
        COMPUTED,
        /** Hargreaves, equation 52, from temperatures alone. */
        HARGREAVES
    }

    /**
     * @param site the place
     * @param method the Penman-Monteith form
     * @param source where reference evapotranspiration comes from
     */
    public ClimateEstimator(Site site, ReferenceMethod method, Et0Source source) {
        this.site = site;
        this.method = method;
        this.source = source;
    }

    /** FAO-56 Penman-Monteith of what was measured, the file's own ET0 where it has one. */
    public static ClimateEstimator fao56(Site site) {
        return new ClimateEstimator(site, ReferenceMethod.FAO56, Et0Source.GIVEN_OR_COMPUTED);
    }

    /** Why a day cannot be used, or nothing when {@link #climate} will answer. */
    public Optional<String> refusal(WeatherDay day) {
        boolean temperatures = day.has(TMIN) && day.has(TMAX);
        if (temperatures || (source == Et0Source.GIVEN_OR_COMPUTED && day.has(ET0_MM))) {
            return Optional.empty();
        }
        return Optional.of(day.date() + " has no tmin and tmax"
                + (source == Et0Source.GIVEN_OR_COMPUTED ? " and no et0_mm" : "")
                + ": reference evapotranspiration cannot be estimated");
    }

    /**
     * The climate of a day.
     *
     * @throws IllegalArgumentException with the text of {@link #refusal} when the day has neither temperatures nor ET0
     */
    public DailyClimate climate(WeatherDay day) {
        refusal(day).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        Set<Estimated> estimated = EnumSet.noneOf(Estimated.class);
        double wind = wind2m(day, estimated);
        OptionalDouble given = source == Et0Source.GIVEN_OR_COMPUTED ? day.value(ET0_MM) : OptionalDouble.empty();
        if (!day.has(TMIN) || !day.has(TMAX)) {
            double rhMin = day.value(RHMIN).orElseGet(() -> {
                estimated.add(Estimated.LOWEST_HUMIDITY_STANDARD);
                return STANDARD_RH_MIN_PERCENT;
            });
            return new DailyClimate(given.orElseThrow(), wind, rhMin, day.rainMm(), estimated);
        }
        double min = day.value(TMIN).orElseThrow();
        double max = day.value(TMAX).orElseThrow();
        double vapour = vapourPressureKpa(day, min, max, estimated);
        double rhMin = day.value(RHMIN).orElseGet(() -> {
            estimated.add(Estimated.LOWEST_HUMIDITY);
            return Math.min(100, 100 * vapour / Atmosphere.saturationVapourPressureKpa(max));
        });
        double et0;
        if (given.isPresent()) {
            et0 = given.getAsDouble();
        } else if (source == Et0Source.HARGREAVES) {
            double ra = Radiation.extraterrestrialDaily(site.latitudeRadians(), day.dayOfYear());
            et0 = Hargreaves.UNCALIBRATED.et0Mm(min, max, ra);
        } else {
            et0 = penmanMonteith(day, min, max, vapour, wind, estimated);
        }
        return new DailyClimate(et0, wind, rhMin, day.rainMm(), estimated);
    }

    /** Solar radiation of a day in MJ m⁻² d⁻¹: measured, else from sunshine, else from the temperature range. */
    public double solarRadiationMj(WeatherDay day) {
        return solar(day, EnumSet.noneOf(Estimated.class));
    }

    /** Actual vapour pressure of a day with temperatures, kPa. */
    public double vapourPressureKpa(WeatherDay day) {
        return vapourPressureKpa(
                day, day.value(TMIN).orElseThrow(), day.value(TMAX).orElseThrow(), EnumSet.noneOf(Estimated.class));
    }

    private double penmanMonteith(
            WeatherDay day, double min, double max, double vapour, double wind, Set<Estimated> estimated) {
        double extraterrestrial = Radiation.extraterrestrialDaily(site.latitudeRadians(), day.dayOfYear());
        double solar = solar(day, estimated);
        double clearSky = Radiation.clearSky(site.elevationMetres(), extraterrestrial);
        double longwave = Radiation.netLongwaveDaily(
                method.dailyStefanBoltzmann, min, max, vapour, Radiation.cloudiness(solar / clearSky));
        double net = Radiation.netShortwave(solar) - longwave;
        double gamma = Atmosphere.psychrometricConstant(Atmosphere.pressureKpa(site.elevationMetres()));
        return Math.max(0, PenmanMonteith.daily(method, new PenmanMonteith.Day(min, max, vapour, wind, net, 0, gamma)));
    }

    private double solar(WeatherDay day, Set<Estimated> estimated) {
        OptionalDouble measured = day.value(RS_MJ);
        if (measured.isPresent()) {
            return measured.getAsDouble();
        }
        double latitude = site.latitudeRadians();
        double extraterrestrial = Radiation.extraterrestrialDaily(latitude, day.dayOfYear());
        OptionalDouble sunshine = day.value(SUNSHINE_H);
        if (sunshine.isPresent()) {
            estimated.add(Estimated.RADIATION_FROM_SUNSHINE);
            double daylight = Radiation.daylightHours(latitude, day.dayOfYear());
            return Radiation.solarFromSunshine(sunshine.getAsDouble(), daylight, extraterrestrial);
        }
        estimated.add(Estimated.RADIATION);
        return Radiation.solarFromTemperature(
                Radiation.temperatureCoefficient(site.coastal()),
                day.value(TMIN).orElseThrow(),
                day.value(TMAX).orElseThrow(),
                extraterrestrial);
    }

    /** The order of trust of ASCE-EWRI 2005 table 3: vapour pressure, dew point, both humidities, the highest, the lowest, the mean. */
    private static double vapourPressureKpa(WeatherDay day, double min, double max, Set<Estimated> estimated) {
        if (day.has(EA_KPA)) {
            return day.value(EA_KPA).orElseThrow();
        }
        if (day.has(TDEW)) {
            return Atmosphere.saturationVapourPressureKpa(day.value(TDEW).orElseThrow());
        }
        OptionalDouble highest = day.value(RHMAX);
        OptionalDouble lowest = day.value(RHMIN);
        if (highest.isPresent() && lowest.isPresent()) {
            return Atmosphere.vapourPressureFromHumidityExtremesKpa(
                    min, max, lowest.getAsDouble(), highest.getAsDouble());
        }
        if (highest.isPresent()) {
            return Atmosphere.vapourPressureFromHighestHumidityKpa(min, highest.getAsDouble());
        }
        if (lowest.isPresent()) {
            return Atmosphere.saturationVapourPressureKpa(max) * lowest.getAsDouble() / 100;
        }
        OptionalDouble mean = day.value(RHMEAN);
        if (mean.isPresent()) {
            return Atmosphere.vapourPressureFromMeanHumidityKpa(min, max, mean.getAsDouble());
        }
        estimated.add(Estimated.HUMIDITY);
        return Atmosphere.saturationVapourPressureKpa(min);
    }

    private static double wind2m(WeatherDay day, Set<Estimated> estimated) {
        Optional<WeatherDay.Wind> wind = day.wind();
        if (wind.isEmpty()) {
            estimated.add(Estimated.WIND);
            return DEFAULT_WIND_METRES_PER_SECOND;
        }
        return wind.get().speedMetresPerSecond()
                * Atmosphere.windFactorTo2m(wind.get().heightMetres());
    }
}
