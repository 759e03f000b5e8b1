package vn.tuoi.edge.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private static double moistureAt(int raw) {
        AdsFake chip = new AdsFake(raw);
        Sample sample =
                new Ads1115SoilProbe("z/soil_moisture", chip, PROBE).sample().get(0);
        assertThat(chip.writes.get(0)).containsExactly(1, 0xE3, 0x83);
        return ((Sample.Measured) sample).value();
    }

    @Test
    void ads1115CallsAnOpenOrShortedProbeUnavailable() {
        for (int raw : List.of(100, 26_000)) {
            assertThat(new Ads1115SoilProbe("z/soil_moisture", new AdsFake(raw), PROBE).sample())
                    .hasOnlyElementsOfType(Sample.Unavailable.class);
        }
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
                                none -> assertThat(none.reason()).contains("not a BME280")));
        chip.set(0xD0, 0x60);
        assertThat(sensor.sample()).hasSize(3).hasOnlyElementsOfType(Sample.Measured.class);
        chip.silent = true;
        assertThat(sensor.sample()).hasOnlyElementsOfType(Sample.Unavailable.class);
        chip.silent = false;
        assertThat(sensor.sample()).hasOnlyElementsOfType(Sample.Measured.class);
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
        Mcp23017 expander = new Mcp23017(chip, 0b11, 0b10);
        assertThat(chip.writes.get(0)).containsExactly(0x14, 0b10, 0);
        assertThat(chip.writes.get(1)).containsExactly(0x00, 0xFC, 0xFF);

        Station activeLow = expander.station("b", 1);
        activeLow.open(Duration.ofMinutes(1));
        assertThat(chip.writes.get(2)).containsExactly(0x14, 0, 0);
        chip.set(0x12, 0b00, 0);
        assertThat(activeLow.isOpen()).isTrue();
        activeLow.close();
        chip.set(0x12, 0b10, 0);
        assertThat(activeLow.isOpen()).isFalse();
        assertThat(expander.station("a", 0).isOpen()).isFalse();
    }
}
