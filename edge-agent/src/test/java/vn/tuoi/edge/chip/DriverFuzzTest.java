package vn.tuoi.edge.chip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.tuoi.config.senml.Quantity;
import vn.tuoi.edge.device.Channel;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.Reporting;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/** Whatever a bus says: no driver throws, and no number that cannot be leaves without a word. */
class DriverFuzzTest {
    private static final int ROUNDS = 3_000;

    private static final Map<String, Function<I2cDevice, Sensor>> CHIPS = new TreeMap<>(Map.of(
            "ads1115",
            chip -> new Ads1115SoilProbe(
                    "z/soil_moisture", chip, new DeviceWiring.Ads1115(null, 0x48, 0, 2.4, 0.05, 1.2, 0.45)),
            "bme280",
            chip -> new Bme280("weather", chip),
            "sht3x",
            chip -> new Sht("weather", chip, false),
            "sht4x",
            chip -> new Sht("weather", chip, true),
            "bh1750",
            chip -> new Bh1750("weather/illuminance", chip, System::nanoTime),
            "veml7700",
            chip -> new Veml7700("weather/illuminance", chip),
            "ina219",
            chip -> new Ina("pump", chip, new DeviceWiring.Ina(null, 0x40, 219, 0.1, null)),
            "ina226",
            chip -> new Ina("pump", chip, new DeviceWiring.Ina(null, 0x40, 226, 0.1, null)),
            "mcp23017",
            chip -> new Mcp23017(chip, new Mcp23017.Lines(1, 0, 2)).contact("mains/pump", 1, false)));

    private static Sensor driver(String name, I2cDevice chip) {
        return Objects.requireNonNull(CHIPS.get(name)).apply(chip);
    }

    static List<String> chips() {
        return List.copyOf(CHIPS.keySet());
    }

    @ParameterizedTest
    @MethodSource("chips")
    void anyBytesOfAChipGiveABelievableValueOrAReason(String name) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            RegisterFile chip = new RegisterFile();
            chip.random = new Random(seed);
            chip.random.nextBytes(chip.registers);
            Sensor sensor = driver(name, chip);
            for (int i = 0; i < 3; i++) {
                check(sensor, name + " seed " + seed);
            }
        }
    }

    /** The right identity and kept settings let a driver come as far as its arithmetic. */
    @ParameterizedTest
    @MethodSource("chips")
    void anyRegistersOfTheRightChipGiveABelievableValueOrAReason(String name) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            RegisterFile chip = new RegisterFile();
            Random random = new Random(seed);
            random.nextBytes(chip.registers);
            chip.set(0xD0, 0x60);
            chip.set(0xF3, 0);
            if (name.startsWith("ina") || name.equals("ads1115")) {
                for (int register = 0; register < 3; register++) {
                    chip.setWord(register, random.nextInt(0x1_0000));
                }
                chip.setWord(0xFE, 0x5449);
            }
            check(driver(name, chip), name + " seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("chips")
    void aStuckOrSilentBusGivesReasonsOnly(String name) {
        for (int level : new int[] {0x00, 0xFF}) {
            RegisterFile chip = new RegisterFile();
            chip.stuckAt = level;
            if (name.equals("bh1750") && level == 0) {
                // darkness looks like that too
                continue;
            }
            assertThat(driver(name, chip).sample())
                    .as("%s at %x", name, level)
                    .hasOnlyElementsOfType(Sample.Unavailable.class);
        }
        RegisterFile chip = new RegisterFile();
        chip.silent = true;
        assertThat(driver(name, chip).sample()).hasOnlyElementsOfType(Sample.Unavailable.class);
    }

    private static void check(Sensor sensor, String what) {
        List<Sample> samples = sensor.sample();
        assertThat(samples).extracting(Sample::point).as(what).isSubsetOf(sensor.points());
        for (Sample sample : samples) {
            // as the agent takes it
            Sample believed = new Channel(sample.point(), Reporting.DEFAULT)
                    .take(sample, 0)
                    .sample();
            if (believed instanceof Sample.Measured measured) {
                double value = measured.value();
                Quantity.ofPoint(sample.point())
                        .ifPresentOrElse(
                                quantity -> assertThat(value).as(what).isBetween(quantity.lowest(), quantity.highest()),
                                () -> assertThat(value).as(what).isBetween(-4.0, 110.0));
            }
        }
    }

    @Test
    void anyBytesOnALevelMetersLineGiveABelievableValueOrAReason() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            ByteStream line = new ByteStream();
            for (int part = 0; part < 20; part++) {
                // many headers, so that frames are found
                line.comes(random.ints(random.nextInt(12), 0, 256)
                        .map(value -> value < 100 ? 0xFF : value)
                        .toArray());
            }
            DeviceWiring.A02yyuw wiring = new DeviceWiring.A02yyuw("/dev/test", 2_000, 300);
            check(new A02yyuw("tank/tank_level", line, wiring), "seed " + seed);
        }
    }

    @Test
    void anyTextOfAThermometerGivesABelievableValueOrAReason(@TempDir Path devices) throws IOException {
        Path file = Files.createDirectories(devices.resolve("28-0316a2791bff")).resolve("w1_slave");
        String pattern = "72 01 4b 46 7f ff 0e 10 57 : crc=57 YES\n72 01 4b 46 7f ff 0e 10 57 t=23125\n";
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] text = pattern.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            for (int i = 0; i < 1 + seed % 8; i++) {
                text[random.nextInt(text.length)] =
                        (byte) (seed % 3 == 0 ? random.nextInt(256) : 32 + random.nextInt(95));
            }
            Files.write(file, text);
            check(new Ds18b20("z/soil_temperature", devices, "28-0316a2791bff"), "seed " + seed);
        }
    }
}
