package vn.tuoi.edge.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** How a sensor is wired. GPIO pins are BCM numbers, 2 to 27; I2C addresses are decimal numbers in JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeviceWiring.FlowMeter.class, name = "flow-meter"),
    @JsonSubTypes.Type(value = DeviceWiring.RainGauge.class, name = "rain-gauge"),
    @JsonSubTypes.Type(value = DeviceWiring.Anemometer.class, name = "anemometer"),
    @JsonSubTypes.Type(value = DeviceWiring.Contact.class, name = "contact"),
    @JsonSubTypes.Type(value = DeviceWiring.Ads1115.class, name = "ads1115"),
    @JsonSubTypes.Type(value = DeviceWiring.Bme280.class, name = "bme280"),
    @JsonSubTypes.Type(value = DeviceWiring.Sht.class, name = "sht"),
    @JsonSubTypes.Type(value = DeviceWiring.Ds18b20.class, name = "ds18b20"),
    @JsonSubTypes.Type(value = DeviceWiring.Bh1750.class, name = "bh1750"),
    @JsonSubTypes.Type(value = DeviceWiring.Veml7700.class, name = "veml7700"),
    @JsonSubTypes.Type(value = DeviceWiring.Ina.class, name = "ina"),
    @JsonSubTypes.Type(value = DeviceWiring.ExpanderContact.class, name = "expander-contact"),
    @JsonSubTypes.Type(value = DeviceWiring.Modbus.class, name = "modbus"),
    @JsonSubTypes.Type(value = DeviceWiring.A02yyuw.class, name = "a02yyuw")
})
public sealed interface DeviceWiring {
    /** The GPIO line that the device uses, or -1. */
    default int gpioPin() {
        return -1;
    }

    /**
     * A water meter that gives pulses; its point ends in {@code /flow}, and {@code /volume} beside it is the litres.
     *
     * @param pin its line, pulled up
     * @param pulsesPerLitre 0.01 to 10,000, calibrated on site
     */
    record FlowMeter(
            @JsonProperty(required = true) int pin,
            @JsonProperty(required = true) double pulsesPerLitre) implements DeviceWiring {
        @Override
        public int gpioPin() {
            return pin;
        }
    }

    /**
     * A tipping bucket.
     *
     * @param pin its line, pulled up
     * @param millimetresPerTip 0.05 to 2, usually 0.2 or 0.2794
     */
    record RainGauge(
            @JsonProperty(required = true) int pin,
            @JsonProperty(required = true) double millimetresPerTip) implements DeviceWiring {
        @Override
        public int gpioPin() {
            return pin;
        }
    }

    /**
     * A cup anemometer that gives pulses.
     *
     * @param pin its line, pulled up
     * @param metresPerSecondPerHertz 0.01 to 10; 2.4 km/h per Hz is 0.667
     */
    record Anemometer(
            @JsonProperty(required = true) int pin,
            @JsonProperty(required = true) double metresPerSecondPerHertz) implements DeviceWiring {
        @Override
        public int gpioPin() {
            return pin;
        }
    }

    /**
     * A switch: float, dry-run, mains, relay feedback.
     *
     * @param pin its line, pulled up
     * @param trueWhenHigh whether the point is true at a high level; absent means false: true when the contact closes
     *     to ground
     */
    record Contact(
            @JsonProperty(required = true) int pin,
            @Nullable Boolean trueWhenHigh) implements DeviceWiring {
        @Override
        public int gpioPin() {
            return pin;
        }

        public boolean isTrueWhenHigh() {
            return Boolean.TRUE.equals(trueWhenHigh);
        }
    }

    /**
     * One input of an ADS1115 converter with a capacitive soil probe.
     *
     * @param bus I2C bus; absent means 1
     * @param address 72 to 75
     * @param input 0 to 3
     * @param dryVolts the probe in dry soil of {@code dryMoisture}
     * @param dryMoisture m³/m³
     * @param wetVolts the probe in wet soil of {@code wetMoisture}, below {@code dryVolts}
     * @param wetMoisture m³/m³, above {@code dryMoisture}
     */
    record Ads1115(
            @Nullable Integer bus,
            @JsonProperty(required = true) int address,
            @JsonProperty(required = true) int input,
            @JsonProperty(required = true) double dryVolts,
            @JsonProperty(required = true) double dryMoisture,
            @JsonProperty(required = true) double wetVolts,
            @JsonProperty(required = true) double wetMoisture)
            implements DeviceWiring {
        public int busNumber() {
            return bus == null ? 1 : bus;
        }
    }

    /**
     * A BME280: {@code air_temperature}, {@code air_humidity} and {@code air_pressure} below its point.
     *
     * @param bus I2C bus; absent means 1
     * @param address 118 or 119
     */
    record Bme280(
            @Nullable Integer bus,
            @JsonProperty(required = true) int address) implements DeviceWiring {
        public int busNumber() {
            return bus == null ? 1 : bus;
        }
    }

    /**
     * An SHT3x or SHT4x: {@code air_temperature} and {@code air_humidity} below its point.
     *
     * @param bus I2C bus; absent means 1
     * @param address 68 to 70
     * @param series 3 or 4
     */
    record Sht(
            @Nullable Integer bus,
            @JsonProperty(required = true) int address,
            @JsonProperty(required = true) int series)
            implements DeviceWiring {
        public int busNumber() {
            return bus == null ? 1 : bus;
        }
    }

    /**
     * A DS18B20 on the kernel's 1-wire bus.
     *
     * @param serial folder below {@code /sys/bus/w1/devices}, e.g. {@code 28-0316a2791bff}
     */
    record Ds18b20(@JsonProperty(required = true) String serial) implements DeviceWiring {}

    /**
     * A BH1750 light meter; its point ends in {@code /illuminance}.
     *
     * @param bus I2C bus; absent means 1
     * @param address 35 or 92
     */
    record Bh1750(
            @Nullable Integer bus,
            @JsonProperty(required = true) int address) implements DeviceWiring {
        public int busNumber() {
            return bus == null ? 1 : bus;
        }
    }

    /**
     * A VEML7700 light meter, always at address 16; its point ends in {@code /illuminance}.
     *
     * @param bus I2C bus; absent means 1
     */
    record Veml7700(@Nullable Integer bus) implements DeviceWiring {
        public static final int ADDRESS = 0x10;

        public int busNumber() {
            return bus == null ? 1 : bus;
        }
    }

    /**
     * An INA219 or INA226 in a supply: {@code current} and {@code voltage} below its point.
     *
     * @param bus I2C bus; absent means 1
     * @param address 64 to 79
     * @param series 219 or 226
     * @param shuntOhms 0.0005 to 1; 0.1 on the usual boards, 0.002 on those for pumps
     * @param protects what is switched off when too much flows; absent means nothing
     */
    record Ina(
            @Nullable Integer bus,
            @JsonProperty(required = true) int address,
            @JsonProperty(required = true) int series,
            @JsonProperty(required = true) double shuntOhms,
            @Nullable CurrentLimit protects)
            implements DeviceWiring {
        public int busNumber() {
            return bus == null ? 1 : bus;
        }
    }

    /**
     * The most current that a station may draw.
     *
     * @param station the station that is closed
     * @param amps the limit, above 0
     * @param seconds so long it must flow, 0 to 60: a pump draws a multiple while it starts; absent means 1
     */
    record CurrentLimit(
            @JsonProperty(required = true) String station,
            @JsonProperty(required = true) double amps,
            @Nullable Double seconds) {
        public long millis() {
            return Math.round(1000 * (seconds == null ? 1 : seconds));
        }
    }

    /**
     * A switch on a line of an MCP23017, pulled up.
     *
     * @param bus I2C bus; absent means 1
     * @param address 32 to 39
     * @param line 0 to 15: GPA0 to GPA7, GPB0 to GPB7
     * @param trueWhenHigh whether the point is true at a high level; absent means false
     */
    record ExpanderContact(
            @Nullable Integer bus,
            @JsonProperty(required = true) int address,
            @JsonProperty(required = true) int line,
            @Nullable Boolean trueWhenHigh)
            implements DeviceWiring {
        public int busNumber() {
            return bus == null ? 1 : bus;
        }

        public boolean isTrueWhenHigh() {
            return Boolean.TRUE.equals(trueWhenHigh);
        }
    }

    /**
     * A device on an RS-485 bus whose registers a map describes; the map's quantities follow below its point.
     *
     * @param bus id of an entry of {@code buses}
     * @param slave 1 to 247
     * @param map name of a built-in map or of one of the farm's own
     */
    record Modbus(
            @JsonProperty(required = true) String bus,
            @JsonProperty(required = true) int slave,
            @JsonProperty(required = true) String map)
            implements DeviceWiring {}

    /**
     * An A02YYUW ultrasonic distance meter above water, on a serial port of its own.
     *
     * @param port e.g. {@code /dev/ttyAMA0}
     * @param zeroMm distance at which the level is 0, mm: the soil surface of a paddy, the floor of a tank; 30 to 4,500
     * @param fullMm distance at which a tank is full, mm; needed when its point ends in {@code /tank_level}
     */
    record A02yyuw(
            @JsonProperty(required = true) String port,
            @JsonProperty(required = true) int zeroMm,
            @Nullable Integer fullMm)
            implements DeviceWiring {}
}
