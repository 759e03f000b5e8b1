package vn.tuoi.edge.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Station;

class ChipTest {
    private static final DeviceWiring.Ads1115 PROBE = new DeviceWiring.Ads1115(null, 0x48, 2, 2.4, 0.05, 1.2, 0.45);

    @Test
    void ads1115TurnsVoltsIntoMoistureBetweenItsCalibrationPoints() {
        // 125 µV a bit; a register file alone would keep the start bit set, which says "done"
        assertThat(moistureAt(19_200)).isCloseTo(0.05, within(1e-6)); // 2.4 V
        assertThat(moistureAt(9_600)).isCloseTo(0.45, within(1e-6)); // 1.2 V
        assertThat(moistureAt(12_800)).isCloseTo(0.25, within(1e-6)); // 1.6 V: half way in 1/V
    }

    private static RegisterFile ads(int raw) {
        return new RegisterFile().setWord(0, raw).setWord(1, 0x8583);
    }

    private static double moistureAt(int raw) {
        RegisterFile chip = ads(raw);
        Sample sample =
                new Ads1115SoilProbe("z/soil_moisture", chip, PROBE).sample().get(0);
        assertThat(chip.writes.get(0)).containsExactly(1, 0xE3, 0x83);
        assertThat(chip.waitedMs).as("128 samples a second").isGreaterThanOrEqualTo(8);
        return ((Sample.Measured) sample).value();
    }

    private static String reason(Sample sample) {
        assertThat(sample).isInstanceOf(Sample.Unavailable.class);
        return ((Sample.Unavailable) sample).reason().key();
    }

    private static double value(Sample sample) {
        assertThat(sample).isInstanceOf(Sample.Measured.class);
        return ((Sample.Measured) sample).value();
    }

    @Test
    void ads1115CallsAnOpenOrShortedProbeUnavailable() {
        assertThat(reason(new Ads1115SoilProbe("z/soil_moisture", ads(100), PROBE)
                        .sample()
                        .get(0)))
                .isEqualTo("device.probe_shorted");
        assertThat(reason(new Ads1115SoilProbe("z/soil_moisture", ads(26_000), PROBE)
                        .sample()
                        .get(0)))
                .isEqualTo("device.probe_open");
    }

    @Test
    void ads1115DoesNotBelieveAConversionOfAnotherInput() {
        RegisterFile chip = ads(9_600);
        // as if another input had been asked for in between, or the chip had been reset
        chip.alwaysSet = 0x1000;
        assertThat(reason(new Ads1115SoilProbe("z/soil_moisture", chip, PROBE)
                        .sample()
                        .get(0)))
                .isEqualTo("device.was_reset");
    }

    @Test
    void ads1115IsSharedByFourProbes() {
        RegisterFile chip = ads(9_600);
        for (int input = 0; input < 4; input++) {
            DeviceWiring.Ads1115 wiring = new DeviceWiring.Ads1115(null, 0x48, input, 2.4, 0.05, 1.2, 0.45);
            assertThat(value(new Ads1115SoilProbe("z/soil_moisture", chip, wiring)
                            .sample()
                            .get(0)))
                    .isCloseTo(0.45, within(1e-6));
            assertThat(chip.writes.get(input)[1] & 0x70).isEqualTo((4 + input) << 4);
        }
    }

    @Test
    void bh1750ReadsAndLowersItsSensitivityInFullSun() {
        RegisterFile chip = new RegisterFile();
        chip.answer = new byte[] {(byte) 0x83, (byte) 0x90};
        assertThat(value(new Bh1750("weather/illuminance", chip, System::nanoTime)
                        .sample()
                        .get(0)))
                .isCloseTo(28_067, within(1.0));
        assertThat(chip.waitedMs).isGreaterThanOrEqualTo(180);
        assertThat(chip.writes).extracting(bytes -> bytes[0] & 0xFF).containsExactly(0x01, 0x42, 0x65, 0x20);

        chip.writes.clear();
        chip.answer = new byte[] {(byte) 0xFF, (byte) 0xFF};
        assertThat(reason(new Bh1750("weather/illuminance", chip, System::nanoTime)
                        .sample()
                        .get(0)))
                .isEqualTo("device.saturated");
        assertThat(chip.writes)
                .extracting(bytes -> bytes[0] & 0xFF)
                .containsExactly(0x01, 0x42, 0x65, 0x20, 0x01, 0x40, 0x7F, 0x20);
    }

    @Test
    void bh1750ThatSeesNoLightForLongerThanANightIsNotBelieved() {
        RegisterFile chip = new RegisterFile();
        AtomicLong nanos = new AtomicLong();
        Bh1750 sensor = new Bh1750("weather/illuminance", chip, nanos::get);
        chip.answer = new byte[] {0, 0};
        nanos.addAndGet(TimeUnit.HOURS.toNanos(14));
        assertThat(value(sensor.sample().get(0))).isZero();
        nanos.addAndGet(TimeUnit.HOURS.toNanos(5));
        assertThat(reason(sensor.sample().get(0))).isEqualTo("device.always_dark");
        chip.answer = new byte[] {0, 12};
        assertThat(value(sensor.sample().get(0))).isEqualTo(10);
        chip.answer = new byte[] {0, 0};
        assertThat(value(sensor.sample().get(0))).isZero();
    }

    @Test
    void veml7700IsSwitchedOnAgainAfterABrownOut() {
        RegisterFile chip = new RegisterFile();
        chip.set(0, 0x01, 0x00);
        chip.set(4, 0x10, 0x27);
        Veml7700 sensor = new Veml7700("weather/illuminance", chip);
        assertThat(value(sensor.sample().get(0))).isCloseTo(21_504, within(0.01));
        assertThat(chip.writes.get(0)).containsExactly(0x00, 0x00, 0x13);
        sensor.sample();
        assertThat(chip.writes).as("its settings are kept").hasSize(1);
        chip.set(0, 0x01, 0x00);
        sensor.sample();
        assertThat(chip.writes).hasSize(2);
        chip.set(4, 0xFF, 0xFF);
        assertThat(reason(sensor.sample().get(0))).isEqualTo("device.saturated");
    }

    /** With calibration 20480 (INA219) or 2560 (INA226) their current registers would say 0x2710 = 10,000 mA here. */
    @Test
    void inaGivesCurrentByItsShunt() {
        DeviceWiring.Ina wiring = new DeviceWiring.Ina(null, 0x40, 219, 0.002, null);
        RegisterFile old =
                new RegisterFile().setWord(0, 0x399F).setWord(1, 0x07D0).setWord(2, 0x5DC2);
        assertThat(new Ina("pump", old, wiring).sample())
                .extracting(ChipTest::value)
                .satisfiesExactly(
                        amps -> assertThat(amps).isCloseTo(10, within(1e-9)),
                        volts -> assertThat(volts).isCloseTo(12.0, within(1e-9)));
        RegisterFile fresh = new RegisterFile()
                .setWord(0, 0x4127)
                .setWord(1, 0x1F40)
                .setWord(2, 0x2570)
                .setWord(0xFE, 0x5449);
        assertThat(new Ina("pump", fresh, new DeviceWiring.Ina(null, 0x40, 226, 0.002, null)).sample())
                .extracting(ChipTest::value)
                .satisfiesExactly(
                        amps -> assertThat(amps).isCloseTo(10, within(1e-9)),
                        volts -> assertThat(volts).isCloseTo(11.98, within(1e-9)));
        fresh.setWord(1, 0xE0C0);
        assertThat(value(new Ina("pump", fresh, new DeviceWiring.Ina(null, 0x40, 226, 0.002, null))
                        .sample()
                        .get(0)))
                .as("the other way round")
                .isCloseTo(-10, within(1e-9));
        assertThat(reason(new Ina("pump", old, new DeviceWiring.Ina(null, 0x40, 226, 0.002, null))
                        .sample()
                        .get(0)))
                .isEqualTo("device.other_chip");
    }

    @Test
    void bme280CompensatesAsItsDataSheetSays() {
        Bme280Calibration calibration = new Bme280Calibration(
                new int[] {27_504, 26_435, -1_000},
                new int[] {36_477, -10_685, 3_024, 2_855, 140, -7, 15_500, -14_600, 6_000},
                new int[] {75, 362, 0, 315, 50, 30});
        double fine = calibration.fineTemperature(519_888);
        assertThat(Bme280Calibration.celsius(fine)).isCloseTo(25.08, within(0.005));
        assertThat(calibration.pascals(415_148, fine)).isCloseTo(100_653.27, within(0.5));
        assertThat(calibration.humidityPercent(28_000, fine)).isBetween(20.0, 80.0);
    }

    @Test
    void bme280RefusesAnotherChipAndRecoversFromSilence() {
        RegisterFile chip = new RegisterFile();
        chip.set(0xD0, 0x58);
        Bme280 sensor = new Bme280("weather", chip);
        assertThat(sensor.sample())
                .hasSize(3)
                .allSatisfy(sample -> assertThat(sample)
                        .isInstanceOfSatisfying(
                                Sample.Unavailable.class,
                                none -> assertThat(none.reason().key()).isEqualTo("device.other_chip")));
        chip.set(0xD0, 0x60);
        // the data sheet's example: calibration, then 100,653 Pa and 25.08 °C in the registers of the values
        chip.set(0x88, 0x70, 0x6B, 0x43, 0x67, 0x18, 0xFC, 0x7D, 0x8E, 0x43, 0xD6, 0xD0, 0x0B, 0x27, 0x0B, 0x8C, 0x00);
        chip.set(0x98, 0xF9, 0xFF, 0x8C, 0x3C, 0xF8, 0xC6, 0x70, 0x17);
        chip.set(0xE1, 0x6A, 0x01, 0x00, 0x13, 0x2B, 0x03, 0x1E);
        chip.set(0xA1, 75);
        chip.set(0xF7, 0x65, 0x5A, 0xC0, 0x7E, 0xED, 0x00, 0x6D, 0x60);
        assertThat(sensor.sample())
                .extracting(ChipTest::value)
                .satisfiesExactly(
                        celsius -> assertThat(celsius).isCloseTo(25.08, within(0.005)),
                        humidity -> assertThat(humidity).isBetween(20.0, 80.0),
                        kiloPascals -> assertThat(kiloPascals).isCloseTo(100.653, within(0.001)));
        chip.silent = true;
        assertThat(sensor.sample()).hasOnlyElementsOfType(Sample.Unavailable.class);
        chip.silent = false;
        assertThat(sensor.sample()).hasOnlyElementsOfType(Sample.Measured.class);
        chip.set(0xF7, 0x80, 0x00, 0x00, 0x80, 0x00, 0x00, 0x80, 0x00);
        assertThat(reason(sensor.sample().get(0))).isEqualTo("device.power_on_value");
        chip.set(0xF7, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(reason(sensor.sample().get(0))).isEqualTo("device.out_of_range");
        chip.stuckAt = 0;
        assertThat(reason(sensor.sample().get(1)))
                .as("a bus that is stuck low is not dry air")
                .isEqualTo("device.other_chip");
    }

    @ParameterizedTest
    @CsvSource({"BE, EF, 92", "66, 66, 93", "80, 00, A2"})
    void shtChecksumIsSensirions(String first, String second, String crc) {
        assertThat(Sht.checksum((byte) Integer.parseInt(first, 16), (byte) Integer.parseInt(second, 16)))
                .isEqualTo(Integer.parseInt(crc, 16));
    }

    @Test
    void shtReadsAndRefusesAWrongChecksum() {
        RegisterFile chip = new RegisterFile();
        chip.answer = new byte[] {0x66, 0x66, (byte) 0x93, (byte) 0x80, 0x00, (byte) 0xA2};
        List<Sample> samples = new Sht("weather", chip, false).sample();
        assertThat(((Sample.Measured) samples.get(0)).value()).isCloseTo(25.0, within(0.01));
        assertThat(((Sample.Measured) samples.get(1)).value()).isCloseTo(50.0, within(0.01));
        chip.answer[2] = 0;
        assertThat(new Sht("weather", chip, true).sample()).hasOnlyElementsOfType(Sample.Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "72 01 4b 46 7f ff 0e 10 57 : crc=57 YES~72 01 4b 46 7f ff 0e 10 57 t=23125 | 23.125",
                "50 05 4b 46 7f ff 0c 10 1c : crc=1c YES~50 05 4b 46 7f ff 0c 10 1c t=85000 | ",
                "00 00 00 00 00 00 00 00 00 : crc=00 YES~00 00 00 00 00 00 00 00 00 t=0 | ",
                "72 01 4b 46 7f ff 0e 10 57 : crc=12 NO~72 01 4b 46 7f ff 0e 10 57 t=23125 | "
            })
    void ds18b20BelievesOnlyACheckedConversion(String text, Double celsius, @TempDir Path devices) throws IOException {
        Files.createDirectories(devices.resolve("28-0316a2791bff"));
        Files.writeString(devices.resolve("28-0316a2791bff/w1_slave"), text.replace('~', '\n'));
        Sample sample = new Ds18b20("z/soil_temperature", devices, "28-0316a2791bff")
                .sample()
                .get(0);
        if (celsius == null) {
            assertThat(sample).isInstanceOf(Sample.Unavailable.class);
        } else {
            assertThat(sample).isEqualTo(new Sample.Measured("z/soil_temperature", celsius));
        }
    }

    @Test
    void waterMeterGivesFlowAndVolumeSinceTheSampleBefore() {
        long[] pulses = {1_000};
        long[] nanos = {0};
        PulseMeter meter = PulseMeter.water("pump/flow", 450, () -> pulses[0], () -> nanos[0]);
        pulses[0] += 900;
        nanos[0] += 4_000_000_000L;
        assertThat(meter.sample())
                .containsExactly(new Sample.Measured("pump/flow", 30.0), new Sample.Measured("pump/volume", 2.0));
        nanos[0] += 1_000_000_000L;
        assertThat(meter.sample())
                .containsExactly(new Sample.Measured("pump/flow", 0), new Sample.Measured("pump/volume", 0));
    }

    @Test
    void expanderSetsItsLevelsBeforeItsDirections() throws DeviceFailure {
        RegisterFile chip = new RegisterFile();
        Mcp23017 expander = new Mcp23017(chip, new Mcp23017.Lines(0b11, 0b10, 0b1000));
        expander.takeOver();
        assertThat(chip.writes.get(0)).containsExactly(0x14, 0b10, 0);
        assertThat(chip.writes.get(1)).as("pull-ups of the inputs").containsExactly(0x0C, 0b1000, 0);
        assertThat(chip.writes.get(2)).containsExactly(0x00, 0xFC, 0xFF);

        Station activeLow = expander.station("b", 1);
        activeLow.open(Duration.ofMinutes(1));
        assertThat(chip.writes.get(3)).containsExactly(0x14, 0, 0);
        chip.set(0x12, 0b00, 0);
        assertThat(activeLow.isOpen()).isTrue();
        activeLow.close();
        chip.set(0x12, 0b10, 0);
        assertThat(activeLow.isOpen()).isFalse();
        assertThat(expander.station("a", 0).isOpen()).isFalse();
    }

    @Test
    void expanderThatLostItsPowerIsWrittenAnewWithEveryRelayOff() throws DeviceFailure {
        RegisterFile chip = new RegisterFile();
        Mcp23017 expander = new Mcp23017(chip, new Mcp23017.Lines(0b11, 0b10, 0));
        expander.takeOver();
        Station one = expander.station("a", 0);
        Station other = expander.station("b", 1);
        one.open(Duration.ofMinutes(1));
        chip.loseMemory();
        assertThatThrownBy(() -> other.open(Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(
                        DeviceFailure.class,
                        failure -> assertThat(failure.reason().key()).isEqualTo("device.was_reset"));
        assertThat(chip.registers[0x14]).as("every relay off").isEqualTo((byte) 0b10);
        assertThat(chip.registers[0x00]).isEqualTo((byte) 0xFC);
        other.open(Duration.ofMinutes(1));
        assertThat(chip.registers[0x14]).isEqualTo((byte) 0b00);

        chip.loseMemory();
        other.close();
        assertThat(chip.registers[0x14]).as("closing needs no second try").isEqualTo((byte) 0b10);
    }

    @Test
    void expanderThatIsMissingAtTheStartIsTakenOverWhenItComes() throws DeviceFailure {
        RegisterFile chip = new RegisterFile();
        chip.silent = true;
        Mcp23017 expander = new Mcp23017(chip, new Mcp23017.Lines(0b1, 0, 0b10));
        assertThatThrownBy(expander::takeOver).isInstanceOf(DeviceFailure.class);
        Station relay = expander.station("a", 0);
        assertThatThrownBy(() -> relay.open(Duration.ofMinutes(1))).isInstanceOf(DeviceFailure.class);
        assertThat(reason(expander.contact("mains/present", 1, false).sample().get(0)))
                .isEqualTo("device.no_answer");
        chip.silent = false;
        relay.open(Duration.ofMinutes(1));
        assertThat(chip.registers[0x14]).isEqualTo((byte) 0b1);
    }

    @Test
    void expanderContactIsTrueWhenItClosesToGround() {
        RegisterFile chip = new RegisterFile();
        Mcp23017 expander = new Mcp23017(chip, new Mcp23017.Lines(0, 0, 0b10));
        chip.set(0x12, 0b00);
        assertThat(value(expander.contact("tank/low", 1, false).sample().get(0)))
                .isEqualTo(1);
        chip.set(0x12, 0b10);
        assertThat(value(expander.contact("tank/low", 1, false).sample().get(0)))
                .isZero();
        assertThat(value(expander.contact("tank/low", 1, true).sample().get(0))).isEqualTo(1);
    }

    private static Sample level(ByteStream line, String point, int zeroMm, @Nullable Integer fullMm) {
        return new A02yyuw(point, line, new DeviceWiring.A02yyuw("/dev/test", zeroMm, fullMm))
                .sample()
                .get(0);
    }

    @Test
    void a02yyuwFindsItsFramesInTheMiddleOfAStream() {
        // the end of a frame, a whole one, one with a wrong sum, one in two parts
        ByteStream line = new ByteStream()
                .comes(0xA1, 0xA7, 0xFF, 0x07, 0xA1, 0xA7)
                .comes(0xFF, 0x07, 0xA1, 0xA8)
                .comes(0xFF, 0x07)
                .comes(0xA1, 0xA7);
        assertThat(value(level(line, "paddy/water_level", 2_000, null))).isCloseTo(4.7, within(1e-9));
        assertThat(value(level(new ByteStream().comes(0xFF, 0x07, 0xA1, 0xA7), "tank/tank_level", 2_953, 953)))
                .isCloseTo(50, within(1e-9));
    }

    @Test
    void a02yyuwTakesTheMedianOfItsEchoes() {
        ByteStream line = new ByteStream()
                .comes(0xFF, 0x01, 0xF4, 0xF4)
                .comes(0xFF, 0x0F, 0xA0, 0xAE)
                .comes(0xFF, 0x01, 0xF6, 0xF6);
        assertThat(value(level(line, "paddy/water_level", 500, null))).isCloseTo(-0.2, within(1e-9));
    }

    @Test
    void a02yyuwSaysWhyThereIsNoLevel() {
        assertThat(reason(level(new ByteStream(), "paddy/water_level", 500, null)))
                .isEqualTo("device.no_answer");
        assertThat(reason(level(new ByteStream().comes(1, 2, 3, 4, 5, 6), "paddy/water_level", 500, null)))
                .isEqualTo("device.garbled");
        assertThat(reason(level(new ByteStream().comes(0xFF, 0, 0, 0xFF), "paddy/water_level", 500, null)))
                .as("nothing in reach")
                .isEqualTo("device.out_of_range");
        ByteStream unplugged = new ByteStream();
        unplugged.unplug();
        assertThat(reason(level(unplugged, "paddy/water_level", 500, null))).isEqualTo("device.no_port");
    }
}
