package vn.tuoi.config.senml;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a point measures, by the last part of its name; the telemetry contract's table. A point whose last part is not
 * here is stored as given. A value outside the plausible range is evidence of a fault of the sensor, the wiring or the
 * unit, not of the weather; it is still a reading.
 */
public enum Quantity {
    /** A fraction of the volume, so 0 to 1; a sender that means percent shows at once. */
    SOIL_MOISTURE("/", 0, 1, Kind.INSTANTANEOUS, "Độ ẩm đất", "Soil moisture"),
    /** Bare soil in the tropics passes 55 °C. A DS18B20 that lost its conversion says 85, a broken bus -127. */
    SOIL_TEMPERATURE("Cel", -10, 65, Kind.INSTANTANEOUS, "Nhiệt độ đất", "Soil temperature"),
    /** Vietnam's records are 44.2 °C (Tương Dương, May 2023) and about -6 °C on its northern mountains. */
    AIR_TEMPERATURE("Cel", -10, 50, Kind.INSTANTANEOUS, "Nhiệt độ không khí", "Air temperature"),
    AIR_HUMIDITY("%RH", 0, 100, Kind.INSTANTANEOUS, "Độ ẩm không khí", "Air humidity"),
    /** The most that was measured anywhere within an hour is 305 mm (Holt, 1947); records are minutes apart. */
    RAIN("mm", 0, 305, Kind.ACCUMULATED, "Lượng mưa", "Rain"),
    /** A pipe of 110 mm at 3 m/s carries 1,700 l/min; a farm's pump does not deliver more. */
    FLOW("l/min", 0, 2_000, Kind.INSTANTANEOUS, "Lưu lượng nước", "Water flow"),
    /** The highest plausible flow for an hour. */
    VOLUME("l", 0, 120_000, Kind.ACCUMULATED, "Lượng nước", "Water volume"),
    /** Relative to the soil surface. A tube for alternate wetting and drying reaches 20 to 40 cm down, bunds 30 up. */
    WATER_LEVEL("cm", -100, 100, Kind.INSTANTANEOUS, "Mực nước ruộng", "Field water level"),
    TANK_LEVEL("%", 0, 100, Kind.INSTANTANEOUS, "Mức nước bể", "Tank level"),
    /** Gauge pressure, up to what PN 16 pipes bear; a little suction is real at a pump's inlet. */
    PRESSURE("kPa", -100, 1_600, Kind.INSTANTANEOUS, "Áp suất nước", "Water pressure"),
    /** Cup anemometers end at 60 to 75 m/s; gusts of typhoon Yagi (2024) passed 60. */
    WIND_SPEED("m/s", 0, 75, Kind.INSTANTANEOUS, "Tốc độ gió", "Wind speed"),
    /** Above the solar constant of 1,361 W/m² for moments beside bright clouds; a pyranometer's night is below 0. */
    SOLAR_RADIATION("W/m2", -10, 1_600, Kind.INSTANTANEOUS, "Bức xạ mặt trời", "Solar radiation"),
    /** Full sun is about 120,000 lx. */
    ILLUMINANCE("lx", 0, 200_000, Kind.INSTANTANEOUS, "Cường độ ánh sáng", "Illuminance"),
    PH("pH", 0, 14, Kind.INSTANTANEOUS, "Độ pH", "pH"),
    /** The usual RS-485 soil probes end at 20,000 µS/cm, where nothing grows any more. */
    EC("uS/cm", 0, 20_000, Kind.INSTANTANEOUS, "Độ dẫn điện (EC)", "Electrical conductivity"),
    /** Cells of 1.5 V up to 48 V banks while they are charged. */
    BATTERY("V", 0, 60, Kind.INSTANTANEOUS, "Điện áp pin", "Battery voltage"),
    VALVE(null, 0, 1, Kind.BOOLEAN, "Van nước", "Valve"),
    PUMP(null, 0, 1, Kind.BOOLEAN, "Máy bơm", "Pump");

    /** How readings of a quantity combine over time. */
    public enum Kind {
        /** The state at the reading's time: averaged over an interval. */
        INSTANTANEOUS,
        /** What came since the point's reading before: summed over an interval. */
        ACCUMULATED,
        /** On or off, as {@code vb}. */
        BOOLEAN
    }

    private static final Map<String, Quantity> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Quantity::pointName, Function.identity()));

    private final @Nullable String unit;
    private final double lowest;
    private final double highest;
    private final Kind kind;
    private final String vietnameseLabel;
    private final String englishLabel;

    Quantity(
            @Nullable String unit,
            double lowest,
            double highest,
            Kind kind,
            String vietnameseLabel,
            String englishLabel) {
        this.unit = unit;
        this.lowest = lowest;
        this.highest = highest;
        this.kind = kind;
        this.vietnameseLabel = vietnameseLabel;
        this.englishLabel = englishLabel;
    }

    /** The quantity of a point such as {@code tea-1/soil_moisture}; empty for one that is stored as given. */
    public static Optional<Quantity> ofPoint(String point) {
        return Optional.ofNullable(BY_NAME.get(point.substring(point.lastIndexOf('/') + 1)));
    }

    /** The last part of the points that measure this, e.g. {@code soil_moisture}. */
    public String pointName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The SenML unit (RFC 8428 section 12.1, RFC 8798); null for a boolean. */
    public @Nullable String unit() {
        return unit;
    }

    public Kind kind() {
        return kind;
    }

    public String vietnameseLabel() {
        return vietnameseLabel;
    }

    public String englishLabel() {
        return englishLabel;
    }

    /** The lowest plausible value, in {@link #unit()}. */
    public double lowest() {
        return lowest;
    }

    /** The highest plausible value, in {@link #unit()}. */
    public double highest() {
        return highest;
    }

    /** Whether a working sensor can have measured this. */
    public boolean isPlausible(double value) {
        return value >= lowest && value <= highest;
    }
}
