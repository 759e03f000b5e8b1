package vn.tuoi.edge.pi4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.OutputWiring;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.SensorWiring;
import vn.tuoi.edge.device.Station;
import vn.tuoi.edge.device.StationWiring;

class PiRigTest {
    private final Context context = Pi4J.newContextBuilder()
            .noAutoDetect()
            .add(MockDigitalOutputProvider.newInstance(), MockDigitalInputProvider.newInstance())
            .build();

    @AfterEach
    void shutDown() {
        context.shutdown();
    }

    private PiRig rig(List<StationWiring> stations, List<SensorWiring> sensors) throws DeviceFailure {
        return new PiRig(context, Path.of("none"), stations, sensors, List.of());
    }

    private DigitalState level(String station) {
        return context.<DigitalOutput>io("station-" + station).state();
    }

    @Test
    void relaysAreOffFromTheFirstMomentAndReadBack() throws DeviceFailure {
        PiRig rig = rig(
                List.of(
                        new StationWiring("high", new OutputWiring.Gpio(17, false)),
                        new StationWiring("low", new OutputWiring.Gpio(27, true))),
                List.of());
        assertThat(level("high")).isEqualTo(DigitalState.LOW);
        assertThat(level("low")).isEqualTo(DigitalState.HIGH);

        Station low = rig.station("low").orElseThrow();
        low.open(Duration.ofMinutes(1));
        assertThat(level("low")).isEqualTo(DigitalState.LOW);
        assertThat(low.isOpen()).isTrue();
        low.close();
        assertThat(low.isOpen()).isFalse();

        low.open(Duration.ofMinutes(1));
        DigitalOutput line = context.io("station-low");
        rig.close();
        assertThat(line.state()).isEqualTo(DigitalState.HIGH);
    }

    @Test
    void latchingValveIsPulsedClosedWhenItIsTakenOver() throws DeviceFailure {
        PiRig rig = rig(List.of(new StationWiring("v", new OutputWiring.Latching(5, 6, 10))), List.of());
        Station valve = rig.station("v").orElseThrow();
        assertThat(valve.isOpen()).isFalse();
        valve.open(Duration.ofMinutes(1));
        assertThat(valve.isOpen()).isTrue();
        assertThat(level("v-open")).as("a coil is never left on").isEqualTo(DigitalState.LOW);
        assertThat(level("v-close")).isEqualTo(DigitalState.LOW);
    }

    @Test
    void countsFallingEdgesOfAMeter() throws DeviceFailure {
        PiRig rig = rig(List.of(), List.of(new SensorWiring("pump/flow", new DeviceWiring.FlowMeter(22, 2), null)));
        MockDigitalInput line = context.io("point-pump/flow");
        for (int i = 0; i < 10; i++) {
            line.mockState(DigitalState.HIGH);
            line.mockState(DigitalState.LOW);
        }
        assertThat(rig.sensors().get(0).sensor().sample()).contains(new Sample.Measured("pump/volume", 5));
    }

    @Test
    void contactIsTrueWhenItClosesToGround() throws DeviceFailure {
        PiRig rig =
                rig(List.of(), List.of(new SensorWiring("mains/present", new DeviceWiring.Contact(23, null), null)));
        MockDigitalInput line = context.io("point-mains/present");
        line.mockState(DigitalState.LOW);
        assertThat(rig.sensors().get(0).sensor().sample()).containsExactly(new Sample.Measured("mains/present", 1));
        line.mockState(DigitalState.HIGH);
        assertThat(rig.sensors().get(0).sensor().sample()).containsExactly(new Sample.Measured("mains/present", 0));
    }

    @Test
    void saysWhatToDoOnAMachineThatIsNoPi() {
        Assumptions.assumeFalse(Files.exists(Path.of("/dev/gpiochip0")));
        assertThatThrownBy(() -> PiRig.open(List.of(), List.of(), List.of()))
                .isInstanceOf(DeviceFailure.class)
                .hasMessageContaining("simulated");
    }
}
