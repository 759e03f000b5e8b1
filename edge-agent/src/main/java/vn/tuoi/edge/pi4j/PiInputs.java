package vn.tuoi.edge.pi4j;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;
import vn.tuoi.edge.device.StationWiring;

/** Digital inputs, pulled up: pulses are counted, contacts are read. */
final class PiInputs {
    private final Context context;

    PiInputs(Context context) {
        this.context = context;
    }

    /** Counts falling edges; the counter can be read from any thread. */
    LongSupplier pulses(String point, int pin) {
        AtomicLong count = new AtomicLong();
        // the kernel keeps 16 edges a line: the listener must do nothing but count
        input(point, pin).addListener(event -> {
            if (event.state() == DigitalState.LOW) {
                count.incrementAndGet();
            }
        });
        return count::get;
    }

    Sensor contact(String point, DeviceWiring.Contact wiring) {
        DigitalInput input = input(point, wiring.pin());
        DigitalState whenTrue = wiring.isTrueWhenHigh() ? DigitalState.HIGH : DigitalState.LOW;
        return new Sensor() {
            @Override
            public List<String> points() {
                return List.of(point);
            }

            @Override
            public List<Sample> sample() {
                DigitalState state = input.state();
                return List.of(
                        state == DigitalState.UNKNOWN
                                ? new Sample.Unavailable(point, Explanation.of("device.no_level", "pin", wiring.pin()))
                                : new Sample.Measured(point, state == whenTrue ? 1 : 0));
            }
        };
    }

    /** Whether the contact of a station's relay says that it is open; a line without a level says nothing of the kind. */
    BooleanSupplier feedback(String station, StationWiring.Feedback wiring) {
        DigitalInput input = input("feedback-" + station, wiring.pin());
        DigitalState whenOpen = Boolean.TRUE.equals(wiring.openWhenHigh()) ? DigitalState.HIGH : DigitalState.LOW;
        return () -> input.state() == whenOpen;
    }

    private DigitalInput input(String point, int pin) {
        return context.create(DigitalInput.newConfigBuilder(context)
                .id("point-" + point)
                .address(pin)
                .pull(PullResistance.PULL_UP)
                .debounce(0L)
                .build());
    }
}
