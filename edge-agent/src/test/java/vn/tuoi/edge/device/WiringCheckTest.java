package vn.tuoi.edge.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.json.Problem;

class WiringCheckTest {
    private static StationWiring gpio(String station, int pin) {
        return new StationWiring(station, new OutputWiring.Gpio(pin, true));
    }

    @Test
    void acceptsAUsualFarm() {
        assertThat(WiringCheck.problems(
                        List.of(
                                gpio("pump", 17),
                                gpio("valve-1", 27),
                                new StationWiring("valve-2", new OutputWiring.Latching(5, 6, null)),
                                new StationWiring("valve-3", new OutputWiring.Mcp23017(null, 0x20, 3, false))),
                        List.of(
                                new SensorWiring("pump/flow", new DeviceWiring.FlowMeter(22, 450), null),
                                new SensorWiring("weather", new DeviceWiring.Bme280(null, 0x76), null),
                                new SensorWiring(
                                        "tea-1/soil_moisture",
                                        new DeviceWiring.Ads1115(null, 0x48, 0, 2.4, 0.05, 1.2, 0.45),
                                        Reporting.every(60, 900)))))
                .isEmpty();
    }

    @Test
    void namesBothUsersOfAPinWhateverTheyUseItFor() {
        assertThat(WiringCheck.problems(
                        List.of(gpio("a", 17), gpio("b", 17)),
                        List.of(new SensorWiring("pump/flow", new DeviceWiring.FlowMeter(17, 450), null))))
                .containsExactly(
                        new Problem("stations[1].output.pin", "pin 17 is already used by stations[0].output.pin"),
                        new Problem("sensors[0].device.pin", "pin 17 is already used by stations[0].output.pin"));
    }

    @Test
    void showsAllProblemsAtOnce() {
        List<Problem> problems = WiringCheck.problems(
                List.of(
                        gpio("Valve 1", 40),
                        new StationWiring("x", new OutputWiring.Mcp23017(1, 0x20, 3, null)),
                        new StationWiring("x", new OutputWiring.Mcp23017(1, 0x20, 3, true))),
                List.of(
                        new SensorWiring(
                                "meter", new DeviceWiring.FlowMeter(5, 0), new Reporting(0.0, null, null, 2, 5.0, 1.0)),
                        new SensorWiring("t/soil_temperature", new DeviceWiring.Ds18b20("28-xyz"), null),
                        new SensorWiring(
                                "m/soil_moisture", new DeviceWiring.Ads1115(1, 0x48, 0, 1.2, 0.4, 2.4, 0.1), null)));
        assertThat(problems)
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "stations[0].station",
                        "stations[0].output.pin",
                        "stations[2].station",
                        "stations[2].output.line",
                        "sensors[0].reporting.periodSeconds",
                        "sensors[0].reporting.median",
                        "sensors[0].reporting.highest",
                        "sensors[0].device.pulsesPerLitre",
                        "sensors[0].point",
                        "sensors[1].device.serial",
                        "sensors[2].device.wetVolts",
                        "sensors[2].device.wetMoisture");
    }
}
