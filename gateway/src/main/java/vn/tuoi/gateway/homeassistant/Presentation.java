package vn.tuoi.gateway.homeassistant;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.senml.Quantity;

/**
 * How Home Assistant shows what a point measures. Classes and units are those of its sensor and binary_sensor
 * integrations; a device class allows certain units and state classes only.
 *
 * @param component {@code sensor} or {@code binary_sensor}
 * @param deviceClass null for what Home Assistant has no class for
 * @param unit null for what has none
 * @param stateClass null for what makes no statistics
 * @param factor from our unit to the one shown
 * @param decimals digits after the point that are shown
 * @param isDiagnostic whether it tells of the device rather than of the field
 */
record Presentation(
        String component,
        @Nullable String deviceClass,
        @Nullable String unit,
        @Nullable String stateClass,
        double factor,
        int decimals,
        boolean isDiagnostic) {
    static final String SENSOR = "sensor";
    static final String BINARY_SENSOR = "binary_sensor";
    private static final String MEASUREMENT = "measurement";

    /** Of what starts anew at 0 now and then: Home Assistant takes a fall for that. */
    private static final String TOTAL_INCREASING = "total_increasing";

    /**
     * @param senmlUnit of a quantity that the contract does not name: shown as it is
     */
    static Presentation of(@Nullable Quantity quantity, boolean isBoolean, @Nullable String senmlUnit) {
        if (isBoolean) {
            return binary(quantity);
        }
        if (quantity == null) {
            return new Presentation(SENSOR, null, senmlUnit, MEASUREMENT, 1, 3, false);
        }
        return switch (quantity) {
            case SOIL_MOISTURE -> gauge("moisture", "%", 100, 1);
            case SOIL_TEMPERATURE, AIR_TEMPERATURE -> gauge("temperature", "°C", 1, 1);
            case AIR_HUMIDITY -> gauge("humidity", "%", 1, 0);
            case RAIN -> new Presentation(SENSOR, "precipitation", "mm", TOTAL_INCREASING, 1, 1, false);
            case FLOW -> gauge("volume_flow_rate", "L/min", 1, 1);
            case VOLUME -> new Presentation(SENSOR, "water", "L", TOTAL_INCREASING, 1, 0, false);
            case WATER_LEVEL -> gauge("distance", "cm", 1, 1);
            case TANK_LEVEL -> gauge(null, "%", 1, 0);
            case PRESSURE -> gauge("pressure", "kPa", 1, 0);
            case WIND_SPEED -> gauge("wind_speed", "m/s", 1, 1);
            case SOLAR_RADIATION -> gauge("irradiance", "W/m²", 1, 0);
            case ILLUMINANCE -> gauge("illuminance", "lx", 1, 0);
            case PH -> gauge("ph", null, 1, 1);
            // mS/cm, which agronomists read, and which is written in one way only
            case EC -> gauge("conductivity", "mS/cm", 0.001, 2);
            case BATTERY -> new Presentation(SENSOR, "voltage", "V", MEASUREMENT, 1, 2, true);
            case VALVE, PUMP -> gauge(null, null, 1, 0);
        };
    }

    private static Presentation gauge(
            @Nullable String deviceClass, @Nullable String unit, double factor, int decimals) {
        return new Presentation(SENSOR, deviceClass, unit, MEASUREMENT, factor, decimals, false);
    }

    private static Presentation binary(@Nullable Quantity quantity) {
        String deviceClass = null;
        if (quantity == Quantity.VALVE) {
            deviceClass = "opening";
        } else if (quantity == Quantity.PUMP) {
            deviceClass = "running";
        }
        return new Presentation(BINARY_SENSOR, deviceClass, null, null, 1, 0, false);
    }

    /** Whether each reading is what came since the one before; Home Assistant is shown their sum. */
    boolean isTotal() {
        return TOTAL_INCREASING.equals(stateClass);
    }

    /** A value in the unit shown. */
    String show(double value) {
        if (component.equals(BINARY_SENSOR)) {
            return value != 0 ? "ON" : "OFF";
        }
        // one digit more than is shown, so that small changes are not lost in statistics
        return BigDecimal.valueOf(value * factor)
                .setScale(decimals + 1, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
