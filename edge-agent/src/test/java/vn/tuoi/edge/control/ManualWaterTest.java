package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply.State;
import vn.tuoi.config.event.RunRecord;

class ManualWaterTest {
    private final FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", "", ""));

    @Test
    void opensThePathBeforeThePumpAndClosesItAfter() {
        farm.order(farm.water("z1", 5));
        assertThat(farm.open).containsExactly("v1");
        farm.pass(Duration.ofSeconds(2));
        assertThat(farm.open).containsExactlyInAnyOrder("v1", "p1");
        farm.passReading(Duration.ofMinutes(5), "s1/flow", 20);
        assertThat(farm.open).containsExactly("v1");
        farm.pass(Duration.ofSeconds(2));
        assertThat(farm.open).isEmpty();
    }

    @Test
    void saysRunningOnlyWhenFlowHasProvedWater() {
        Command water = farm.order(farm.water("z1", 5));
        farm.pass(Duration.ofSeconds(20));
        assertThat(farm.replies(water)).containsExactly(State.RECEIVED);
        farm.read("s1/flow", 19);
        assertThat(farm.replies(water)).containsExactly(State.RECEIVED, State.RUNNING);
        farm.passReading(Duration.ofMinutes(6), "s1/flow", 19);
        assertThat(farm.replies(water)).containsExactly(State.RECEIVED, State.RUNNING, State.DONE);
        RunRecord run = farm.ended().get(0);
        assertThat(run.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
        assertThat(run.minutes()).isEqualTo(5);
        assertThat(run.litres()).isBetween(94.0, 96.0);
        assertThat(run.litresMeasured()).isTrue();
        assertThat(run.waterConfirmed()).isTrue();
    }

    @Test
    void closesWhenNoWaterComes() {
        Command water = farm.order(farm.water("z1", 30));
        farm.passReading(Duration.ofSeconds(90), "s1/flow", 0);
        assertThat(farm.open).isEmpty();
        assertThat(farm.replies(water)).containsExactly(State.RECEIVED, State.REFUSED);
        assertThat(farm.alarmKinds()).containsExactly("no_flow");
        assertThat(farm.ended().get(0).outcome()).isEqualTo(RunRecord.Outcome.FAILED);
    }

    @Test
    void stopsAtTheLitresThatTheMeterCounts() {
        Command water = Command.waterLitres(
                UUID.randomUUID(), "z1", 100, farm.wall(), farm.wall().plusSeconds(600), null);
        farm.order(water);
        farm.passReading(Duration.ofMinutes(15), "s1/flow", 16);
        assertThat(farm.ended().get(0).litres()).isBetween(99.0, 101.0);
        assertThat(farm.ended().get(0).minutes()).isBetween(6.0, 6.5);
    }

    @Test
    void capsTheMinutesAtTheZonesLimitWithLeadAndLag() {
        farm.order(farm.water("z1", 600));
        farm.passReading(Duration.ofMinutes(59), "s1/flow", 20);
        assertThat(farm.open).contains("v1");
        farm.passReading(Duration.ofMinutes(1), "s1/flow", 20);
        assertThat(farm.open).isEmpty();
    }

    @Test
    void actsOnceOnARepeatedCommandAndAnswersAgain() {
        Command water = farm.order(farm.water("z1", 5));
        farm.passReading(Duration.ofMinutes(6), "s1/flow", 20);
        farm.order(water);
        assertThat(farm.open).isEmpty();
        assertThat(farm.replies(water)).containsExactly(State.RECEIVED, State.RUNNING, State.DONE, State.DONE);
        assertThat(farm.ended()).hasSize(1);
    }

    /** A clock that is days ahead for a while must not make the farm forget what it has done or answered. */
    @Test
    void aRepetitionActsOnceAlthoughAClockSetAheadMadeTheCommandLookLongExpired() {
        Command done = farm.order(farm.water("z1", 1));
        farm.passReading(Duration.ofMinutes(2), "s1/flow", 20);
        Command tooLate = farm.water("z1", 5);
        farm.clockOffset = Duration.ofDays(36);
        farm.order(tooLate);
        farm.order(farm.water("z9", 5));
        farm.pass(Duration.ofMinutes(1));
        farm.clockOffset = Duration.ZERO;
        farm.pass(Duration.ofMinutes(1));
        farm.order(done);
        farm.order(tooLate);
        assertThat(farm.open).isEmpty();
        assertThat(farm.replies(done)).containsExactly(State.RECEIVED, State.RUNNING, State.DONE, State.DONE);
        assertThat(farm.replies(tooLate)).containsExactly(State.EXPIRED, State.EXPIRED);
    }

    @Test
    void whatHasExpiredIsForgottenBehindNewerCommands() {
        for (int i = 0; i < 300; i++) {
            farm.order(Command.resume(
                    UUID.randomUUID(), null, farm.wall(), farm.wall().plusSeconds(60), "An"));
            farm.pass(Duration.ofHours(1));
        }
        assertThat(farm.state.durable().commands()).hasSizeLessThan(40);
    }

    @Test
    void refusesAnExpiredCommandAndAZoneThatDoesNotExist() {
        Command late = farm.water("z1", 5);
        farm.pass(Duration.ofMinutes(10));
        farm.order(late);
        assertThat(farm.replies(late)).containsExactly(State.EXPIRED);
        Command unknown = farm.order(farm.water("zz", 5));
        assertThat(farm.replies(unknown)).containsExactly(State.RECEIVED, State.REFUSED);
        assertThat(farm.open).isEmpty();
    }

    @Test
    void aQueuedRunWhoseCommandExpiresNeverOpens() {
        farm.order(farm.water("z1", 20));
        Command second = farm.order(farm.water("z2", 5));
        farm.passReading(Duration.ofMinutes(15), "s1/flow", 20);
        assertThat(farm.replies(second)).containsExactly(State.RECEIVED, State.EXPIRED);
        farm.passReading(Duration.ofMinutes(10), "s1/flow", 20);
        assertThat(farm.ended()).hasSize(1);
    }

    @Test
    void runsOneZoneAfterTheOtherWithThePumpOffBetween() {
        farm.order(farm.water("z1", 5));
        farm.order(farm.water("z2", 5));
        farm.passReading(Duration.ofMinutes(11), "s1/flow", 20);
        assertThat(farm.ended()).extracting(RunRecord::zone).containsExactly("z1", "z2");
        assertThat(farm.open).isEmpty();
    }

    @Test
    void stopsOneZoneOrAll() {
        Command water = farm.order(farm.water("z1", 30));
        farm.passReading(Duration.ofMinutes(2), "s1/flow", 20);
        farm.order(
                Command.stop(UUID.randomUUID(), "z1", farm.wall(), farm.wall().plusSeconds(60), "An"));
        farm.pass(Duration.ofSeconds(3));
        assertThat(farm.open).isEmpty();
        assertThat(farm.replies(water)).endsWith(State.DONE);
        assertThat(farm.ended().get(0).outcome()).isEqualTo(RunRecord.Outcome.STOPPED);
        farm.order(farm.water("z1", 30));
        farm.order(Command.stopAll(UUID.randomUUID(), farm.wall(), farm.wall().plusSeconds(60), "An"));
        assertThat(farm.open).isEmpty();
    }
}
