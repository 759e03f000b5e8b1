package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;

class CalendarTest {
    /** Five minutes at 08:00 of Vietnam, an hour after the bench's clock begins. */
    private static final String DAILY =
            ",'program':{'type':'calendar','starts':[{'at':'08:00'}],'amount':{'minutes':5}}";

    private final FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", DAILY));

    private long starts() {
        return farm.events(FarmEvent.Type.RUN_STARTED).size();
    }

    @Test
    void runsOnceADayAtItsTime() {
        farm.pass(Duration.ofMinutes(59));
        assertThat(farm.open).isEmpty();
        farm.passReading(Duration.ofMinutes(2), "s1/flow", 20);
        assertThat(farm.open).contains("v1");
        farm.passReading(Duration.ofMinutes(8), "s1/flow", 20);
        farm.pass(Duration.ofHours(22));
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void tellsItsNextThreeStarts() {
        FarmState state = farm.state.report(farm.time(), "test", null);
        assertThat(state.zones().get(0).nextRuns())
                .containsExactly(
                        Instant.parse("2026-03-02T01:00:00Z"),
                        Instant.parse("2026-03-03T01:00:00Z"),
                        Instant.parse("2026-03-04T01:00:00Z"));
    }

    @Test
    void recordsWhatAPowerCutMissedAndDoesNotMakeItUp() {
        farm.restartAfter(Duration.ofHours(3));
        assertThat(starts()).isZero();
        assertThat(farm.skipReasons()).containsExactly("run.skipped.missed");
    }

    @Test
    void startsLateWithinTenMinutesOfAShortCut() {
        farm.pass(Duration.ofMinutes(58));
        farm.restartAfter(Duration.ofMinutes(8));
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void aForwardJumpOfHoursSkipsWhatItPassed() {
        farm.clockOffset = Duration.ofHours(4);
        farm.pass(Duration.ofMinutes(20));
        assertThat(starts()).isZero();
        assertThat(farm.skipReasons()).containsExactly("run.skipped.missed");
    }

    @Test
    void aRewoundClockDoesNotWaterTwice() {
        farm.passReading(Duration.ofMinutes(70), "s1/flow", 20);
        assertThat(starts()).isEqualTo(1);
        farm.clockOffset = Duration.ofMinutes(-30);
        farm.passReading(Duration.ofMinutes(60), "s1/flow", 20);
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void aLateStartAfterAJumpIsNotRepeatedWhenTheClockGoesBack() {
        farm.pass(Duration.ofMinutes(30));
        farm.trusted = false;
        farm.pass(Duration.ofMinutes(1));
        farm.nowMs += Duration.ofMinutes(14).toMillis();
        farm.clockOffset = Duration.ofMinutes(30);
        farm.trusted = true;
        farm.say(new ControlEvent.Tick());
        assertThat(starts()).isEqualTo(1);
        farm.clockOffset = Duration.ZERO;
        farm.passReading(Duration.ofHours(1), "s1/flow", 20);
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void aClockThatIsNotTrustedStartsNothing() {
        farm.trusted = false;
        farm.pass(Duration.ofHours(3));
        assertThat(starts()).isZero();
        assertThat(farm.alarmKinds()).containsExactly("clock_untrusted");
    }

    @Test
    void aHoldSkipsWithARecordAndAResumeLetsItRun() {
        farm.order(Command.hold(
                UUID.randomUUID(),
                null,
                farm.wall().plusSeconds(7_200),
                farm.wall(),
                farm.wall().plusSeconds(60),
                null));
        farm.pass(Duration.ofMinutes(70));
        assertThat(farm.skipReasons()).containsExactly("run.skipped.hold");
        farm.order(
                Command.resume(UUID.randomUUID(), null, farm.wall(), farm.wall().plusSeconds(60), null));
        farm.pass(Duration.ofHours(24));
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void rainThatHasFallenSkipsTheRun() {
        FarmBench wet = FarmBench.started(
                FarmBench.pumpFarm(
                        "",
                        ",'program':{'type':'calendar','starts':[{'at':'08:00'}],'amount':{'minutes':5},'skip':{'rainFallenMm':5}}"));
        wet.read("weather/rain", 3);
        wet.pass(Duration.ofMinutes(30));
        wet.read("weather/rain", 4);
        wet.pass(Duration.ofMinutes(40));
        assertThat(wet.skipReasons()).containsExactly("run.skipped.rain_fallen");
    }

    @Test
    void watersInCyclesWithAGuaranteedSoak() {
        FarmBench cycles = FarmBench.started(FarmBench.pumpFarm(
                "",
                ",'program':{'type':'calendar','starts':[{'at':'08:00'}],'amount':{'minutes':10},"
                        + "'cycleSoak':{'maxCycleMinutes':4,'minSoakMinutes':20}}"));
        cycles.passReading(Duration.ofMinutes(66), "s1/flow", 20);
        assertThat(cycles.open).isEmpty();
        cycles.passReading(Duration.ofMinutes(17), "s1/flow", 0);
        assertThat(cycles.open).isEmpty();
        cycles.pass(Duration.ofMinutes(2));
        assertThat(cycles.open).contains("v1");
    }
}
