package vn.tuoi.edge.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.json.Problem;
import vn.tuoi.edge.chip.Bme280;
import vn.tuoi.edge.chip.HangingExpander;
import vn.tuoi.edge.chip.Ina;
import vn.tuoi.edge.chip.PulseMeter;
import vn.tuoi.edge.chip.Sht;

class WiringCheckTest {
    private static StationWiring gpio(String station, int pin) {
        return new StationWiring(station, new OutputWiring.Gpio(pin, true));
    }

    private static List<Problem> problems(List<StationWiring> stations, List<SensorWiring> sensors) {
        return problems(stations, sensors, List.of());
    }

    private static List<Problem> problems(
            List<StationWiring> stations, List<SensorWiring> sensors, List<BusWiring> buses) {
        return WiringCheck.problems(new FarmWiring(stations, sensors, buses, RegisterMaps.builtIn()));
    }

    private static SensorWiring sensor(String point, DeviceWiring device) {
        return new SensorWiring(point, device, null);
    }

    private static SensorWiring modbus(String point, String bus, int slave, String map) {
        return sensor(point, new DeviceWiring.Modbus(bus, slave, map));
    }

    @Test
    void namesTwoChipsAtOneAddress() {
        assertThat(problems(
                        List.of(),
                        List.of(
                                sensor("weather", new DeviceWiring.Bme280(null, 0x76)),
                                sensor("house", new DeviceWiring.Bme280(1, 0x76)),
                                sensor("pump", new DeviceWiring.Ina(null, 0x48, 219, 0.1, null)),
                                sensor(
                                        "a/soil_moisture",
                                        new DeviceWiring.Ads1115(null, 0x48, 0, 2.4, 0.05, 1.2, 0.45)))))
                .containsExactly(
                        new Problem(
                                "sensors[1].device.address",
                                "I2C address 118 on bus 1 is already used by sensors[0].device.address"),
                        new Problem(
                                "sensors[3].device.address",
                                "I2C address 72 on bus 1 is an ina for sensors[2].device.address, and an ads1115 here"));
    }

    @Test
    void sharesAConverterBetweenProbesButNotAnInput() {
        DeviceWiring first = new DeviceWiring.Ads1115(null, 0x48, 0, 2.4, 0.05, 1.2, 0.45);
        DeviceWiring second = new DeviceWiring.Ads1115(null, 0x48, 1, 2.4, 0.05, 1.2, 0.45);
        assertThat(problems(List.of(), List.of(sensor("a/soil_moisture", first), sensor("b/soil_moisture", second))))
                .isEmpty();
        assertThat(problems(List.of(), List.of(sensor("a/soil_moisture", first), sensor("b/soil_moisture", first))))
                .extracting(Problem::path)
                .containsExactly("sensors[1].device.input");
    }

    @Test
    void namesTwoDevicesWithOneNumberOnABus() {
        List<BusWiring> buses = List.of(
                new BusWiring("field", "/dev/ttyUSB0", 4_800, null, null),
                new BusWiring("roof", "/dev/ttyUSB1", null, null, null));
        assertThat(problems(
                        List.of(
                                new StationWiring("a", new OutputWiring.ModbusCoil("field", 1, 0)),
                                new StationWiring("b", new OutputWiring.ModbusCoil("field", 1, 1)),
                                new StationWiring("c", new OutputWiring.ModbusCoil("field", 1, 1))),
                        List.of(
                                modbus("tea-1", "field", 1, "soil-7in1"),
                                modbus("tea-2", "field", 2, "soil-7in1"),
                                modbus("tea-3", "field", 2, "soil-7in1"),
                                modbus("weather", "roof", 1, "weather-01f4"),
                                modbus("tea-4", "cellar", 3, "soil-9in1")),
                        buses))
                .extracting(Problem::path)
                .containsExactly(
                        "stations[2].output.coil",
                        "sensors[0].device.slave",
                        "sensors[2].device.slave",
                        "sensors[4].device.bus",
                        "sensors[4].device.map");
    }

    @Test
    void namesTwoDevicesThatGiveOnePoint() {
        List<BusWiring> buses = List.of(new BusWiring("field", "/dev/ttyUSB0", 4_800, null, null));
        assertThat(problems(
                        List.of(),
                        List.of(
                                sensor("weather", new DeviceWiring.Bme280(null, 0x76)),
                                sensor("weather/air_temperature", new DeviceWiring.Ds18b20("28-0316a2791bff")),
                                sensor("pump/volume", new DeviceWiring.Contact(5, null)),
                                sensor("pump/flow", new DeviceWiring.FlowMeter(6, 450)),
                                sensor("tea-1/ec", new DeviceWiring.Contact(7, null)),
                                modbus("tea-1", "field", 1, "soil-7in1")),
                        buses))
                .containsExactly(
                        new Problem(
                                "sensors[1].point",
                                "point \"weather/air_temperature\" is already used by sensors[0].point"),
                        new Problem("sensors[3].point", "point \"pump/volume\" is already used by sensors[2].point"),
                        new Problem("sensors[5].point", "point \"tea-1/ec\" is already used by sensors[4].point"));
    }

    @Test
    void everyDriverGivesThePointsThatItsWiringSays() {
        RegisterMaps maps = RegisterMaps.builtIn();
        assertThat(sensor("a", new DeviceWiring.Bme280(null, 0x76)).points(maps))
                .containsAll(new Bme280("a", new HangingExpander()).points());
        assertThat(sensor("a", new DeviceWiring.Sht(null, 0x44, 3)).points(maps))
                .containsAll(new Sht("a", new HangingExpander(), false).points());
        DeviceWiring.Ina ina = new DeviceWiring.Ina(null, 0x40, 226, 0.002, null);
        assertThat(sensor("a", ina).points(maps)).containsAll(new Ina("a", new HangingExpander(), ina).points());
        assertThat(sensor("a/flow", new DeviceWiring.FlowMeter(6, 450)).points(maps))
                .containsAll(PulseMeter.water("a/flow", 450, () -> 0, () -> 0).points());
    }

    @Test
    void namesTwoUsersOfASerialPort() {
        assertThat(problems(
                        List.of(),
                        List.of(sensor("tank/tank_level", new DeviceWiring.A02yyuw("/dev/ttyAMA0", 1_800, 300))),
                        List.of(
                                new BusWiring("a", "/dev/ttyAMA0", 100, null, 10),
                                new BusWiring("a", "/dev/ttyUSB0", null, null, null))))
                .extracting(Problem::path)
                .containsExactly("buses[0].baud", "buses[0].timeoutMs", "buses[1].bus", "sensors[0].device.port");
        assertThat(problems(
                        List.of(gpio("a", 14)),
                        List.of(sensor("tank/tank_level", new DeviceWiring.A02yyuw("/dev/serial0", 1_800, 300)))))
                .extracting(Problem::path)
                .containsExactly("stations[0].output.pin");
    }

    @Test
    void namesPinsThatABusNeeds() {
        assertThat(problems(
                        List.of(gpio("a", 2), gpio("b", 4)),
                        List.of(
                                sensor("weather", new DeviceWiring.Bme280(null, 0x76)),
                                sensor("z/soil_temperature", new DeviceWiring.Ds18b20("28-0316a2791bff")))))
                .containsExactly(
                        new Problem(
                                "stations[0].output.pin",
                                "pin 2 belongs to I2C bus 1, which sensors[0].device.address uses"),
                        new Problem(
                                "stations[1].output.pin",
                                "pin 4 belongs to the 1-wire bus, which sensors[1].device.serial uses"));
    }

    @Test
    void checksWhatACurrentLimitProtects() {
        DeviceWiring.CurrentLimit limit = new DeviceWiring.CurrentLimit("pump", 5, 90.0);
        assertThat(problems(List.of(), List.of(sensor("pump", new DeviceWiring.Ina(null, 0x40, 219, 0.1, limit)))))
                .extracting(Problem::path)
                .containsExactly(
                        "sensors[0].device.protects.amps",
                        "sensors[0].device.protects.seconds",
                        "sensors[0].device.protects.station");
    }

    @Test
    void checksTheRulesOfSingleQuantities() {
        SensorWiring probe = new SensorWiring(
                "tea-1",
                new DeviceWiring.Modbus("field", 1, "soil-7in1"),
                null,
                java.util.Map.of("ph", new PointRules(0.0, null, Reporting.every(5, 60))));
        assertThat(problems(
                        List.of(), List.of(probe), List.of(new BusWiring("field", "/dev/ttyUSB0", null, null, null))))
                .extracting(Problem::path)
                .containsExactly("sensors[0].quantities.ph.gain", "sensors[0].quantities.ph.reporting.periodSeconds");
    }

    @Test
    void acceptsAUsualFarm() {
        assertThat(problems(
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
        assertThat(problems(
                        List.of(gpio("a", 17), gpio("b", 17)),
                        List.of(new SensorWiring("pump/flow", new DeviceWiring.FlowMeter(17, 450), null))))
                .containsExactly(
                        new Problem("stations[1].output.pin", "pin 17 is already used by stations[0].output.pin"),
                        new Problem("sensors[0].device.pin", "pin 17 is already used by stations[0].output.pin"));
    }

    @Test
    void showsAllProblemsAtOnce() {
        List<Problem> problems = problems(
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
