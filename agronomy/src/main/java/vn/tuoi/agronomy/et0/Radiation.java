package vn.tuoi.agronomy.et0;

/**
 * Sun and radiation, FAO-56 chapter 3, equations 21 to 44. Energies in MJ m⁻² per day or per hour, angles in radians, J is the day of
 * the year. Latitudes between the polar circles. Pure functions.
 */
public final class Radiation {

    /** Solar constant in MJ m⁻² min⁻¹. */
    static final double SOLAR_CONSTANT = 0.0820;
    /** Offset from Celsius to Kelvin as FAO-56 prints it. */
    static final double KELVIN_OFFSET = 273.16;
    /** Reflection of the reference crop. */
    static final double ALBEDO = 0.23;
    /** Evaporation in mm of one MJ m⁻², the inverse of the latent heat 2.45 MJ/kg, equation 20. */
    public static final double MM_PER_MJ = 0.408;

    private Radiation() {}

    /** Inverse relative distance from earth to sun, equation 23. */
    public static double inverseRelativeDistance(int dayOfYear) {
        return 1 + 0.033 * Math.cos(2 * Math.PI / 365 * dayOfYear);
    }

    /** Solar declination, equation 24. */
    public static double declination(int dayOfYear) {
        return 0.409 * Math.sin(2 * Math.PI / 365 * dayOfYear - 1.39);
    }

    /** Sunset hour angle, equation 25. */
    public static double sunsetHourAngle(double latitudeRadians, int dayOfYear) {
        double x = -Math.tan(latitudeRadians) * Math.tan(declination(dayOfYear));
        return Math.acos(Math.max(-1, Math.min(1, x)));
    }

    /** Daylight hours, equation 34. */
    public static double daylightHours(double latitudeRadians, int dayOfYear) {
        return 24 / Math.PI * sunsetHourAngle(latitudeRadians, dayOfYear);
    }

    /** Extraterrestrial radiation of a day, equation 21. */
    public static double extraterrestrialDaily(double latitudeRadians, int dayOfYear) {
        double decl = declination(dayOfYear);
        double ws = sunsetHourAngle(latitudeRadians, dayOfYear);
        return 24
                * 60
                / Math.PI
                * SOLAR_CONSTANT
                * inverseRelativeDistance(dayOfYear)
                * (ws * Math.sin(latitudeRadians) * Math.sin(decl)
                        + Math.cos(latitudeRadians) * Math.cos(decl) * Math.sin(ws));
    }

    /** Seasonal correction of solar time in hours, equations 32 and 33. */
    public static double seasonalCorrectionHours(int dayOfYear) {
        double b = 2 * Math.PI * (dayOfYear - 81) / 364;
        return 0.1645 * Math.sin(2 * b) - 0.1255 * Math.cos(b) - 0.025 * Math.sin(b);
    }

    /**
     * Hour angle of the sun, equation 31.
     *
     * @param clockHour standard clock time in hours, the midpoint of the period
     * @param longitudeDegreesEast of the place
     * @param zoneDegreesEast of the middle of its time zone, e.g. 105 for UTC+7
     */
    public static double hourAngle(
            int dayOfYear, double clockHour, double longitudeDegreesEast, double zoneDegreesEast) {
        double solarHours =
                clockHour + 0.06667 * (longitudeDegreesEast - zoneDegreesEast) + seasonalCorrectionHours(dayOfYear);
        double angle = Math.PI / 12 * (solarHours - 12);
        return angle < -Math.PI ? angle + 2 * Math.PI : angle > Math.PI ? angle - 2 * Math.PI : angle;
    }

    /**
     * Extraterrestrial radiation of a period around an hour angle, equations 28 to 30, with the period cut at sunrise and sunset
     * (ASCE-EWRI 2005 equation 56).
     *
     * @param hours length of the period
     * @return MJ m⁻² in the period, 0 at night
     */
    public static double extraterrestrialPeriod(double latitudeRadians, int dayOfYear, double hourAngle, double hours) {
        double ws = sunsetHourAngle(latitudeRadians, dayOfYear);
        double from = Math.max(hourAngle - Math.PI * hours / 24, -ws);
        double to = Math.min(hourAngle + Math.PI * hours / 24, ws);
        if (from >= to) {
            return 0;
        }
        double decl = declination(dayOfYear);
        double energy = 12
                * 60
                / Math.PI
                * SOLAR_CONSTANT
                * inverseRelativeDistance(dayOfYear)
                * ((to - from) * Math.sin(latitudeRadians) * Math.sin(decl)
                        + Math.cos(latitudeRadians) * Math.cos(decl) * (Math.sin(to) - Math.sin(from)));
        return Math.max(0, energy);
    }

    /** Height of the sun above the horizon, ASCE-EWRI 2005 equation 62. */
    public static double sunElevation(double latitudeRadians, int dayOfYear, double hourAngle) {
        double decl = declination(dayOfYear);
        return Math.asin(Math.sin(latitudeRadians) * Math.sin(decl)
                + Math.cos(latitudeRadians) * Math.cos(decl) * Math.cos(hourAngle));
    }

    /** Solar radiation from hours of sunshine with the Angström coefficients 0.25 and 0.50, equation 35. */
    public static double solarFromSunshine(double sunshineHours, double daylightHours, double extraterrestrial) {
        double ratio = daylightHours > 0 ? Math.min(1, sunshineHours / daylightHours) : 0;
        return (0.25 + 0.50 * ratio) * extraterrestrial;
    }

    /** Radiation coefficient of equation 50: 0.16 inland, 0.19 at a coast, °C^-0.5. */
    public static double temperatureCoefficient(boolean coastal) {
        return coastal ? 0.19 : 0.16;
    }

    /** Solar radiation from the temperature range of the day, equation 50. */
    public static double solarFromTemperature(
            double coefficient, double minCelsius, double maxCelsius, double extraterrestrial) {
        return coefficient * Math.sqrt(Math.max(0, maxCelsius - minCelsius)) * extraterrestrial;
    }

    /** Clear-sky radiation, equation 37. */
    public static double clearSky(double elevationMetres, double extraterrestrial) {
        return (0.75 + 2e-5 * elevationMetres) * extraterrestrial;
    }

    /** Net shortwave radiation of the reference crop, equation 38. */
    public static double netShortwave(double solar) {
        return (1 - ALBEDO) * solar;
    }

    /** Cloudiness factor of equation 39 from Rs/Rso; the ratio is at most 1, and at least 0.3 as ASCE-EWRI 2005 equation 18 states. */
    public static double cloudiness(double solarToClearSky) {
        double ratio = Math.max(0.3, Math.min(1, solarToClearSky));
        return Math.max(0.05, Math.min(1, 1.35 * ratio - 0.35));
    }

    /** Net longwave radiation of a day, equation 39, with the Stefan-Boltzmann constant of the method. */
    public static double netLongwaveDaily(
            double stefanBoltzmannDaily,
            double minCelsius,
            double maxCelsius,
            double vapourPressureKpa,
            double cloudiness) {
        double warm = Math.pow(maxCelsius + KELVIN_OFFSET, 4);
        double cool = Math.pow(minCelsius + KELVIN_OFFSET, 4);
        return stefanBoltzmannDaily * (warm + cool) / 2 * netEmissivity(vapourPressureKpa) * cloudiness;
    }

    /** Net longwave radiation of an hour, equation 39 with the hourly constant. */
    public static double netLongwaveHourly(
            double stefanBoltzmannHourly, double celsius, double vapourPressureKpa, double cloudiness) {
        return stefanBoltzmannHourly
                * Math.pow(celsius + KELVIN_OFFSET, 4)
                * netEmissivity(vapourPressureKpa)
                * cloudiness;
    }

    private static double netEmissivity(double vapourPressureKpa) {
        return 0.34 - 0.14 * Math.sqrt(vapourPressureKpa);
    }

    /** Soil heat flux of a month from the mean temperatures of its neighbours in °C, MJ m⁻² d⁻¹, equation 43. */
    public static double soilHeatFluxMonth(double previousCelsius, double nextCelsius) {
        return 0.07 * (nextCelsius - previousCelsius);
    }

    /** Soil heat flux of a month when the next one is not known, MJ m⁻² d⁻¹, equation 44. */
    public static double soilHeatFluxMonthFromPrevious(double previousCelsius, double thisCelsius) {
        return 0.14 * (thisCelsius - previousCelsius);
    }
}
