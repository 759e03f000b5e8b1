package vn.tuoi.edge.pi4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.settings.Settings;
import vn.tuoi.edge.SpoiltSettings;
import vn.tuoi.edge.agent.EdgeSettings;
import vn.tuoi.edge.chip.ByteStream;
import vn.tuoi.edge.chip.HangingExpander;
import vn.tuoi.edge.device.BusWiring;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.FarmWiring;
import vn.tuoi.edge.device.OutputWiring;
import vn.tuoi.edge.device.RegisterMaps;
import vn.tuoi.edge.device.StationWiring;
import vn.tuoi.edge.modbus.FakeLink;

/** Wiring that was spoilt and is taken all the same, by a start or by all-off: no relay is ever on. */
class SpoiltWiringTest {
    private static final int FILES = 100;

    @Test
    @Timeout(120)
    void noSpoiltWiringSwitchesARelayOn() throws Exception {
        SpoiltSettings settings = new SpoiltSettings();
        Random random = new Random(20261125);
        int opened = 0;
        for (int i = 0; i < FILES; i++) {
            Settings file;
            try {
                file = Settings.of("edge.json", settings.spoilt(random), Map.of());
            } catch (MalformedSettings e) {
                continue;
            }
            // as all-off does: whatever can be made out, also of a file that a start would refuse
            FarmWiring wiring = new FarmWiring(
                    EdgeSettings.stationsOf(file),
                    List.of(),
                    file.list("buses", BusWiring.class),
                    RegisterMaps.builtIn());
            opened += open(wiring) ? 1 : 0;
        }
        assertThat(opened).isGreaterThan(FILES / 10);
    }

    private static boolean open(FarmWiring wiring) {
        Context context = Pi4J.newContextBuilder()
                .noAutoDetect()
                .add(MockDigitalOutputProvider.newInstance(), MockDigitalInputProvider.newInstance())
                .build();
        FakeLink link = new FakeLink();
        HangingExpander expander = new HangingExpander();
        try (PiRig rig = new PiRig(
                context,
                new PiRig.Ports((bus, address) -> expander, Path.of("none"), bus -> link, meter -> new ByteStream()),
                wiring,
                List.of())) {
            for (StationWiring station : wiring.stations()) {
                if (station.output() instanceof OutputWiring.Gpio gpio) {
                    DigitalOutput line = context.io("station-" + station.station());
                    assertThat(line.state())
                            .as(station.toString())
                            .isEqualTo(gpio.isActiveLow() ? DigitalState.HIGH : DigitalState.LOW);
                } else if (station.output() instanceof OutputWiring.Mcp23017 output
                        && output.line() >= 0
                        && output.line() < 16) {
                    assertThat(expander.isHigh(output.line())).isEqualTo(output.isActiveLow());
                }
            }
            assertThat(link.onCoils).isEmpty();
            return !rig.stations().isEmpty();
        } catch (DeviceFailure e) {
            return false;
        } finally {
            context.shutdown();
        }
    }
}
