package vn.tuoi.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.RegisterMap;
import vn.tuoi.edge.device.RegisterMaps;
import vn.tuoi.edge.device.Sample;

class ModbusBusTest {
    private static final int[] SOIL = {0x0292, 0xFF9B, 0x03E8, 0x0038, 0x0020, 0x0058, 0x0068};
    private static final RegisterMap SOIL_MAP =
            RegisterMaps.builtIn().find("soil-7in1").orElseThrow();
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeLink link = new FakeLink();
    private final ModbusBus bus = new ModbusBus("test", link);

    @AfterEach
    void close() {
        bus.close();
        assertThat(link.closed).isTrue();
    }

    private ModbusSensor soil(String place, int slave, long periodMs) {
        ModbusSensor sensor = new ModbusSensor(place, slave, SOIL_MAP, periodMs);
        bus.add(sensor);
        return sensor;
    }

    private static List<Sample> awaitSample(ModbusSensor sensor) {
        // asked so often that it may say that it has nothing yet
        return await().until(
                        sensor::sample,
                        samples -> !samples.isEmpty() && !samples.toString().contains("not_heard"));
    }

    @Test
    void readsAProbeInOneRequestAndGivesEachResultOnce() {
        link.registers.put(3, SOIL);
        ModbusSensor sensor = soil("tea-1", 3, 3_600_000);
        assertThat(awaitSample(sensor))
                .filteredOn(sample -> !sample.point().contains("indicative"))
                .satisfiesExactly(
                        sample -> assertThat(((Sample.Measured) sample).value()).isCloseTo(0.658, within(1e-9)),
                        sample -> assertThat(((Sample.Measured) sample).value()).isCloseTo(-10.1, within(1e-9)),
                        sample -> assertThat(((Sample.Measured) sample).value()).isCloseTo(1_000, within(1e-9)),
                        sample -> assertThat(((Sample.Measured) sample).value()).isCloseTo(5.6, within(1e-9)));
        assertThat(link.log).containsExactly("3 HOLDING 0+7");
        assertThat(sensor.sample()).as("an old value is not given again").isEmpty();
        assertThat(sensor.sample()).isEmpty();
        assertThat(sensor.sample()).hasSize(7).hasOnlyElementsOfType(Sample.Unavailable.class);
    }

    @Test
    void asksOnlyForRegistersThatTheMapNames() {
        link.registers.put(1, new int[40]);
        ModbusSensor sensor = new ModbusSensor(
                "x", 1, RegisterMaps.builtIn().find("soil-jxbs-3001").orElseThrow(), 3_600_000);
        bus.add(sensor);
        awaitSample(sensor);
        assertThat(link.log).containsExactly("1 HOLDING 18+2", "1 HOLDING 21+1", "1 HOLDING 6+1", "1 HOLDING 30+3");
    }

    @Test
    void aCounterGivesItsGrowthAndSurvivesAReset() {
        RegisterMap.Value rain =
                new RegisterMap.Value("rain", 0, null, RegisterMap.Type.U16, null, 0.2, null, true, List.of());
        ModbusSensor sensor =
                new ModbusSensor("w", 1, new RegisterMap("rain-gauge", "", null, List.of(rain)), 3_600_000);
        double[] expected = {0, 1.0, 0, 0.4};
        int[] counted = {100, 105, 3, 5};
        for (int i = 0; i < counted.length; i++) {
            link.registers.put(1, new int[] {counted[i]});
            try {
                sensor.poll(link);
            } catch (DeviceFailure e) {
                throw new AssertionError(e);
            }
            assertThat(((Sample.Measured) sensor.sample().get(0)).value()).isCloseTo(expected[i], within(1e-9));
        }
    }

    @Test
    void aDeadSlaveDoesNotStarveTheOthers() {
        link.timeoutMs = 20;
        for (int slave = 1; slave <= 3; slave++) {
            link.registers.put(slave, SOIL);
            link.silent.add(slave);
            soil("dead-" + slave, slave, 10);
        }
        link.registers.put(9, SOIL);
        soil("alive", 9, 10);
        await().until(() -> asked(9) >= 60);
        assertThat(asked(1) + asked(2) + asked(3))
                .as("asked less and less often")
                .isLessThan(30);
    }

    private long asked(int slave) {
        return link.log.stream().filter(line -> line.startsWith(slave + " ")).count();
    }

    @Test
    void aSilentSlaveIsUnavailableWithItsReasonUntilItAnswers() {
        link.silent.add(4);
        link.registers.put(4, SOIL);
        ModbusSensor sensor = soil("tea-2", 4, 50);
        assertThat(awaitSample(sensor))
                .hasSize(7)
                .allSatisfy(sample ->
                        assertThat(((Sample.Unavailable) sample).reason().key()).isEqualTo("device.slave_silent"));
        assertThat(sensor.sample()).as("still so").hasSize(7);
        link.silent.clear();
        await().until(() -> sensor.sample().stream().anyMatch(Sample.Measured.class::isInstance));
    }

    @Test
    void relaysAreOffFirstAndReadBack() throws DeviceFailure {
        link.onCoils.add(List.of(7, 2));
        CoilStation valve = bus.station("valve", 7, 2);
        assertThat(valve.awaitOff(5_000)).isNull();
        assertThat(link.onCoils).isEmpty();
        valve.open(LONG);
        assertThat(link.onCoils).containsExactly(List.of(7, 2));
        assertThat(valve.isOpen()).isTrue();
        valve.close();
        assertThat(link.onCoils).isEmpty();
        assertThat(valve.isOpen()).isFalse();
    }

    @Test
    void anOpeningThatIsNotConfirmedIsWithdrawn() {
        CoilStation valve = bus.station("valve", 7, 2);
        assertThat(valve.awaitOff(5_000)).isNull();
        link.relaysStick = true;
        assertThatThrownBy(() -> valve.open(LONG)).isInstanceOf(DeviceFailure.class);
        link.relaysStick = false;
        link.onCoils.add(List.of(7, 2));
        await().until(link.onCoils::isEmpty);
    }

    @Test
    void aBoardThatIsSilentIsNotWaitedForAndClosedWhenItComesBack() throws DeviceFailure {
        CoilStation valve = bus.station("valve", 7, 2);
        assertThat(valve.awaitOff(5_000)).isNull();
        valve.open(LONG);
        link.silent.add(7);
        assertThatThrownBy(valve::close).isInstanceOf(DeviceFailure.class).hasMessageContaining("slave 7");
        assertThatThrownBy(valve::isOpen).isInstanceOf(DeviceFailure.class);
        assertThatThrownBy(() -> valve.open(LONG))
                .as("no order to a silent board")
                .isInstanceOf(DeviceFailure.class);
        assertThat(link.onCoils).as("the relay itself is still on").isNotEmpty();
        link.silent.clear();
        await().until(link.onCoils::isEmpty);
        assertThat(valve.isOpen()).isFalse();
    }

    @Test
    void aRelayGoesOffByItselfAtItsBound() throws DeviceFailure {
        CoilStation valve = bus.station("valve", 7, 2);
        valve.open(Duration.ofSeconds(2));
        assertThat(link.onCoils).isNotEmpty();
        await().atMost(Duration.ofSeconds(20)).until(link.onCoils::isEmpty);
    }

    @Test
    void findsSlavesThatAnswerOrRefuse() throws DeviceFailure {
        link.registers.put(1, SOIL);
        link.registers.put(5, new int[0]);
        link.silent.addAll(List.of(2, 3, 4, 6));
        assertThat(SlaveScan.scan(link, 6))
                .containsExactly(new SlaveScan.Found(1, false, 0x0292), new SlaveScan.Found(5, true, 0));
    }
}
