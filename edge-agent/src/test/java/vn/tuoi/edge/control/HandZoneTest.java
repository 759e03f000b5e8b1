package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;

/** A person opens the valve, but the pump is the farm's. */
class HandZoneTest {
    private final FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
            ",'tankPoint':'s1/tank_level','tankLowPercent':20,'dryRunPoint':'s1/dry'", ",'mode':'hand'"));

    /** What keeps a pump from running, and how it ends. */
    private record Hindrance(String name, Consumer<FarmBench> begin, Consumer<FarmBench> end, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Hindrance> hindrances() {
        return List.of(
                new Hindrance(
                        "an empty tank",
                        farm -> farm.read("s1/tank_level", 15),
                        farm -> farm.read("s1/tank_level", 60),
                        "command.refused.source_dry"),
                new Hindrance(
                        "a dry pump that rests",
                        farm -> {
                            farm.read("s1/dry", 1);
                            farm.read("s1/dry", 0);
                        },
                        farm -> farm.pass(Duration.ofMinutes(5)),
                        "command.refused.source_dry"),
                new Hindrance(
                        "no mains",
                        farm -> farm.say(new ControlEvent.MainsChanged(false)),
                        farm -> farm.say(new ControlEvent.MainsChanged(true)),
                        "command.refused.no_mains"),
                new Hindrance(
                        "a pump out of service",
                        farm -> farm.say(new ControlEvent.StationOverCurrent("p1")),
                        farm -> farm.order(command(farm, Command.Type.RESET_STATION, null, null, "p1")),
                        "command.refused.maintenance"));
    }

    @ParameterizedTest
    @MethodSource("hindrances")
    void startsNoPumpThatMayNotRunForWhoWasAskedToOpen(Hindrance hindrance) {
        farm.order(farm.water("z1", 5));
        String question =
                Objects.requireNonNull(farm.state.questions().get("z1")).id();
        hindrance.begin.accept(farm);

        Command answer = farm.order(command(farm, Command.Type.ASK_ANSWER, null, question, null));
        Command started = farm.order(command(farm, Command.Type.HAND_STARTED, "z1", null, null));
        farm.pass(Duration.ofSeconds(30));
        for (Command refused : List.of(answer, started)) {
            assertThat(farm.replies(refused)).containsExactly(Reply.State.RECEIVED, Reply.State.REFUSED);
            assertThat(farm.reason(refused)).isEqualTo(hindrance.reason);
        }
        assertThat(farm.actions).noneMatch(ControlAction.OpenStation.class::isInstance);

        hindrance.end.accept(farm);
        Command again = farm.order(command(farm, Command.Type.HAND_STARTED, "z1", null, null));
        farm.pass(Duration.ofSeconds(30));
        assertThat(farm.replies(again)).endsWith(Reply.State.DONE);
        assertThat(farm.open).containsExactly("p1");
    }

    /** By a clock that is ahead, the word that the valve is closed comes too late; it is closed all the same. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noPumpRunsAgainstAValveThatAPersonHasClosedHoweverLateTheWordIs(boolean asAnswer) {
        farm.order(command(farm, Command.Type.HAND_STARTED, "z1", null, null));
        farm.pass(Duration.ofMinutes(61));
        String question =
                Objects.requireNonNull(farm.state.questions().get("z1")).id();
        farm.order(command(farm, Command.Type.HAND_STARTED, "z1", null, null));
        farm.pass(Duration.ofSeconds(30));
        assertThat(farm.open).containsExactly("p1");

        Instant said = farm.wall();
        farm.clockOffset = Duration.ofMinutes(21);
        Command closed = farm.order(new Command(
                UUID.randomUUID(),
                asAnswer ? Command.Type.ASK_ANSWER : Command.Type.HAND_DONE,
                "z1",
                null,
                null,
                null,
                asAnswer ? question : null,
                asAnswer ? Hands.DONE : null,
                null,
                said,
                said.plusSeconds(600),
                "An"));
        assertThat(farm.open).isEmpty();
        assertThat(farm.replies(closed)).containsExactly(Reply.State.RECEIVED, Reply.State.DONE);
    }

    private static Command command(
            FarmBench farm,
            Command.Type type,
            @Nullable String zone,
            @Nullable String question,
            @Nullable String station) {
        return new Command(
                UUID.randomUUID(),
                type,
                zone,
                null,
                null,
                null,
                question,
                question == null ? null : Hands.STARTED,
                station,
                farm.wall(),
                farm.wall().plusSeconds(60),
                "An");
    }
}
