package vn.tuoi.agronomy.et0;

import vn.tuoi.agronomy.Range;

/**
 * The state of the air: pressure, humidity and wind, FAO-56 chapter 3 (Allen, Pereira, Raes and Smith 1998). Pure functions; inputs
 * are taken as valid.
 */
public final class Atmosphere {

    private static final Range WIND_HEIGHT = new Range("wind height", "m", 0.5, 200);

    private Atmosphere() {}

    /** Atmospheric pressure in kPa at an elevation in m, equation 7. */
    public static double pressureKpa(double elevationMetres) {
        return 101.3 * Math.pow((293 - 0.0065 * elevationMetres) / 293, 5.26);
    }

    /** Psychrometric constant in kPa/°C at a pressure in kPa, equation 8. */
    public static double psychrometricConstant(double pressureKpa) {
        return 0.000665 * pressureKpa;
    }

    /** Saturation vapour pressure in kPa at a temperature in °C, equation 11. */
    public static double saturationVapourPressureKpa(double celsius) {
        return 0.6108 * Math.exp(17.27 * celsius / (celsius + 237.3));
    }

    /** Mean saturation vapour pressure of a day in kPa from its extremes in °C, equation 12. */
    public static double meanSaturationVapourPressureKpa(double minCelsius, double maxCelsius) {
        return (saturationVapourPressureKpa(minCelsius) + saturationVapourPressureKpa(maxCelsius)) / 2;
    }

    /** Slope of the saturation vapour pressure curve in kPa/°C, equation 13. */
    public static double saturationSlope(double celsius) {
        return ReferenceMethod.FAO56.slope(celsius);
    }

    /** Dew point in °C of a vapour pressure in kPa, the inverse of equation 11. */
    public static double dewPointCelsius(double vapourPressureKpa) {
        double y = Math.log(Math.max(vapourPressureKpa, 1e-4) / 0.6108);
        return 237.3 * y / (17.27 - y);
    }

    /**
     * Actual vapour pressure in kPa from a psychrometer, equations 15 and 16.
     *
     * @param coefficient 0.000662 for an Asmann ventilated, 0.0008 for a naturally ventilated, 0.0012 for an indoor instrument, 1/°C
     */
    public static double vapourPressureFromPsychrometerKpa(
            double dryCelsius, double wetCelsius, double pressureKpa, double coefficient) {
        return saturationVapourPressureKpa(wetCelsius) - coefficient * pressureKpa * (dryCelsius - wetCelsius);
    }

    /** Actual vapour pressure in kPa from the extremes of relative humidity in %, equation 17. */
    public static double vapourPressureFromHumidityExtremesKpa(
            double minCelsius, double maxCelsius, double rhMinPercent, double rhMaxPercent) {
        return (saturationVapourPressureKpa(minCelsius) * rhMaxPercent / 100
                        + saturationVapourPressureKpa(maxCelsius) * rhMinPercent / 100)
                / 2;
    }

    /** Actual vapour pressure in kPa from the highest relative humidity alone, equation 18. */
    public static double vapourPressureFromHighestHumidityKpa(double minCelsius, double rhMaxPercent) {
        return saturationVapourPressureKpa(minCelsius) * rhMaxPercent / 100;
    }

    /** Actual vapour pressure in kPa from the mean relative humidity, equation 19. */
    public static double vapourPressureFromMeanHumidityKpa(double minCelsius, double maxCelsius, double rhMeanPercent) {
        return rhMeanPercent / 100 * meanSaturationVapourPressureKpa(minCelsius, maxCelsius);
    }

    /**
     * Factor that turns wind at a height in m into wind at 2 m over grass, equation 47; exactly 1 at 2 m.
     *
     * @throws IllegalArgumentException when the height is outside 0.5 to 200 m
     */
    public static double windFactorTo2m(double heightMetres) {
        WIND_HEIGHT.require(heightMetres);
        return heightMetres == 2 ? 1 : 4.87 / Math.log(67.8 * heightMetres - 5.42);
    }
}
