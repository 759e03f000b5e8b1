package vn.tuoi.edge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.SensorWiring;

class CurrentLimitsTest {
    private static final CurrentLimits LIMITS = new CurrentLimits(List.of(new SensorWiring(
            "pump",
            new DeviceWiring.Ina(null, 0x40, 219, 0.01, new DeviceWiring.CurrentLimit("pump-1", 8, 2.0)),
            null)));

    @Test
    void letsAPumpStartAndStopsOneThatIsStuck() {
        assertThat(LIMITS.exceeded("pump/current", 20, 0)).isEmpty();
        assertThat(LIMITS.exceeded("pump/current", 7, 1_000))
                .as("it has started")
                .isEmpty();
        assertThat(LIMITS.exceeded("pump/current", 20, 3_000)).isEmpty();
        assertThat(LIMITS.exceeded("pump/voltage", 20, 9_000)).isEmpty();
        assertThat(LIMITS.exceeded("pump/current", -20, 5_000)).containsExactly("pump-1");
        assertThat(LIMITS.exceeded("pump/current", 20, 6_000)).as("said once").isEmpty();
        assertThat(LIMITS.exceeded("pump/current", 0, 7_000)).isEmpty();
        assertThat(LIMITS.exceeded("pump/current", 20, 8_000)).isEmpty();
        assertThat(LIMITS.exceeded("pump/current", 20, 10_000)).containsExactly("pump-1");
    }
}
