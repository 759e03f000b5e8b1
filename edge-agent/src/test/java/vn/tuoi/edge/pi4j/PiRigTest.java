package vn.tuoi.edge.pi4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import vn.tuoi.edge.chip.ByteStream;
import vn.tuoi.edge.device.BusWiring;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.FarmWiring;
import vn.tuoi.edge.device.OutputWiring;
import vn.tuoi.edge.device.RegisterMaps;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.SensorWiring;
import vn.tuoi.edge.device.Station;
import vn.tuoi.edge.device.StationWiring;
import vn.tuoi.edge.modbus.FakeLink;

class PiRigTest {
    private final FakeLink link = new FakeLink();

    private final Context context = Pi4J.newContextBuilder()
            .noAutoDetect()
            .add(MockDigitalOutputProvider.newInstance(), MockDigitalInputProvider.newInstance())
            .build();

    @AfterEach
    void shutDown() {
        context.shutdown();
    }

    private PiRig rig(List<StationWiring> stations, List<SensorWiring> sensors) throws DeviceFailure {
        return rig(new FarmWiring(stations, sensors, List.of(), RegisterMaps.builtIn()));
    }

    private PiRig rig(FarmWiring wiring) throws DeviceFailure {
        return new PiRig(
                context,
                new PiRig.Ports(
                        (bus, address) -> new PiI2c(context, bus, address),
                        Path.of("none"),
                        bus -> link,
                        meter -> new ByteStream()),
                wiring,
                List.of());
    }

    @Test
    void relaysAndProbesShareAnRs485Bus() throws DeviceFailure {
        link.onCoils.add(List.of(2, 0));
        link.registers.put(1, new int[] {0x0292, 0xFF9B, 0x03E8, 0x0038, 0x0020, 0x0058, 0x0068});
        PiRig rig = rig(new FarmWiring(
                List.of(new StationWiring("v", new OutputWiring.ModbusCoil("field", 2, 0))),
                List.of(new SensorWiring("tea-1", new DeviceWiring.Modbus("field", 1, "soil-7in1"), null)),
                List.of(new BusWiring("field", "/dev/test", null, null, null)),
                RegisterMaps.builtIn()));
        assertThat(link.onCoils).as("off when the rig is there").isEmpty();
        Station valve = rig.station("v").orElseThrow();
        valve.open(Duration.ofMinutes(1));
        assertThat(valve.isOpen()).isTrue();
        await().until(() -> rig.sensors().get(0).sensor().sample().contains(new Sample.Measured("tea-1/ec", 1_000)));
        rig.close();
        assertThat(link.onCoils).isEmpty();
        assertThat(link.closed).isTrue();
    }

    @Test
    void missingChipsAndBoardsStopNothingElse() throws DeviceFailure {
        link.silent.add(2);
        PiRig rig = rig(new FarmWiring(
                List.of(
                        new StationWiring("relay", new OutputWiring.Gpio(17, false)),
                        new StationWiring("expander", new OutputWiring.Mcp23017(null, 0x20, 0, null)),
                        new StationWiring("coil", new OutputWiring.ModbusCoil("field", 2, 0))),
                List.of(
                        new SensorWiring("weather", new DeviceWiring.Bme280(null, 0x76), null),
                        new SensorWiring("mains/a", new DeviceWiring.ExpanderContact(null, 0x20, 1, null), null)),
                List.of(new BusWiring("field", "/dev/test", null, null, null)),
                RegisterMaps.builtIn()));
        rig.station("relay").orElseThrow().open(Duration.ofMinutes(1));
        assertThat(rig.station("relay").orElseThrow().isOpen()).isTrue();
        for (String silent : List.of("expander", "coil")) {
            assertThatThrownBy(() -> rig.station(silent).orElseThrow().open(Duration.ofMinutes(1)))
                    .isInstanceOf(DeviceFailure.class);
        }
        rig.sensors()
                .forEach(sensor -> assertThat(sensor.sensor().sample())
                        .isNotEmpty()
                        .hasOnlyElementsOfType(Sample.Unavailable.class));
        rig.close();
    }

    @Test
    void aContactOfTheRelaySaysWhatItReallyDoes() throws DeviceFailure {
        PiRig rig = rig(
                List.of(new StationWiring(
                        "pump", new OutputWiring.Gpio(17, false), new StationWiring.Feedback(18, null))),
                List.of());
        MockDigitalInput contact = context.io("point-feedback-pump");
        contact.mockState(DigitalState.HIGH);
        Station pump = rig.station("pump").orElseThrow();
        pump.open(Duration.ofMinutes(1));
        assertThat(level("pump")).isEqualTo(DigitalState.HIGH);
        assertThat(pump.isOpen()).as("its contactor does not pull").isFalse();
        contact.mockState(DigitalState.LOW);
        assertThat(pump.isOpen()).isTrue();
        pump.close();
        assertThat(pump.isOpen()).as("its contactor is welded").isTrue();
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
    void aFarmOnBusesAloneNeedsNoPi() throws DeviceFailure {
        FarmWiring wiring = new FarmWiring(
                List.of(new StationWiring("expander", new OutputWiring.Mcp23017(9, 0x20, 0, null))),
                List.of(),
                List.of(),
                RegisterMaps.builtIn());
        PiRig rig = PiRig.open(wiring, List.of());
        try {
            assertThat(rig.station("expander")).isPresent();
        } finally {
            rig.close();
        }
    }

    @Test
    void saysWhatToDoOnAMachineThatIsNoPi() {
        Assumptions.assumeFalse(Files.exists(Path.of("/dev/gpiochip0")));
        assertThatThrownBy(() ->
                        PiRig.open(new FarmWiring(List.of(), List.of(), List.of(), RegisterMaps.builtIn()), List.of()))
                .isInstanceOf(DeviceFailure.class)
                .hasMessageContaining("simulated");
    }
}
