package vn.tuoi.edge.pi4j;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import java.time.Duration;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.OutputWiring;
import vn.tuoi.edge.device.Station;

/** A relay on a GPIO line, off from the moment the line is requested. Thread-safe: the line is set in one call. */
final class RelayOutput implements Station {
    private final String id;
    private final DigitalOutput line;
    private final DigitalState on;

    RelayOutput(Context context, String id, OutputWiring.Gpio wiring) {
        this.id = id;
        this.on = wiring.isActiveLow() ? DigitalState.LOW : DigitalState.HIGH;
        DigitalState off = DigitalState.inverseState(on);
        // without an initial state the line would be requested low, which switches an active-low relay on
        this.line = context.create(DigitalOutput.newConfigBuilder(context)
                .id("station-" + id)
                .address(wiring.pin())
                .initial(off)
                .shutdown(off)
                .build());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void open(Duration atMost) throws DeviceFailure {
        set(on);
    }

    @Override
    public void close() throws DeviceFailure {
        set(DigitalState.inverseState(on));
    }

    private void set(DigitalState state) throws DeviceFailure {
        try {
            line.state(state);
        } catch (Pi4JException e) {
            throw DeviceFailure.of("device.line_unset", "station", id, "what", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public boolean isOpen() {
        return line.state() == on;
    }
}
