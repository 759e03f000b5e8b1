package vn.tuoi.agronomy.weather;

import java.util.Arrays;
import java.util.Optional;
import vn.tuoi.agronomy.Range;

/** A column that a daily weather file may have: its header, what it holds, and the values that are believed. */
public enum WeatherColumn {
    /** Lowest air temperature of the day at 2 m. */
    TMIN("tmin", "°C", -60, 60),
    /** Highest air temperature of the day at 2 m. */
    TMAX("tmax", "°C", -60, 60),
    /** Solar radiation on the horizontal. */
    RS_MJ("rs_mj", "MJ m-2 d-1", 0, 45),
    /** Hours of bright sunshine. */
    SUNSHINE_H("sunshine_h", "h", 0, 24),
    /** Mean dew point of the day. */
    TDEW("tdew", "°C", -60, 40),
    /** Mean actual vapour pressure of the day. */
    EA_KPA("ea_kpa", "kPa", 0, 8),
    /** Highest relative humidity of the day. */
    RHMAX("rhmax", "%", 0, 105),
    /** Lowest relative humidity of the day. */
    RHMIN("rhmin", "%", 0, 105),
    /** Mean relative humidity of the day. */
    RHMEAN("rhmean", "%", 0, 105),
    /** Mean wind speed at 2 m. */
    WIND2_MS("wind2_ms", "m/s", 0, 60),
    /** Mean wind speed at 3 m. */
    WIND3_MS("wind3_ms", "m/s", 0, 60),
    /** Mean wind speed at a height that is stated beside the file. */
    WIND_MS("wind_ms", "m/s", 0, 60),
    /** Precipitation of the day. */
    RAIN_MM("rain_mm", "mm", 0, 2000),
    /** Reference evapotranspiration that somebody else computed. */
    ET0_MM("et0_mm", "mm/d", 0, 25);

    private final String header;
    private final String unit;
    private final double min;
    private final double max;

    WeatherColumn(String header, String unit, double min, double max) {
        this.header = header;
        this.unit = unit;
        this.min = min;
        this.max = max;
    }

    /** Name in the first line of a file. */
    public String header() {
        return header;
    }

    /** Values that are believed. A humidity sensor may read a little over 100 %; it is used as 100 %. */
    public Range range() {
        return new Range(header, unit, min, max);
    }

    static Optional<WeatherColumn> named(String header) {
        return Arrays.stream(values()).filter(c -> c.header.equals(header)).findFirst();
    }

    static String known() {
        return "date, "
                + String.join(", ", Arrays.stream(values()).map(c -> c.header).toList());
    }
}
