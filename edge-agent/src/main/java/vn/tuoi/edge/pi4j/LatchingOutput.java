package vn.tuoi.edge.pi4j;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.OutputWiring;
import vn.tuoi.edge.device.Station;

/**
 * A latching solenoid on two GPIO lines. Where it stands cannot be read back, so it is pulsed closed when it is taken
 * over, and whenever it is told to close. Thread-safe: one pulse at a time.
 */
final class LatchingOutput implements Station {
    private final String id;
    private final DigitalOutput openLine;
    private final DigitalOutput closeLine;
    private final long pulseNanos;
    private boolean open;

    LatchingOutput(Context context, String id, OutputWiring.Latching wiring) throws DeviceFailure {
        this.id = id;
        this.openLine = line(context, id + "-open", wiring.openPin());
        this.closeLine = line(context, id + "-close", wiring.closePin());
        this.pulseNanos = TimeUnit.MILLISECONDS.toNanos(wiring.pulse());
        close();
    }

    private static DigitalOutput line(Context context, String name, int pin) {
        return context.create(DigitalOutput.newConfigBuilder(context)
                .id("station-" + name)
                .address(pin)
                .initial(DigitalState.LOW)
                .shutdown(DigitalState.LOW)
                .build());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized void open(Duration atMost) throws DeviceFailure {
        pulse(openLine);
        open = true;
    }

    @Override
    public synchronized void close() throws DeviceFailure {
        pulse(closeLine);
        open = false;
    }

    /** Not by Pi4J's own pulse, which leaves the line on when its thread is interrupted. */
    private void pulse(DigitalOutput line) throws DeviceFailure {
        try {
            line.high();
            try {
                long until = System.nanoTime() + pulseNanos;
                for (long left = pulseNanos; left > 0; left = until - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            } finally {
                line.low();
            }
        } catch (Pi4JException e) {
            throw DeviceFailure.of("device.line_unset", "station", id, "what", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public synchronized boolean isOpen() {
        return open;
    }
}
