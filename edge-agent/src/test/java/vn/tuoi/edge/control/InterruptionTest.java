package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply.State;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;

/** Mains cuts that a battery bridges, starts without a clock, and meters that fall silent. */
class InterruptionTest {
    private static final String DAILY =
            ",'program':{'type':'calendar','starts':[{'at':'07:01'}],'amount':{'minutes':20},'afterMainsCut':'%s'}";

    private static void answer(FarmBench farm, String answer) {
        String question =
                Objects.requireNonNull(farm.state.questions().get("z1")).id();
        farm.order(new Command(
                UUID.randomUUID(),
                Command.Type.ASK_ANSWER,
                null,
                null,
                null,
                null,
                question,
                answer,
                null,
                farm.wall(),
                farm.wall().plusSeconds(60),
                null));
    }

    @ParameterizedTest
    @CsvSource({"resume, COMPLETED, 20", "shorten, COMPLETED, 15", "skip, INTERRUPTED, 10", "ask, COMPLETED, 20"})
    void aMainsCutOnABatteryFollowsTheFarmsPolicy(String policy, RunRecord.Outcome outcome, double minutes) {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", DAILY.formatted(policy)));
        farm.pass(Duration.ofMinutes(11));
        farm.say(new ControlEvent.MainsChanged(false));
        farm.pass(Duration.ofSeconds(3));
        assertThat(farm.open).isEmpty();
        Command refused = farm.order(farm.water("z1", 5));
        assertThat(farm.replies(refused)).endsWith(State.REFUSED);
        farm.pass(Duration.ofMinutes(5));
        farm.say(new ControlEvent.MainsChanged(true));
        if (policy.equals("ask")) {
            farm.pass(Duration.ofMinutes(20));
            assertThat(farm.open).isEmpty();
            answer(farm, "resume");
        }
        farm.pass(Duration.ofMinutes(20));
        assertThat(farm.ended()).singleElement().satisfies(run -> {
            assertThat(run.outcome()).isEqualTo(outcome);
            assertThat(run.minutes()).isBetween(minutes - 0.2, minutes + 0.2);
        });
    }

    @Test
    void aPersonMayChooseNotToGoOn() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", DAILY.formatted("ask")));
        farm.pass(Duration.ofMinutes(11));
        farm.say(new ControlEvent.MainsChanged(false));
        farm.pass(Duration.ofMinutes(5));
        farm.say(new ControlEvent.MainsChanged(true));
        answer(farm, "skip");
        assertThat(farm.ended().get(0).explanation().key()).isEqualTo("run.interrupted.answered_no");
    }

    /** A Pi has no clock of its own: after a cut it comes up without one, and the network tells it a little later. */
    @ParameterizedTest
    @CsvSource({"resume, 20", "shorten, 15"})
    void anInterruptedRunWaitsForTheClockThatTellsHowLongTheCutWas(String policy, double minutes) {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", DAILY.formatted(policy)));
        farm.passReading(Duration.ofMinutes(11), "s1/flow", 20);
        farm.trusted = false;
        farm.clockOffset = Duration.ofDays(-200);
        farm.restartAfter(Duration.ofMinutes(3));
        farm.pass(Duration.ofMinutes(1));
        assertThat(farm.open).isEmpty();
        // once more, while it still waits
        farm.restartAfter(Duration.ofSeconds(30));
        farm.pass(Duration.ofSeconds(30));
        assertThat(farm.open).isEmpty();
        farm.trusted = true;
        farm.clockOffset = Duration.ZERO;
        farm.pass(Duration.ofSeconds(10));
        assertThat(farm.open).contains("v1");
        farm.passReading(Duration.ofMinutes(20), "s1/flow", 20);
        assertThat(farm.ended()).singleElement().satisfies(run -> {
            assertThat(run.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
            // open time that was booked ahead may be missing
            assertThat(run.minutes()).isBetween(minutes - 0.5, minutes + 2.1);
        });
    }

    @Test
    void withoutAClockForHalfADayTheRestIsLeftOutAndAPersonMayWaterMeanwhile() {
        FarmBench farm =
                FarmBench.started(FarmBench.pumpFarm("", DAILY.formatted("resume"), DAILY.formatted("resume")));
        farm.passReading(Duration.ofMinutes(11), "s1/flow", 20);
        farm.trusted = false;
        farm.restartAfter(Duration.ofMinutes(3));
        Command water = farm.order(farm.water("z1", 5));
        farm.passReading(Duration.ofMinutes(6), "s1/flow", 20);
        assertThat(farm.replies(water)).endsWith(State.DONE);
        assertThat(farm.ended()).extracting(RunRecord::outcome).startsWith(RunRecord.Outcome.INTERRUPTED);
        farm.pass(Duration.ofHours(13));
        assertThat(farm.skipReasons()).contains("run.interrupted.no_clock");
    }

    @Test
    void aRunThatWaitedInTheQueueWhenThePowerWentForADayDoesNotStartThen() {
        FarmBench farm =
                FarmBench.started(FarmBench.pumpFarm("", DAILY.formatted("resume"), DAILY.formatted("resume")));
        farm.pass(Duration.ofMinutes(5));
        farm.restartAfter(Duration.ofHours(20));
        farm.pass(Duration.ofMinutes(30));
        assertThat(farm.skipReasons()).contains("run.skipped.waited");
        // what was published before the cut is published again, under its id
        assertThat(farm.events(FarmEvent.Type.RUN_STARTED).stream()
                        .map(FarmEvent::id)
                        .distinct())
                .hasSize(1);
        assertThat(farm.open).isEmpty();
    }

    @Test
    void aMeterThatSaysNothingWhileWaterRunsIsAnAlarmAndNoFaultOfTheRun() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", ""));
        farm.order(farm.water("z1", 40));
        farm.passReading(Duration.ofMinutes(3), "s1/flow", 20);
        farm.pass(Duration.ofMinutes(19));
        assertThat(farm.alarmKinds()).isEmpty();
        farm.pass(Duration.ofMinutes(3));
        assertThat(farm.alarmKinds()).containsExactly("sensor_silent");
        farm.read("s1/flow", 20);
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(1);
        farm.passReading(Duration.ofMinutes(20), "s1/flow", 20);
        assertThat(farm.ended().get(0).outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
    }

    @Test
    void aValveThatDidNotAnswerAndThenDoesIsNoFaultAnyMore() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", ""));
        farm.say(new ControlEvent.StationReported("v1", false));
        Command water = farm.order(farm.water("z1", 5));
        farm.pass(Duration.ofSeconds(70));
        assertThat(farm.replies(water)).endsWith(State.REFUSED);
        assertThat(farm.ended().get(0).explanation().key()).isEqualTo("run.failed.valve_no_answer");
        assertThat(farm.alarmKinds()).containsExactly("station_fault");
        farm.order(farm.water("z1", 5));
        farm.say(new ControlEvent.StationReported("v1", true));
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(1);
    }

    @Test
    void overCurrentIsOneAlarmAndOutOfServiceUntilAPersonResetsIt() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", "", ""));
        farm.order(farm.water("z1", 30));
        farm.pass(Duration.ofSeconds(5));
        farm.say(new ControlEvent.StationOverCurrent("p1"));
        farm.pass(Duration.ofSeconds(2));
        assertThat(farm.open).isEmpty();
        assertThat(farm.alarmKinds()).containsExactly("over_current");
        assertThat(farm.ended().get(0).explanation().key()).isEqualTo("run.failed.over_current");
        // nothing on that source opens, also not after a restart
        farm.restartAfter(Duration.ofSeconds(20));
        assertThat(farm.replies(farm.order(farm.water("z2", 5)))).endsWith(State.REFUSED);
    }
}
