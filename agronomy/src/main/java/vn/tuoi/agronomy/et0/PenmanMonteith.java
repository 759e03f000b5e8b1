package vn.tuoi.agronomy.et0;

/**
 * The Penman-Monteith reference evapotranspiration of a day and of an hour: FAO-56 equations 6 and 53, ASCE-EWRI 2005 equation 1.
 * Pure functions; inputs are taken as valid.
 */
public final class PenmanMonteith {

    private PenmanMonteith() {}

    /**
     * A day's inputs.
     *
     * @param minCelsius lowest air temperature
     * @param maxCelsius highest air temperature
     * @param vapourPressureKpa actual vapour pressure
     * @param wind2mMetresPerSecond wind at 2 m
     * @param netRadiationMj net radiation, MJ m⁻² d⁻¹
     * @param soilHeatFluxMj soil heat flux, MJ m⁻² d⁻¹, 0 for a single day (equation 42)
     * @param psychrometricConstant kPa/°C
     */
    public record Day(
            double minCelsius,
            double maxCelsius,
            double vapourPressureKpa,
            double wind2mMetresPerSecond,
            double netRadiationMj,
            double soilHeatFluxMj,
            double psychrometricConstant) {}

    /** Reference evapotranspiration in mm/d; it can come out a little below 0 on a day of condensation. */
    public static double daily(ReferenceMethod method, Day day) {
        double mean = (day.minCelsius + day.maxCelsius) / 2;
        double slope = method.slope(mean);
        double deficit =
                Atmosphere.meanSaturationVapourPressureKpa(day.minCelsius, day.maxCelsius) - day.vapourPressureKpa;
        double wind = Math.max(method.leastWindMetresPerSecond, day.wind2mMetresPerSecond);
        double gamma = day.psychrometricConstant;
        double energy = Radiation.MM_PER_MJ * slope * (day.netRadiationMj - day.soilHeatFluxMj);
        double aerodynamic = gamma * method.dailyNumerator / (mean + 273) * wind * deficit;
        return (energy + aerodynamic) / (slope + gamma * (1 + method.dailyDenominator * wind));
    }

    /**
     * An hour's inputs.
     *
     * @param celsius mean air temperature
     * @param vapourPressureKpa actual vapour pressure
     * @param wind2mMetresPerSecond wind at 2 m
     * @param netRadiationMj net radiation, MJ m⁻² h⁻¹; negative means night
     * @param psychrometricConstant kPa/°C
     */
    public record Hour(
            double celsius,
            double vapourPressureKpa,
            double wind2mMetresPerSecond,
            double netRadiationMj,
            double psychrometricConstant) {}

    /** Soil heat flux of an hour in MJ m⁻² h⁻¹: a share of net radiation, larger at night; FAO-56 equations 45 and 46. */
    public static double soilHeatFluxHourly(ReferenceMethod method, double netRadiationMj) {
        return netRadiationMj * (netRadiationMj < 0 ? method.soilHeatAtNight : method.soilHeatByDay);
    }

    /** Reference evapotranspiration in mm/h; negative in an hour of condensation, so that hours add up to their day. */
    public static double hourly(ReferenceMethod method, Hour hour) {
        double slope = method.slope(hour.celsius);
        double deficit = Atmosphere.saturationVapourPressureKpa(hour.celsius) - hour.vapourPressureKpa;
        double wind = Math.max(method.leastWindMetresPerSecond, hour.wind2mMetresPerSecond);
        double gamma = hour.psychrometricConstant;
        double available = hour.netRadiationMj - soilHeatFluxHourly(method, hour.netRadiationMj);
        double denominator = hour.netRadiationMj < 0 ? method.hourlyDenominatorAtNight : method.hourlyDenominatorByDay;
        double energy = Radiation.MM_PER_MJ * slope * available;
        double aerodynamic = gamma * method.hourlyNumerator / (hour.celsius + 273) * wind * deficit;
        return (energy + aerodynamic) / (slope + gamma * (1 + denominator * wind));
    }
}
