package vn.tuoi.edge.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.config.plan.FarmPlan;

class FieldTest {
    private static final Instant START = Instant.parse("2026-03-01T17:00:00Z");
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 2);
    private final Tables tables = new Tables();

    private Field field(long seed) {
        FarmPlan plan = Plans.teaAndPaddy(1);
        FieldWeather weather = new FieldWeather(
                Climate.thaiNguyen().weather(FIRST_DAY, 365, seed),
                FIRST_DAY,
                plan.timeZone(),
                Site.inland(plan.latitude(), plan.elevationM()));
        return new Field(plan, weather, tables, seed, START);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyMillimetreOfASeasonIsAccountedFor(long seed) {
        Field field = field(seed);
        Random random = new Random(seed);
        double teaBefore = storage(field, "tea-1");
        double paddyBefore = storage(field, "paddy-1");
        Instant now = START;
        for (int i = 0; i < 2_000; i++) {
            now = now.plusSeconds(60 + random.nextInt(6_000));
            field.advance(now);
            field.setOpen("pump", random.nextInt(3) > 0);
            field.setOpen("valve-1", random.nextInt(8) == 0);
            field.setOpen("valve-2", random.nextInt(8) == 0);
        }
        assertBalanced(field, "tea-1", teaBefore);
        assertBalanced(field, "paddy-1", paddyBefore);
    }

    private static double storage(Field field, String zone) {
        SoilWater water = field.zone(zone).water();
        return water.soilMm() + water.pondMm();
    }

    private static void assertBalanced(Field field, String zone, double before) {
        FieldZone.Balance balance = field.zone(zone).balance();
        assertThat(balance.inMm()).isPositive();
        assertThat(storage(field, zone) - before).isCloseTo(balance.inMm() - balance.outMm(), within(1e-6));
    }

    @Test
    void flowsOnlyThroughAnOpenValveWithThePumpOn() {
        Field field = field(1);
        field.setOpen("valve-1", true);
        field.advance(START.plusSeconds(60));
        assertThat(field.zone("tea-1").flowLitresPerMinute()).isZero();
        field.setOpen("pump", true);
        field.advance(START.plusSeconds(61));
        assertThat(field.zone("tea-1").flowLitresPerMinute())
                .as("the pipe fills")
                .isBetween(1.0, 12.0);
        field.advance(START.plusSeconds(120));
        assertThat(field.zone("tea-1").flowLitresPerMinute()).isBetween(23.0, 27.0);
        field.setOpen("valve-1", false);
        field.advance(START.plusSeconds(140));
        assertThat(field.zone("tea-1").flowLitresPerMinute()).isZero();
        assertThat(field.meteredLitres("pump/flow")).isEqualTo(field.meteredLitres("tea-1/flow"));
    }

    @Test
    void tankRunsEmptyAndThePumpRunsDry() {
        Field field = field(1);
        field.setOpen("pump", true);
        field.setOpen("valve-1", true);
        field.setOpen("valve-2", true);
        boolean dry = false;
        for (int minute = 1; minute <= 300; minute++) {
            field.advance(START.plus(Duration.ofMinutes(minute)));
            dry |= field.sources().get(0).pumpRunsDry(field.openStations());
        }
        assertThat(dry).isTrue();
        assertThat(field.sources().get(0).tankPercent()).isLessThan(20);
    }

    @Test
    void wateringWetsTheProbeAndDryWeatherDriesIt() {
        Field field = field(1);
        double before = field.zone("tea-1").moisture();
        field.setOpen("pump", true);
        field.setOpen("valve-1", true);
        field.advance(START.plus(Duration.ofMinutes(60)));
        field.setOpen("valve-1", false);
        field.advance(START.plus(Duration.ofMinutes(90)));
        assertThat(field.zone("tea-1").moisture()).isGreaterThan(before);
    }

    @Test
    void sameSeedGivesTheSameFieldInWhateverSteps() {
        Field one = field(9);
        Field other = field(9);
        one.advance(START.plus(Duration.ofDays(1)));
        for (int minute = 1; minute <= 24 * 60; minute++) {
            other.advance(START.plus(Duration.ofMinutes(minute)));
        }
        assertThat(one.zone("tea-1").moisture()).isCloseTo(other.zone("tea-1").moisture(), within(2e-3));
        assertThat(field(9).zone("tea-1").moisture())
                .isEqualTo(field(9).zone("tea-1").moisture());
    }

    @Test
    void climateKeepsItsNormals() {
        var series = Climate.thaiNguyen().weather(LocalDate.of(2026, 1, 1), 20 * 365 + 5, 3);
        double rain = series.days().stream().mapToDouble(day -> day.rainMm()).sum() / 20;
        // the normals add up to 2,097 mm a year
        assertThat(rain).isBetween(1_950.0, 2_250.0);
    }
}
