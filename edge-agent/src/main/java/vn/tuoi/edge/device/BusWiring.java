package vn.tuoi.edge.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An RS-485 bus that several devices share.
 *
 * @param bus its name in {@code stations} and {@code sensors}
 * @param port e.g. {@code /dev/ttyUSB0}
 * @param baud 1,200 to 115,200; the same for every device on it; absent means 9,600
 * @param parity absent means none
 * @param timeoutMs how long a device may think, 50 to 2,000; absent means 300
 */
public record BusWiring(
        @JsonProperty(required = true) String bus,
        @JsonProperty(required = true) String port,
        @Nullable Integer baud,
        @Nullable Parity parity,
        @Nullable Integer timeoutMs) {
    /** The check bit of every byte. */
    public enum Parity {
        @JsonProperty("none")
        NONE,
        @JsonProperty("even")
        EVEN,
        @JsonProperty("odd")
        ODD
    }

    public int baudRate() {
        return baud == null ? 9_600 : baud;
    }

    public Parity parityBit() {
        return parity == null ? Parity.NONE : parity;
    }

    public int timeout() {
        return timeoutMs == null ? 300 : timeoutMs;
    }
}
