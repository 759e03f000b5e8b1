package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.forecast.Forecast;

class BalanceProgramTest {
    private static final String BALANCE = ",'program':{'type':'balance','managementAllowedDepletion':0.3}";

    private final FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", BALANCE));

    /** Hot days of 22 to 36 °C with a reading an hour. */
    private void hotDays(int days) {
        for (int hour = 0; hour < days * 24; hour++) {
            farm.read("weather/air_temperature", 29 + 7 * Math.sin(Math.PI * (hour % 24) / 12));
            farm.read("s1/flow", farm.open.contains("p1") ? 20 : 0);
            farm.pass(Duration.ofMinutes(30));
            farm.read("s1/flow", farm.open.contains("p1") ? 20 : 0);
            farm.pass(Duration.ofMinutes(30));
        }
    }

    private double depletionMm() {
        return Objects.requireNonNull(
                farm.state.report(farm.time(), "test", null).zones().get(0).depletionMm());
    }

    @Test
    void theSoilDriesDayByDayUntilItIsRefilled() {
        double before = depletionMm();
        hotDays(2);
        assertThat(depletionMm()).isGreaterThan(before + 2);
        hotDays(20);
        List<RunRecord> runs = farm.ended();
        assertThat(runs).isNotEmpty();
        assertThat(runs).allMatch(run -> run.cause() == RunRecord.Cause.BALANCE && run.litres() > 0);
        RunRecord first = Objects.requireNonNull(
                farm.events(FarmEvent.Type.RUN_STARTED).get(0).run());
        assertThat(first.explanation().key()).isEqualTo("run.balance");
        // five in the morning of the farm
        assertThat(first.startedAt()).isBetween(at(first.startedAt(), 22, 0), at(first.startedAt(), 22, 5));
    }

    private static Instant at(Instant day, int hour, int minute) {
        return day.truncatedTo(java.time.temporal.ChronoUnit.DAYS)
                .plus(Duration.ofHours(hour).plusMinutes(minute));
    }

    @Test
    void rainThatFellCountsAndWaterGivenCounts() {
        hotDays(2);
        double dry = depletionMm();
        farm.read("weather/rain", 30);
        hotDays(1);
        assertThat(depletionMm()).isLessThan(dry - 10);
    }

    private void forecast(double rainMmAnHour, Duration validity) {
        List<Forecast.Hour> hours = java.util.stream.IntStream.range(0, 200)
                .mapToObj(hour ->
                        new Forecast.Hour(farm.wall().plusSeconds(3_600L * hour), rainMmAnHour, 1.0, null, null, null))
                .toList();
        farm.say(new ControlEvent.ForecastReceived(
                new Forecast(farm.wall(), farm.wall().plus(validity), hours)));
    }

    private boolean leftRoomForRain() {
        return farm.events(FarmEvent.Type.RUN_STARTED).stream()
                .anyMatch(event ->
                        Objects.requireNonNull(event.run()).explanation().key().equals("run.balance.less_for_rain"));
    }

    @Test
    void aFreshForecastMakesTheRefillSmaller() {
        for (int day = 0; day < 22; day++) {
            forecast(0.5, Duration.ofHours(30));
            hotDays(1);
        }
        assertThat(leftRoomForRain()).isTrue();
    }

    @Test
    void aStaleForecastIsNone() {
        forecast(0.5, Duration.ofMinutes(1));
        hotDays(22);
        assertThat(farm.events(FarmEvent.Type.RUN_STARTED)).isNotEmpty();
        assertThat(leftRoomForRain()).isFalse();
    }

    @Test
    void aForecastThatSaysThatItHoldsForEverIsStaleAfterADayAndAHalf() {
        forecast(0.5, Duration.ofDays(3_650));
        hotDays(22);
        assertThat(farm.events(FarmEvent.Type.RUN_STARTED)).isNotEmpty();
        assertThat(leftRoomForRain()).isFalse();
    }

    @Test
    void rainThatWasForecastAndDidNotFallIsNotCredited() {
        double before = depletionMm();
        forecast(2, Duration.ofHours(30));
        hotDays(1);
        assertThat(depletionMm()).isGreaterThan(before + 1);
    }

    @Test
    void theBalanceSurvivesARestart() {
        hotDays(3);
        double before = depletionMm();
        farm.restartAfter(Duration.ofMinutes(2));
        assertThat(depletionMm()).isEqualTo(before);
    }

    private static final String BY_DAY_OR_EVENING = BALANCE.substring(0, BALANCE.length() - 1)
            + ",'windows':[{'from':'10:00','to':'12:00'},{'from':'19:00','to':'21:00'}],'skip':{'windMetresPerSecond':5}}";

    private List<Integer> hoursOfStart(FarmBench bench) {
        return bench.events(FarmEvent.Type.RUN_STARTED).stream()
                .map(event -> Objects.requireNonNull(event.run())
                        .startedAt()
                        .atOffset(java.time.ZoneOffset.ofHours(7))
                        .getHour())
                .distinct()
                .toList();
    }

    /** As many hot days as make it water more than once, each with a forecast. */
    private FarmBench hotDaysOf(String program, double et0AtTen, double et0AtSeven, double windAtSeven) {
        FarmBench bench = FarmBench.started(FarmBench.pumpFarm("", program));
        for (int hour = 0; hour < 24 * 24; hour++) {
            if (hour % 6 == 0 && et0AtTen > 0) {
                List<Forecast.Hour> hours = java.util.stream.IntStream.range(0, 30)
                        .mapToObj(ahead -> {
                            Instant at = bench.wall()
                                    .truncatedTo(java.time.temporal.ChronoUnit.HOURS)
                                    .plus(Duration.ofHours(ahead));
                            boolean evening =
                                    at.atOffset(java.time.ZoneOffset.ofHours(7)).getHour() >= 19;
                            return new Forecast.Hour(
                                    at, 0, 0.0, null, evening ? windAtSeven : 1, evening ? et0AtSeven : et0AtTen);
                        })
                        .toList();
                bench.say(new ControlEvent.ForecastReceived(
                        new Forecast(bench.wall(), bench.wall().plus(Duration.ofHours(12)), hours)));
            }
            bench.read("weather/air_temperature", 29 + 7 * Math.sin(Math.PI * (hour % 24) / 12));
            bench.pass(Duration.ofHours(1));
        }
        assertThat(bench.events(FarmEvent.Type.RUN_STARTED)).isNotEmpty();
        return bench;
    }

    @Test
    void withoutAForecastItWatersInTheWindowWithLeastSun() {
        assertThat(hoursOfStart(hotDaysOf(BY_DAY_OR_EVENING, 0, 0, 0))).containsExactly(19);
    }

    @Test
    void theForecastTellsInWhichWindowLessEvaporates() {
        assertThat(hoursOfStart(hotDaysOf(BY_DAY_OR_EVENING, 0.1, 0.4, 1))).containsExactly(10);
        assertThat(hoursOfStart(hotDaysOf(BY_DAY_OR_EVENING, 0.4, 0.1, 1))).containsExactly(19);
    }

    @Test
    void aWindowWhoseWindWouldLeaveTheWaterOutIsTheLastResort() {
        assertThat(hoursOfStart(hotDaysOf(BY_DAY_OR_EVENING, 0.4, 0.1, 7))).containsExactly(10);
    }

    @Test
    void ofTwoWindowsInTheDarkTheOneBeforeSunriseIsTaken() {
        String program = BY_DAY_OR_EVENING.replace("'10:00','to':'12:00'", "'03:00','to':'05:30'");
        assertThat(hoursOfStart(hotDaysOf(program, 0, 0, 0))).containsExactly(3);
    }

    @Test
    void thePreviewNamesTheWindowThatWillBeTaken() {
        FarmBench bench = hotDaysOf(BY_DAY_OR_EVENING, 0, 0, 0);
        assertThat(bench.state.report(bench.time(), "test", null).zones().get(0).preview())
                .filteredOn(next -> next.certainty() == vn.tuoi.config.event.NextRun.Certainty.EXPECTED)
                .isNotEmpty()
                .allSatisfy(next -> assertThat(Objects.requireNonNull(next.at())
                                .atOffset(java.time.ZoneOffset.ofHours(7))
                                .getHour())
                        .isEqualTo(19));
    }
}
