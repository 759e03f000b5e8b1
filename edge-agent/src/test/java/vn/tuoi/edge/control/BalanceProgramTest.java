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

    @Test
    void aFreshForecastMakesTheRefillSmallerAndAStaleOneDoesNot() {
        List<Forecast.Hour> wet = java.util.stream.IntStream.range(0, 200)
                .mapToObj(hour -> new Forecast.Hour(farm.wall().plusSeconds(3_600L * hour), 0.5, 1.0, null, null, null))
                .toList();
        farm.say(new ControlEvent.ForecastReceived(
                new Forecast(farm.wall(), farm.wall().plus(Duration.ofDays(30)), wet)));
        hotDays(22);
        assertThat(farm.events(FarmEvent.Type.RUN_STARTED))
                .anyMatch(event ->
                        Objects.requireNonNull(event.run()).explanation().key().equals("run.balance.less_for_rain"));
        BalanceProgramTest other = new BalanceProgramTest();
        other.farm.say(new ControlEvent.ForecastReceived(
                new Forecast(other.farm.wall(), other.farm.wall().plusSeconds(60), wet)));
        other.hotDays(22);
        assertThat(other.farm.events(FarmEvent.Type.RUN_STARTED))
                .noneMatch(event ->
                        Objects.requireNonNull(event.run()).explanation().key().equals("run.balance.less_for_rain"));
    }

    @Test
    void theBalanceSurvivesARestart() {
        hotDays(3);
        double before = depletionMm();
        farm.restartAfter(Duration.ofMinutes(2));
        assertThat(depletionMm()).isEqualTo(before);
    }
}
