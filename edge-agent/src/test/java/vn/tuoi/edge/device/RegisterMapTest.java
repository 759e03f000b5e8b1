package vn.tuoi.edge.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisterMapTest {
    private static final RegisterMaps MAPS = RegisterMaps.builtIn();

    private static double decode(String map, String quantity, int... words) {
        RegisterMap.Value value = MAPS.find(map).orElseThrow().values().stream()
                .filter(candidate -> candidate.quantity().equals(quantity))
                .findFirst()
                .orElseThrow();
        return value.decode(words);
    }

    @Test
    void everyMapOfTheBuildIsInOrder() {
        assertThat(MAPS.all()).hasSizeGreaterThanOrEqualTo(6).allSatisfy((name, map) -> {
            assertThat(map.map()).isEqualTo(name);
            assertThat(map.problems()).isEmpty();
        });
    }

    @Test
    void clonesDifferInData() {
        assertThat(decode("soil-7in1", "soil_moisture", 0x0292)).isCloseTo(0.658, within(1e-9));
        assertThat(decode("soil-7in1", "soil_temperature", 0xFF9B)).isCloseTo(-10.1, within(1e-9));
        assertThat(decode("soil-7in1", "ph", 0x0038)).isCloseTo(5.6, within(1e-9));
        assertThat(decode("soil-7in1-ph100", "ph", 0x0230)).isCloseTo(5.6, within(1e-9));
        // the examples of the S-Soil user guide, section 5.3
        assertThat(decode("soil-mtec", "soil_temperature", 0x0702)).isCloseTo(17.94, within(1e-9));
        assertThat(decode("soil-mtec", "soil_temperature", 0xFF05)).isCloseTo(-2.51, within(1e-9));
        assertThat(decode("soil-mtec", "soil_moisture", 0x071D)).isCloseTo(0.1821, within(1e-9));
        assertThat(decode("weather-sensecap-s700", "air_temperature", 0xFFFF, 0xF63C))
                .isCloseTo(-2.5, within(1e-9));
        assertThat(decode("weather-sensecap-s700", "air_pressure", 0x05FB, 0x9D7C))
                .isCloseTo(100.376, within(0.001));
    }

    private static RegisterMap.Value value(RegisterMap.Type type, @Nullable Boolean lowWordFirst, List<Long> none) {
        return new RegisterMap.Value("x", 0, null, type, lowWordFirst, 0.5, 10.0, null, none);
    }

    @Test
    void wordOrderSignAndFloatAreData() {
        assertThat(value(RegisterMap.Type.U32, null, List.of()).decode(0x0001, 0x0000))
                .isEqualTo(65_536 * 0.5 + 10);
        assertThat(value(RegisterMap.Type.U32, true, List.of()).decode(0x0001, 0x0000))
                .isEqualTo(10.5);
        assertThat(value(RegisterMap.Type.S32, true, List.of()).decode(0xFFFE, 0xFFFF))
                .isEqualTo(9.0);
        assertThat(value(RegisterMap.Type.F32, null, List.of()).decode(0x41C8, 0x0000))
                .isEqualTo(22.5);
        assertThat(value(RegisterMap.Type.F32, null, List.of()).decode(0x7FC0, 0x0000))
                .isNaN();
        assertThat(value(RegisterMap.Type.S16, null, List.of(0x7FFFL)).isNone(0x7FFF))
                .isTrue();
        assertThat(value(RegisterMap.Type.S16, null, List.of(0x7FFFL)).isNone(0x7FFE))
                .isFalse();
    }

    @Test
    void aFarmBringsAMapOfItsOwn(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("mine.json"), """
                {"map": "my-probe", "about": "bought at the market", "values": [
                  {"quantity": "soil_moisture", "register": 40, "table": "input", "type": "u32",
                   "lowWordFirst": true, "scale": 0.00001, "none": [4294967295]}]}
                """);
        List<String> problems = new ArrayList<>();
        RegisterMaps maps = RegisterMaps.read(folder, (file, problem) -> problems.add(problem.toString()));
        assertThat(problems).isEmpty();
        assertThat(maps.find("my-probe")).isPresent();
        assertThat(maps.find("soil-7in1")).isPresent();
    }

    @Test
    void namesEveryProblemOfAMap(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("a.json"),
                "{\"map\": \"soil-7in1\", \"about\": \"\", \"values\": ["
                        + "{\"quantity\": \"ph\", \"register\": 1, \"type\": \"u16\"}]}");
        Files.writeString(folder.resolve("b.json"), """
                {"map": "B", "about": "", "values": [
                  {"quantity": "ph", "register": 65535, "type": "u32", "scale": 0},
                  {"quantity": "ph", "register": 1, "type": "u16"},
                  {"quantity": "soil moisture", "register": 2, "type": "u16"}]}
                """);
        Files.writeString(folder.resolve("c.json"), "{\"map\": \"c\", \"colour\": 1}");
        Files.writeString(folder.resolve("d.json"), "not JSON");
        List<String> problems = new ArrayList<>();
        RegisterMaps.read(folder, (file, problem) -> problems.add(file.getFileName() + " " + problem.path()));
        assertThat(problems)
                .contains(
                        "a.json map",
                        "b.json map",
                        "b.json values[0].register",
                        "b.json values[0].scale",
                        "b.json values[1].quantity",
                        "b.json values[2].quantity")
                .anyMatch(line -> line.startsWith("c.json"))
                .anyMatch(line -> line.startsWith("d.json"));
    }
}
