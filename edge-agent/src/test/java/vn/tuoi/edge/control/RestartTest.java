package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply.State;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

class RestartTest {
    private static final String DAILY =
            ",'program':{'type':'calendar','starts':[{'at':'07:01'}],'amount':{'minutes':20}"
                    + ",'afterMainsCut':'%s'}";

    private static FarmBench cutInMidRun(String policy, Duration cut) {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", DAILY.formatted(policy)));
        farm.passReading(Duration.ofMinutes(11), "s1/flow", 20);
        farm.restartAfter(cut);
        farm.passReading(Duration.ofMinutes(30), "s1/flow", 20);
        return farm;
    }

    @ParameterizedTest
    @CsvSource({"resume, COMPLETED, 20", "shorten, COMPLETED, 17", "skip, INTERRUPTED, 10"})
    void followsThePolicyAfterACut(String policy, RunRecord.Outcome outcome, double minutes) {
        RunRecord run = cutInMidRun(policy, Duration.ofMinutes(3)).ended().get(0);
        assertThat(run.outcome()).isEqualTo(outcome);
        // a run that was cut counts up to two minutes more than it watered, never less and never more than planned
        assertThat(run.minutes()).isBetween(minutes - 0.1, Math.min(20.01, minutes + 2.1));
    }

    /** Booked open time is what a crash could have used at most, not what was watered. */
    @Test
    void countsNoMoreThanTheCrashLeftTimeFor() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", ""));
        farm.order(farm.water("z1", 1));
        farm.passReading(Duration.ofSeconds(20), "s1/flow", 20);
        farm.restartAfter(Duration.ofSeconds(15));
        assertThat(farm.ended()).isEmpty();
        farm.passReading(Duration.ofMinutes(2), "s1/flow", 20);

        RunRecord run = farm.ended().get(0);
        assertThat(run.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
        assertThat(run.minutes()).isBetween(0.98, 1.02);
        assertThat(run.litres()).isBetween(18.0, 22.0);
    }

    /** A crash between storing the state and the plan, or a plan file of a backup. */
    @Test
    void takesBackTheLitresThatWereBookedAheadAlsoWhenThePlanHasAnotherFlowNow() throws MalformedDocument {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", DAILY.formatted("skip")));
        farm.passReading(Duration.ofMinutes(11), "s1/flow", 20);
        byte[] stored = farm.state.durable().toJson();
        String plan = new String(StrictJson.write(Objects.requireNonNull(farm.state.plan())), StandardCharsets.UTF_8);
        farm.nowMs += 1_000;
        farm.start(
                DurableState.parse(stored),
                FarmBench.plan(plan.replace("\"flowLitresPerMinute\":20.0", "\"flowLitresPerMinute\":400.0")),
                "session2");

        RunRecord run = farm.ended().get(0);
        assertThat(run.minutes()).isBetween(9.9, 10.1);
        assertThat(run.litres()).isBetween(190.0, 210.0);
    }

    /** As the version before wrote it, which did not say how many litres were booked ahead. */
    @Test
    void neverHasLessThanNoLitresWhereTheBookedOnesAreNotKnown() throws MalformedDocument {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", DAILY.formatted("skip")));
        farm.passReading(Duration.ofMinutes(11), "s1/flow", 20);
        String stored = new String(farm.state.durable().toJson(), StandardCharsets.UTF_8);
        assertThat(stored).contains("\"aheadLitres\":");
        String plan = new String(StrictJson.write(Objects.requireNonNull(farm.state.plan())), StandardCharsets.UTF_8);
        farm.nowMs += 1_000;
        farm.start(
                DurableState.parse(
                        stored.replaceAll("\"aheadLitres\":[0-9.]+,", "").getBytes(StandardCharsets.UTF_8)),
                FarmBench.plan(plan.replace("\"flowLitresPerMinute\":20.0", "\"flowLitresPerMinute\":400.0")),
                "session2");

        assertThat(farm.ended().get(0).litres()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void countsNoMoreThanWasPlannedHoweverLongTheCutWas() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", ""));
        farm.order(farm.water("z1", 1));
        farm.passReading(Duration.ofSeconds(20), "s1/flow", 20);
        farm.restartAfter(Duration.ofMinutes(30));
        farm.passReading(Duration.ofMinutes(2), "s1/flow", 20);

        assertThat(farm.ended().get(0).minutes()).isLessThanOrEqualTo(1.02);
    }

    @Test
    void asksAndLeavesOutWhenNobodyAnswers() {
        FarmBench farm = cutInMidRun("ask", Duration.ofMinutes(3));
        assertThat(farm.open).isEmpty();
        assertThat(farm.state.questions()).containsKey("z1");
        farm.pass(Duration.ofHours(2));
        assertThat(farm.ended().get(0).outcome()).isEqualTo(RunRecord.Outcome.INTERRUPTED);
        assertThat(farm.state.questions()).isEmpty();
    }

    @Test
    void asksAndGoesOnWhenAPersonSaysSo() {
        FarmBench farm = cutInMidRun("ask", Duration.ofMinutes(3));
        FarmState.Question question =
                Objects.requireNonNull(farm.state.questions().get("z1"));
        Command answer = new Command(
                UUID.randomUUID(),
                Command.Type.ASK_ANSWER,
                null,
                null,
                null,
                null,
                question.id(),
                "resume",
                null,
                farm.wall(),
                farm.wall().plusSeconds(60),
                null);
        farm.order(answer);
        assertThat(farm.replies(answer)).endsWith(State.DONE);
        assertThat(farm.open).contains("v1");
    }

    @Test
    void closesEverythingFirst() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(",'masterStation':'m1'", "", ""));
        List<ControlAction> first = farm.actions.subList(0, 4);
        assertThat(first).allMatch(action -> action instanceof ControlAction.CloseStation);
    }

    @Test
    void aManualRunDoesNotComeBackAfterItsCommandExpired() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", ""));
        farm.order(farm.water("z1", 30));
        farm.passReading(Duration.ofMinutes(2), "s1/flow", 20);
        farm.restartAfter(Duration.ofMinutes(20));
        assertThat(farm.open).isEmpty();
        assertThat(farm.ended()).hasSize(1);
    }

    @Test
    void aRepeatedCommandIsStillKnown() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", ""));
        Command water = farm.order(farm.water("z1", 1));
        farm.passReading(Duration.ofMinutes(2), "s1/flow", 20);
        farm.restartAfter(Duration.ofSeconds(5));
        farm.order(water);
        assertThat(farm.open).isEmpty();
        assertThat(farm.ended())
                .extracting(RunRecord::id)
                .containsOnly(farm.ended().get(0).id());
    }

    @Test
    void publishesAgainWhatTheOutboxHadNotStored() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", ""));
        farm.order(farm.water("z1", 1));
        farm.passReading(Duration.ofMinutes(2), "s1/flow", 20);
        FarmEvent ended = farm.events(FarmEvent.Type.RUN_ENDED).get(0);
        farm.actions.clear();
        farm.restartAfter(Duration.ofSeconds(5));
        assertThat(farm.events(FarmEvent.Type.RUN_ENDED))
                .extracting(FarmEvent::id)
                .containsExactly(ended.id());
        farm.say(new ControlEvent.EventStored(ended.id()));
        farm.actions.clear();
        farm.restartAfter(Duration.ofSeconds(5));
        assertThat(farm.events(FarmEvent.Type.RUN_ENDED)).isEmpty();
    }

    @Test
    void anEmptyTankIsRememberedAcrossARestart() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(",'tankPoint':'s1/tank_level','tankLowPercent':20", ""));
        farm.read("s1/tank_level", 15);
        farm.restartAfter(Duration.ofSeconds(5));
        Command water = farm.order(farm.water("z1", 5));
        assertThat(farm.replies(water)).endsWith(State.REFUSED);
        farm.read("s1/tank_level", 60);
        assertThat(farm.replies(farm.order(farm.water("z1", 5)))).containsExactly(State.RECEIVED);
    }

    @Test
    void rainSinceTheLastWriteIsNotForgottenAtACrash() {
        FarmBench farm = FarmBench.started(
                FarmBench.pumpFarm(
                        "",
                        ",'program':{'type':'calendar','starts':[{'at':'08:00'}],'amount':{'minutes':5},'skip':{'rainFallenMm':5}}"));
        farm.pass(Duration.ofMinutes(20));
        farm.read("weather/rain", 8);
        farm.crashAfter(Duration.ofSeconds(30));
        farm.pass(Duration.ofHours(1));
        assertThat(farm.skipReasons()).containsExactly("run.skipped.rain_fallen");
        assertThat(farm.events(FarmEvent.Type.RUN_STARTED)).isEmpty();
    }

    @Test
    void anAlarmThatEndsAtARestartIsToldAsRaisedBeforeItIsToldAsCleared() {
        FarmBench farm = new FarmBench();
        farm.trusted = false;
        farm.start(null, FarmBench.pumpFarm("", ""), "session1");
        farm.pass(Duration.ofMinutes(31));
        FarmEvent raised = farm.events(FarmEvent.Type.ALARM_RAISED).get(0);
        farm.actions.clear();

        farm.trusted = true;
        farm.restartAfter(Duration.ofSeconds(10));
        List<FarmEvent> told = farm.actions.stream()
                .filter(ControlAction.PublishEvent.class::isInstance)
                .map(action -> ((ControlAction.PublishEvent) action).event())
                .toList();
        assertThat(told).doesNotHaveDuplicates();
        List<FarmEvent> ofAlarms =
                told.stream().filter(event -> event.alarm() != null).toList();
        assertThat(ofAlarms)
                .extracting(FarmEvent::type)
                .containsExactly(FarmEvent.Type.ALARM_RAISED, FarmEvent.Type.ALARM_CLEARED);
        assertThat(ofAlarms.get(0).id()).isEqualTo(raised.id());
        assertThat(Objects.requireNonNull(ofAlarms.get(1).alarm()).kind()).isEqualTo("clock_untrusted");
    }

    @Test
    void aSoakIsNotLongerWhenTheClockComesBackEarlier() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
                "",
                ",'program':{'type':'calendar','starts':[{'at':'07:01'}],'amount':{'minutes':10},"
                        + "'cycleSoak':{'maxCycleMinutes':5,'minSoakMinutes':20}}"));
        farm.passReading(Duration.ofMinutes(8), "s1/flow", 20);
        assertThat(farm.open).isEmpty();
        farm.clockOffset = Duration.ofDays(-7);
        farm.restartAfter(Duration.ofSeconds(10));
        farm.pass(Duration.ofMinutes(21));
        assertThat(farm.open).contains("v1");
    }

    @Test
    void readsTheFormOfTheVersionAfterItsOwn() throws MalformedDocument {
        DurableState state = FarmBench.started(FarmBench.pumpFarm("", "")).state.durable();
        String newer = new String(state.toJson(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"version\":1", "\"version\":2,\"somethingNew\":{\"a\":1}");
        assertThat(DurableState.parse(newer.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .lived())
                .isEqualTo(state.lived());
    }

    /** Also when nothing else happens on the farm: without a pump's lead and without readings. */
    @Test
    void openTimeIsBookedAheadAgainAndAgainSoThatACrashAddsNoneToTheLimit() {
        FarmBench quiet = FarmBench.started(FarmBench.pumpFarm(",'pumpLeadSeconds':0,'pumpLagSeconds':0", ""));
        quiet.order(Command.waterMinutes(
                UUID.randomUUID(), "z1", 60, quiet.wall(), quiet.wall().plusSeconds(7_200), null));
        quiet.pass(Duration.ofMinutes(50));
        assertThat(quiet.open).contains("v1");
        quiet.crashAfter(Duration.ofSeconds(10));
        quiet.pass(Duration.ofMinutes(11));
        assertThat(quiet.open).isEmpty();
    }
}
