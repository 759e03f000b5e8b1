package vn.tuoi.edge.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.agronomy.weather.WeatherColumn;
import vn.tuoi.agronomy.weather.WeatherDay;
import vn.tuoi.agronomy.weather.WeatherSeries;

class SimulateTest {

    private static final LocalDate START = LocalDate.of(2025, 1, 1);

    @TempDir
    Path dir;

    /** What a run printed and how it ended. */
    private record Outcome(int exitCode, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    @BeforeEach
    void writeWeather() throws IOException {
        StringBuilder text =
                new StringBuilder("# a dry season with a shower every ninth day\ndate,tmin,tmax,rain_mm\n");
        for (int i = 0; i < 800; i++) {
            text.append(START.plusDays(i))
                    .append(",18,30,")
                    .append(i % 9 == 4 ? 12 : 0)
                    .append('\n');
        }
        Files.writeString(dir.resolve("weather.csv"), text);
    }

    private Outcome run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = SimulateMain.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Outcome(code, out.toString(), err.toString());
    }

    private Outcome season(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "--weather", dir.resolve("weather.csv").toString(),
                "--start", "2025-01-01",
                "--days", "120",
                "--latitude", "21.5",
                "--elevation", "40"));
        args.addAll(Arrays.asList(more));
        return run(args.toArray(String[]::new));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    @Test
    void aBalanceKeepsTomatoesUnstressedAndSaysWhatWasEstimated() throws IOException {
        Outcome outcome = season("--crop", "tomato", "--soil", "loam", "--program", "balance");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode json = outcome.json();
        assertThat(json.get("adequacyPercent").asDouble()).isGreaterThan(99.5);
        assertThat(json.get("irrigationMm").asDouble()).isBetween(200.0, 500.0);
        assertThat(json.get("grossIrrigationMm").asDouble())
                .isCloseTo(json.get("irrigationMm").asDouble() / 0.75, within(1e-9));
        assertThat(json.get("estimated").get("radiation").asText()).contains("equation 50");
        assertThat(json.get("estimated").get("wind").asText()).contains("2 m/s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "end"})
    void theWaterOfASeasonCloses(String convention) throws IOException {
        for (String method : List.of("single", "dual")) {
            JsonNode json = season(
                            "--crop",
                            "maize_grain",
                            "--soil",
                            "sr_sandy_loam",
                            "--program",
                            "moisture",
                            "--convention",
                            convention,
                            "--method",
                            method)
                    .json();
            double stored = json.get("rainMm").asDouble()
                    + json.get("irrigationMm").asDouble()
                    - json.get("runoffMm").asDouble()
                    - json.get("deepPercolationMm").asDouble()
                    - json.get("etaMm").asDouble()
                    + json.get("unmetMm").asDouble();
            assertThat(json.get("storedMm").asDouble()).isCloseTo(stored, within(1e-9));
        }
    }

    @Test
    void withoutWaterTheCropIsStressed() throws IOException {
        JsonNode json = season("--crop", "tomato", "--soil", "sand", "--program", "none")
                .json();
        assertThat(json.get("irrigationMm").asDouble()).isZero();
        assertThat(json.get("stressDays").asInt()).isPositive();
        assertThat(json.get("adequacyPercent").asDouble()).isLessThan(90);
    }

    @Test
    void riceStandsInWater() throws IOException {
        JsonNode json = season("--crop", "rice_paddy", "--soil", "silty_clay").json();
        assertThat(json.get("adequacyPercent").asDouble()).isGreaterThan(99);
        assertThat(json.get("irrigationMm").asDouble()).isGreaterThan(500);
    }

    @Test
    void ownCropSoilProgramAndRecordedWaterComeFromFiles() throws IOException {
        Path crop = file("crop.json", """
                {"kcbIni":0.15,"kcbMid":1.1,"kcbEnd":0.7,"kcIni":0.6,"kcMid":1.15,"kcEnd":0.8,"stageDays":[30,40,30,20],
                 "heightIniM":0.05,"heightMaxM":0.6,"rootMinM":0.2,"rootMaxM":0.7,"depletionFraction":0.4,
                 "constantDepletionFraction":true}""");
        Path soil = file("soil.json", """
                {"fieldCapacity":0.28,"wiltingPoint":0.14,"initial":0.25,"evaporationDepthM":0.1,"rewMm":9}""");
        Path program = file("program.json", """
                {"type":"calendar","starts":[{"at":"05:30"}],"days":{"weekdays":["MON"]},"amount":{"millimetres":20}}""");
        Path water = file("water.csv", "date,mm,wetted_fraction\n2025-01-07,33,0.5\n");
        Path daily = dir.resolve("daily.csv");
        Outcome outcome = season(
                "--crop",
                crop.toString(),
                "--soil",
                soil.toString(),
                "--program",
                program.toString(),
                "--irrigation",
                water.toString(),
                "--daily",
                daily.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        // 17 Mondays of 20 mm and the recorded 33 mm on a Tuesday.
        assertThat(outcome.json().get("irrigationMm").asDouble()).isCloseTo(17 * 20 + 33, within(1e-9));
        List<String> lines = Files.readAllLines(daily);
        assertThat(lines).hasSize(121);
        assertThat(lines.get(0))
                .startsWith("date,day,et0_mm,kcb,h_m,kcmax,fc,fw,few,de_mm,kr,ke,e_mm,dpe_mm,kc,etc_mm,");
        assertThat(lines.get(1).split(",", -1)).hasSameSizeAs(lines.get(0).split(",", -1));
        assertThat(lines.get(7)).startsWith("2025-01-07,6,").contains(",0.500000,");
    }

    @Test
    void severalSeasonsRunOnTheSameDate() throws IOException {
        JsonNode seasons = season("--crop", "lettuce_leafy", "--soil", "loam", "--seasons", "2")
                .json()
                .get("seasons");
        assertThat(seasons).hasSize(2);
        assertThat(seasons.get(1).get("start").asText()).isEqualTo("2026-01-01");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void moreRainNeverMeansMoreWaterByMoreThanOneRefill(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder wet = new StringBuilder("date,tmin,tmax,rain_mm\n");
        for (int i = 0; i < 120; i++) {
            double rain = (i % 9 == 4 ? 12 : 0) + (random.nextInt(5) == 0 ? random.nextDouble(30) : 0);
            wet.append(START.plusDays(i)).append(",18,30,").append(rain).append('\n');
        }
        JsonNode dry = season("--crop", "soybean", "--soil", "loam").json();
        file("weather.csv", wet.toString());
        JsonNode rainy = season("--crop", "soybean", "--soil", "loam").json();
        assertThat(rainy.get("rainMm").asDouble())
                .isGreaterThan(dry.get("rainMm").asDouble());
        double oneRefill =
                dry.get("irrigationMm").asDouble() / dry.get("irrigations").asInt();
        assertThat(rainy.get("irrigationMm").asDouble())
                .isLessThanOrEqualTo(dry.get("irrigationMm").asDouble() + oneRefill);
    }

    @Test
    void everyProblemIsNamedAtOnceWithFileAndKey() throws IOException {
        Path soil = file("soil.json", "{\"fieldCapacity\":0.1,\"wiltingPoint\":0.2}");
        Outcome outcome = season("--crop", "mango", "--soil", soil.toString(), "--program", "sometimes");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .anyMatch(line -> line.startsWith("--crop: mango is not in the table"))
                .anyMatch(line -> line.startsWith(soil + ": wilting point 0.2 m3/m3 is not below"))
                .anyMatch(line -> line.startsWith("--program: sometimes is unknown"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--days 900|the season needs 2025-01-01 to 2027-06-19",
                "--wetted-fraction 2|--wetted-fraction is 2.0",
                "--program moisture --initial 5|--initial is 5.0 m3/m3, must be 0.0 to 0.8 m3/m3",
                "--latitude 80|latitude is 80.0 °",
                "--convention noon|noon",
                "--irrigation nowhere.csv|--irrigation: nowhere.csv cannot be read",
            })
    void wrongUsageIsExitCodeTwo(String more, String message) {
        List<String> args = new ArrayList<>(List.of(
                "--weather", dir.resolve("weather.csv").toString(),
                "--start", "2025-01-01",
                "--crop", "tomato",
                "--soil", "loam"));
        if (!more.contains("--days")) {
            args.addAll(List.of("--days", "100"));
        }
        if (!more.contains("--latitude")) {
            args.addAll(List.of("--latitude", "21.5"));
        }
        args.addAll(List.of(more.split(" ", -1)));
        Outcome outcome = run(args.toArray(String[]::new));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(message);
    }

    @Test
    void anUnknownFieldIsRefusedByName() throws IOException {
        Path crop = file("crop.json", "{\"kcIni\":0.5,\"kcMiddle\":1}");
        Outcome outcome = season("--crop", crop.toString(), "--soil", "loam", "--method", "single");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("crop.json").contains("kcMiddle");
    }

    @Test
    void anImperfectForecastIsTheSameForTheSameSeed() {
        List<WeatherDay> days = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            days.add(WeatherDay.of(START.plusDays(i), Map.of(WeatherColumn.RAIN_MM, i % 4 == 0 ? 15.0 : 0.0)));
        }
        WeatherSeries series = new WeatherSeries(days);
        LocalDate date = START.plusDays(10);
        ForecastSource one = new ForecastSource(ForecastSource.Kind.IMPERFECT, series, 7);
        assertThat(one.on(date)).isEqualTo(new ForecastSource(ForecastSource.Kind.IMPERFECT, series, 7).on(date));
        assertThat(one.on(date)).isNotEqualTo(new ForecastSource(ForecastSource.Kind.IMPERFECT, series, 8).on(date));
        assertThat(one.on(START.plusDays(59)).days()).hasSize(1);
        assertThat(new ForecastSource(ForecastSource.Kind.PERFECT, series, 7)
                        .on(START.plusDays(8))
                        .expectedMm(1))
                .isEqualTo(15);
        assertThat(new ForecastSource(ForecastSource.Kind.NONE, series, 7)
                        .on(date)
                        .days())
                .isEmpty();
    }
}
