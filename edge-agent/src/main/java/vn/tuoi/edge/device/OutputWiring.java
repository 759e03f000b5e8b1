package vn.tuoi.edge.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** How a station's output is wired; wireless stations belong to their node and are not wired here. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OutputWiring.Gpio.class, name = "gpio"),
    @JsonSubTypes.Type(value = OutputWiring.Latching.class, name = "latching"),
    @JsonSubTypes.Type(value = OutputWiring.Mcp23017.class, name = "mcp23017"),
    @JsonSubTypes.Type(value = OutputWiring.ModbusCoil.class, name = "modbus-coil")
})
public sealed interface OutputWiring {
    /**
     * A relay on a GPIO line.
     *
     * @param pin BCM number, 2 to 27
     * @param activeLow whether a low level energises the relay; absent means false
     */
    record Gpio(
            @JsonProperty(required = true) int pin,
            @Nullable Boolean activeLow) implements OutputWiring {
        public boolean isActiveLow() {
            return Boolean.TRUE.equals(activeLow);
        }
    }

    /**
     * A latching solenoid on two GPIO lines: a pulse on one opens it, a pulse on the other closes it. It stays open when
     * the power goes: not fail-safe, so it is pulsed closed at every start.
     *
     * @param openPin BCM number of the line that opens, active high
     * @param closePin BCM number of the line that closes, active high
     * @param pulseMs length of a pulse, 10 to 500; absent means 60
     */
    record Latching(
            @JsonProperty(required = true) int openPin,
            @JsonProperty(required = true) int closePin,
            @Nullable Integer pulseMs)
            implements OutputWiring {
        public int pulse() {
            return pulseMs == null ? 60 : pulseMs;
        }
    }

    /**
     * A relay on an MCP23017 expander. It stays on when the program dies.
     *
     * @param bus I2C bus, 0 to 20; absent means 1
     * @param address 0x20 to 0x27 as a decimal number
     * @param line 0 to 15: GPA0 to GPA7, GPB0 to GPB7
     * @param activeLow whether a low level energises the relay; absent means false
     */
    record Mcp23017(
            @Nullable Integer bus,
            @JsonProperty(required = true) int address,
            @JsonProperty(required = true) int line,
            @Nullable Boolean activeLow)
            implements OutputWiring {
        public int busNumber() {
            return bus == null ? 1 : bus;
        }

        public boolean isActiveLow() {
            return Boolean.TRUE.equals(activeLow);
        }
    }

    /**
     * A relay that is a coil of a board on an RS-485 bus. It stays on when the program dies or the cable breaks.
     *
     * @param bus id of an entry of {@code buses}
     * @param slave 1 to 247
     * @param coil 0 to 65,535; the first relay is 0 on the usual boards
     */
    record ModbusCoil(
            @JsonProperty(required = true) String bus,
            @JsonProperty(required = true) int slave,
            @JsonProperty(required = true) int coil)
            implements OutputWiring {}
}
