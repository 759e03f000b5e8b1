package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply.State;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.plan.FarmPlan;

class FaultTest {
    private static final String HAND = ",'mode':'hand'";

    private FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", "", ""));

    @Test
    void adoptsAValveThatSomebodyOpenedAndClosesIt() {
        farm.pass(Duration.ofMinutes(1));
        farm.actions.clear();
        farm.say(new ControlEvent.StationReported("v1", true));
        assertThat(farm.actions).contains(new ControlAction.CloseStation("v1"));
        farm.pass(Duration.ofSeconds(2));
        farm.say(new ControlEvent.StationReported("v1", false));
        assertThat(farm.ended().get(0).cause()).isEqualTo(RunRecord.Cause.ADOPTED);
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(1);
    }

    @Test
    void threeClosesThatDoNotCloseTakeTheValveOutUntilAPersonResetsIt() {
        farm.order(farm.water("z1", 1));
        farm.say(new ControlEvent.StationReported("v1", true));
        farm.passReading(Duration.ofMinutes(2), "s1/flow", 20);
        farm.say(new ControlEvent.StationReported("v1", true));
        farm.pass(Duration.ofMinutes(3));
        assertThat(farm.alarmKinds()).contains("valve_stuck_open");
        assertThat(farm.replies(farm.order(farm.water("z1", 1)))).endsWith(State.REFUSED);
        farm.order(new Command(
                UUID.randomUUID(),
                Command.Type.RESET_STATION,
                null,
                null,
                null,
                null,
                null,
                null,
                "v1",
                farm.wall(),
                farm.wall().plusSeconds(60),
                null));
        farm.say(new ControlEvent.StationReported("v1", false));
        assertThat(farm.replies(farm.order(farm.water("z1", 1)))).containsExactly(State.RECEIVED);
    }

    @Test
    void waterOfAZoneWithItsOwnMeterIsNoBurstPipeOfItsNeighbour() {
        farm = FarmBench.started(FarmBench.pumpFarm(",'maxZones':2", ",'flowPoint':'z1/flow'", ""));
        farm.order(farm.water("z1", 20));
        farm.order(farm.water("z2", 10));
        for (int i = 0; i < 60; i++) {
            farm.pass(Duration.ofSeconds(10));
            farm.read("z1/flow", 20);
            farm.read("s1/flow", 40);
        }
        farm.pass(Duration.ofMinutes(1));
        assertThat(farm.alarmKinds()).isEmpty();
        RunRecord run = farm.ended().get(0);
        assertThat(run.zone()).isEqualTo("z2");
        assertThat(run.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
        assertThat(run.litres()).isBetween(195.0, 205.0);
    }

    /** The meter of the moment in which a neighbour closes still shows the neighbour's water. */
    @ParameterizedTest
    @ValueSource(strings = {"", ",'flowPoint':'z1/flow'"})
    void waterOfANeighbourThatHasJustClosedIsNotCountedForTheZoneThatGoesOn(String meterOfTheNeighbour) {
        farm = FarmBench.started(FarmBench.pumpFarm(",'maxZones':2", meterOfTheNeighbour, ""));
        farm.order(farm.water("z1", 5));
        farm.order(Command.waterLitres(
                UUID.randomUUID(), "z2", 200, farm.wall(), farm.wall().plusSeconds(600), null));
        farm.pass(Duration.ofSeconds(2));
        for (int i = 0; i < 60; i++) {
            boolean both = farm.open.contains("v1");
            farm.pass(Duration.ofSeconds(15));
            farm.read("s1/flow", both ? 40 : 20);
        }
        RunRecord run = farm.ended().get(1);
        assertThat(run.zone()).isEqualTo("z2");
        assertThat(run.litres()).isBetween(199.0, 201.0);
        assertThat(run.minutes()).isBetween(9.9, 10.1);
    }

    @Test
    void flowWhileNothingWatersIsALeakAndClosesEverythingAgain() {
        farm.pass(Duration.ofMinutes(5));
        farm.actions.clear();
        farm.passReading(Duration.ofMinutes(2), "s1/flow", 4);
        assertThat(farm.alarmKinds()).containsExactly("leak");
        assertThat(farm.actions).contains(new ControlAction.CloseStation("v1"), new ControlAction.CloseStation("p1"));
        farm.read("s1/flow", 0);
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(1);
    }

    @Test
    void waterThatMayStillDrainEndsNoAlarmOfALeak() {
        farm.pass(Duration.ofMinutes(5));
        farm.passReading(Duration.ofMinutes(3), "s1/flow", 4);
        assertThat(farm.alarmKinds()).containsExactly("leak");
        farm.order(farm.water("z1", 2));
        farm.passReading(Duration.ofMinutes(2), "s1/flow", 24);
        farm.passReading(Duration.ofMinutes(4), "s1/flow", 4);
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).isEmpty();
        farm.read("s1/flow", 0);
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(1);
    }

    @Test
    void aLeakThatEndedOverARestartIsNoAlarmAnyMore() {
        farm.pass(Duration.ofMinutes(5));
        farm.passReading(Duration.ofMinutes(3), "s1/flow", 4);
        assertThat(farm.alarmKinds()).containsExactly("leak");
        farm.restartAfter(Duration.ofMinutes(5));
        farm.read("s1/flow", 0);
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(1);
    }

    @Test
    void aValveThatSaysThatItIsClosedIsGivenUpAtItsLimitAtTheLatest() {
        farm = FarmBench.started(FarmBench.pumpFarm(
                ",'pumpLeadSeconds':5,'pumpLagSeconds':5",
                ",'program':{'type':'calendar','starts':[{'at':'07:01'}],'amount':{'minutes':60},"
                        + "'cycleSoak':{'maxCycleMinutes':19.55,'minSoakMinutes':5}}"));
        int openings = 0;
        for (int second = 0; second < 2 * 3_600 && openings < 4; second++) {
            boolean before = farm.open.contains("v1");
            farm.pass(Duration.ofSeconds(1));
            openings += !before && farm.open.contains("v1") ? 1 : 0;
        }
        assertThat(openings).isEqualTo(4);
        // three times 19:43 of the hour are gone: less is left than a valve has to answer
        farm.say(new ControlEvent.StationReported("v1", false));
        farm.pass(Duration.ofSeconds(51));
        assertThat(farm.open).isEmpty();
        assertThat(farm.alarmKinds()).containsExactly("station_fault");
    }

    @Test
    void aValveThatIsOpenedWhileItIsOutOfServiceIsClosedAgainAndItsRunEnds() {
        farm.say(new ControlEvent.StationOverCurrent("v1"));
        farm.say(new ControlEvent.StationReported("v1", false));
        farm.pass(Duration.ofMinutes(1));
        farm.actions.clear();
        farm.say(new ControlEvent.StationReported("v1", true));
        farm.pass(Duration.ofMinutes(10));
        assertThat(farm.actions)
                .filteredOn(new ControlAction.CloseStation("v1")::equals)
                .hasSize(1 + Stations.MAX_FAILED_CLOSES);
        assertThat(farm.alarmKinds()).containsExactly("valve_opened_outside", "valve_stuck_open");
        assertThat(farm.ended()).hasSize(1);
        assertThat(farm.ended().get(0).cause()).isEqualTo(RunRecord.Cause.ADOPTED);
        assertThat(farm.ended().get(0).outcome()).isEqualTo(RunRecord.Outcome.FAILED);
    }

    /** Without a pump water is taken to flow with the order: that stands until the valve denies it. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 5})
    void aRunIsGivenNoWaterByAValveThatSaysThatItIsClosed(double minutes) {
        farm = FarmBench.started(gravityFarm());
        farm.order(farm.water("z1", minutes));
        farm.say(new ControlEvent.StationReported("v1", false));
        farm.pass(Duration.ofSeconds(70));
        assertThat(farm.open).isEmpty();
        assertThat(farm.alarmKinds()).containsExactly("station_fault");
        RunRecord run = farm.ended().get(0);
        assertThat(run.outcome()).isEqualTo(RunRecord.Outcome.FAILED);
        assertThat(run.minutes()).isZero();
        assertThat(run.litres()).isZero();
    }

    @Test
    void waterIsCountedFromWhenAValveTakesItsDenialBack() {
        farm = FarmBench.started(gravityFarm());
        farm.order(farm.water("z1", 5));
        farm.pass(Duration.ofSeconds(2));
        farm.say(new ControlEvent.StationReported("v1", false));
        farm.pass(Duration.ofSeconds(20));
        farm.say(new ControlEvent.StationReported("v1", true));
        farm.pass(Duration.ofSeconds(297));
        assertThat(farm.open).containsExactly("v1");
        farm.pass(Duration.ofSeconds(2));
        assertThat(farm.open).isEmpty();
        assertThat(farm.ended().get(0).minutes()).isEqualTo(5);
        assertThat(farm.ended().get(0).litres()).isEqualTo(100);
    }

    /** The pump runs by a neighbour's valve. */
    @Test
    void aRunIsGivenNoWaterOfThePumpByAValveThatSaysThatItIsClosed() {
        farm = FarmBench.started(FarmBench.pumpFarm(",'maxZones':2,'pumpLeadSeconds':20,'staggerSeconds':2", "", ""));
        farm.order(farm.water("z1", 5));
        farm.order(farm.water("z2", 5));
        farm.pass(Duration.ofSeconds(3));
        farm.say(new ControlEvent.StationReported("v1", true));
        farm.say(new ControlEvent.StationReported("v2", false));
        farm.pass(Duration.ofSeconds(70));
        assertThat(farm.open).containsExactlyInAnyOrder("v1", "p1");
        assertThat(farm.ended()).hasSize(1);
        assertThat(farm.ended().get(0).zone()).isEqualTo("z2");
        assertThat(farm.ended().get(0).minutes()).isZero();
    }

    private static FarmPlan gravityFarm() {
        return FarmBench.plan("""
                {'farm':'farm-1','version':1,'name':'Trại','timeZone':'Asia/Ho_Chi_Minh','latitude':21.6,'longitude':105.8,
                 'elevationM':50,'households':[],'sources':[{'id':'s1','name':'Mương'}],
                 'zones':[{'id':'z1','name':'Khu 1','station':'v1','source':'s1','areaM2':200,'crop':'tea_unshaded',
                 'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60}]}""");
    }

    /** Its word of having closed is on its way when it is opened again. */
    @Test
    void whatAValveSaidBeforeItWasClosedProvesNoPathForThePump() {
        farm = FarmBench.started(FarmBench.pumpFarm(",'pumpLeadSeconds':0,'pumpLagSeconds':0", ""));
        farm.say(new ControlEvent.StationReported("v1", false));
        farm.order(farm.water("z1", 1));
        farm.say(new ControlEvent.StationReported("v1", true));
        farm.passReading(Duration.ofSeconds(70), "s1/flow", 20);
        farm.order(farm.water("z1", 1));
        assertThat(farm.open).containsExactly("v1");
        farm.say(new ControlEvent.StationReported("v1", false));
        assertThat(farm.open).containsExactly("v1");
        farm.say(new ControlEvent.StationReported("v1", true));
        assertThat(farm.open).containsExactlyInAnyOrder("v1", "p1");
    }

    @Test
    void tooMuchFlowClosesBecauseAPipeMayHaveBurst() {
        farm.order(farm.water("z1", 30));
        farm.passReading(Duration.ofMinutes(3), "s1/flow", 45);
        assertThat(farm.open).isEmpty();
        assertThat(farm.alarmKinds()).containsExactly("high_flow");
    }

    @Test
    void littleFlowIsAnAlarmThatGoesAway() {
        farm.order(farm.water("z1", 30));
        farm.passReading(Duration.ofMinutes(5), "s1/flow", 9);
        assertThat(farm.alarmKinds()).containsExactly("low_flow");
        farm.passReading(Duration.ofMinutes(1), "s1/flow", 20);
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(1);
        assertThat(farm.open).contains("v1");
    }

    @Test
    void aTankThatIsLowPausesTheRunUntilItHasRefilled() {
        farm = FarmBench.started(
                FarmBench.pumpFarm(",'tankPoint':'s1/tank_level','tankLowPercent':20,'tankResumePercent':40", ""));
        Command water = Command.waterMinutes(
                UUID.randomUUID(), "z1", 10, farm.wall(), farm.wall().plusSeconds(7_200), null);
        farm.order(water);
        farm.passReading(Duration.ofMinutes(4), "s1/flow", 20);
        farm.read("s1/tank_level", 19);
        farm.pass(Duration.ofSeconds(3));
        assertThat(farm.open).isEmpty();
        farm.read("s1/tank_level", 35);
        assertThat(farm.open).isEmpty();
        farm.read("s1/tank_level", 41);
        assertThat(farm.open).contains("v1");
        farm.passReading(Duration.ofMinutes(8), "s1/flow", 20);
        assertThat(farm.replies(water)).endsWith(State.DONE);
        assertThat(farm.ended().get(0).minutes()).isEqualTo(10);
    }

    @Test
    void overCurrentSwitchesOffAtOnce() {
        farm.order(farm.water("z1", 30));
        farm.pass(Duration.ofSeconds(5));
        farm.say(new ControlEvent.StationOverCurrent("v1"));
        farm.pass(Duration.ofSeconds(2));
        assertThat(farm.open).isEmpty();
        assertThat(farm.alarmKinds()).contains("over_current");
    }

    @Test
    void aHandZoneAsksRunsThePumpAndAsksAgain() {
        farm = FarmBench.started(FarmBench.pumpFarm("", HAND));
        Command water = farm.order(farm.water("z1", 5));
        FarmState.Question question =
                Objects.requireNonNull(farm.state.questions().get("z1"));
        assertThat(question.answers()).containsExactly("started", "cancel");
        assertThat(farm.open).isEmpty();
        farm.order(hand(Command.Type.HAND_STARTED));
        farm.passReading(Duration.ofMinutes(1), "s1/flow", 20);
        assertThat(farm.open).containsExactly("p1");
        farm.passReading(Duration.ofMinutes(5), "s1/flow", 20);
        assertThat(farm.open).isEmpty();
        assertThat(farm.replies(water)).endsWith(State.DONE);
        assertThat(Objects.requireNonNull(farm.state.questions().get("z1")).answers())
                .containsExactly("done");
        farm.order(hand(Command.Type.HAND_DONE));
        assertThat(farm.state.questions()).isEmpty();
    }

    @Test
    void aTurnPassesOnWhenNobodyComesToOpen() {
        farm = FarmBench.started(FarmBench.pumpFarm("", HAND));
        farm.order(Command.waterMinutes(
                UUID.randomUUID(), "z1", 5, farm.wall(), farm.wall().plusSeconds(7_200), null));
        farm.pass(Duration.ofMinutes(31));
        assertThat(farm.skipReasons()).containsExactly("run.skipped.nobody_came");
        assertThat(farm.state.questions()).isEmpty();
    }

    private Command hand(Command.Type type) {
        return new Command(
                UUID.randomUUID(),
                type,
                "z1",
                null,
                null,
                null,
                null,
                null,
                null,
                farm.wall(),
                farm.wall().plusSeconds(60),
                "An");
    }
}
