package vn.tuoi.agronomy.et0;

import vn.tuoi.agronomy.weather.Site;

/**
 * Reference evapotranspiration hour by hour at one place: FAO-56 equation 53 or ASCE-EWRI 2005. At night, when no clear-sky radiation
 * exists to compare with, cloudiness is carried from the last hour with a high sun; the value that starts the series is given.
 * Immutable; {@link #hour} hands on the cloudiness. Thread-safe.
 */
public final class HourlyReference {

    /** Below this height of the sun in radians cloudiness is carried, ASCE-EWRI 2005 equation 46. */
    private static final double LOW_SUN_RADIANS = 0.3;

    private final Site site;
    private final double longitudeDegreesEast;
    private final double zoneDegreesEast;
    private final ReferenceMethod method;

    /**
     * @param longitudeDegreesEast of the place
     * @param zoneDegreesEast middle of its time zone, e.g. 105 for UTC+7
     */
    public HourlyReference(Site site, double longitudeDegreesEast, double zoneDegreesEast, ReferenceMethod method) {
        this.site = site;
        this.longitudeDegreesEast = longitudeDegreesEast;
        this.zoneDegreesEast = zoneDegreesEast;
        this.method = method;
    }

    /**
     * An hour's measurements. The label of hourly data is the start of the hour, so the midpoint is label + 0.5.
     *
     * @param dayOfYear 1 to 366
     * @param midpointHour standard clock time of the middle of the hour
     * @param celsius mean air temperature
     * @param vapourPressureKpa actual vapour pressure
     * @param wind2mMetresPerSecond wind at 2 m
     * @param solarMj solar radiation, MJ m⁻² h⁻¹
     */
    public record Measured(
            int dayOfYear,
            double midpointHour,
            double celsius,
            double vapourPressureKpa,
            double wind2mMetresPerSecond,
            double solarMj) {}

    /**
     * The answer of an hour.
     *
     * @param et0Mm mm/h, negative in an hour of condensation
     * @param netRadiationMj MJ m⁻² h⁻¹
     * @param cloudiness the factor to hand to the next hour
     */
    public record Result(double et0Mm, double netRadiationMj, double cloudiness) {}

    /** Cloudiness from Rs/Rso of a late afternoon, e.g. 0.8, for the first hour of a series; see FAO-56 example 19. */
    public static double startingCloudiness(double solarToClearSky) {
        return Radiation.cloudiness(solarToClearSky);
    }

    /**
     * One hour.
     *
     * @param previousCloudiness of the hour before, or {@link #startingCloudiness}
     */
    public Result hour(Measured hour, double previousCloudiness) {
        double latitude = site.latitudeRadians();
        double angle = Radiation.hourAngle(hour.dayOfYear, hour.midpointHour, longitudeDegreesEast, zoneDegreesEast);
        double extraterrestrial = Radiation.extraterrestrialPeriod(latitude, hour.dayOfYear, angle, 1);
        double clearSky = Radiation.clearSky(site.elevationMetres(), extraterrestrial);
        boolean lowSun = Radiation.sunElevation(latitude, hour.dayOfYear, angle) < LOW_SUN_RADIANS;
        double cloudiness =
                lowSun || clearSky <= 0 ? previousCloudiness : Radiation.cloudiness(hour.solarMj / clearSky);
        double net = Radiation.netShortwave(hour.solarMj)
                - Radiation.netLongwaveHourly(
                        method.hourlyStefanBoltzmann, hour.celsius, hour.vapourPressureKpa, cloudiness);
        double gamma = Atmosphere.psychrometricConstant(Atmosphere.pressureKpa(site.elevationMetres()));
        double et0 = PenmanMonteith.hourly(
                method,
                new PenmanMonteith.Hour(hour.celsius, hour.vapourPressureKpa, hour.wind2mMetresPerSecond, net, gamma));
        return new Result(et0, net, cloudiness);
    }
}
