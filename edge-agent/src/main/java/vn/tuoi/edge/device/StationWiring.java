package vn.tuoi.edge.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a station's output is.
 *
 * @param station the station's id in the farm's plan
 * @param output how it is wired
 * @param feedback a contact that tells what the relay really does; absent reads the output itself back
 */
public record StationWiring(
        @JsonProperty(required = true) String station,
        @JsonProperty(required = true) OutputWiring output,
        @Nullable Feedback feedback) {
    /**
     * An auxiliary contact of the relay or contactor.
     *
     * @param pin its line, pulled up
     * @param openWhenHigh whether a high level means that the valve is open or the pump runs; absent means false: the
     *     contact closes to ground
     */
    public record Feedback(
            @JsonProperty(required = true) int pin,
            @Nullable Boolean openWhenHigh) {}

    /** An output that is read back itself. */
    public StationWiring(String station, OutputWiring output) {
        this(station, output, null);
    }

    /** Whether it needs a GPIO line. */
    boolean isOnHeader() {
        return feedback != null || output instanceof OutputWiring.Gpio || output instanceof OutputWiring.Latching;
    }
}
