package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.plan.FarmPlan;

/** A morning with a calendar in cycles and a manual run, with the process killed at every single step of it. */
class KilledAnywhereTest {
    private static final FarmPlan PLAN = FarmBench.pumpFarm(
            "",
            ",'program':{'type':'calendar','starts':[{'at':'07:01'}],'amount':{'minutes':8},"
                    + "'cycleSoak':{'maxCycleMinutes':4,'minSoakMinutes':10}}",
            "");

    /** How far a step that is killed has come. */
    private enum Killed {
        BEFORE_STORING,
        BEFORE_ACTING,
        AFTER_ONE_ACTION
    }

    private final Map<String, RunRecord> ends = new HashMap<>();
    private final List<Reply> replies = new ArrayList<>();
    private final Map<String, Long> openedMs = new HashMap<>();
    private final Map<String, Long> openMs = new HashMap<>();

    private ControllerState state = ControllerState.initial();
    private @Nullable DurableState stored;
    private long bootMs;
    private long nowMs;
    private long deadlineMs;
    private int steps;

    @ParameterizedTest
    @ValueSource(strings = {"BEFORE_STORING", "BEFORE_ACTING", "AFTER_ONE_ACTION"})
    void everyRunEndsOnceWithinItsTimeWhereverTheProcessDies(String killed) {
        int all = new KilledAnywhereTest().morning(Integer.MAX_VALUE, Killed.valueOf(killed));
        assertThat(all).isGreaterThan(20);
        for (int at = 1; at < all; at++) {
            KilledAnywhereTest story = new KilledAnywhereTest();
            story.morning(at, Killed.valueOf(killed));
            assertThat(story.ends.values())
                    .as("killed at step %d", at)
                    .extracting(RunRecord::cause)
                    .containsExactlyInAnyOrder(RunRecord.Cause.CALENDAR, RunRecord.Cause.MANUAL);
            for (RunRecord run : story.ends.values()) {
                double planned = run.cause() == RunRecord.Cause.CALENDAR ? 8 : 5;
                assertThat(run.minutes()).as("killed at step %d", at).isBetween(planned - 2.1, planned + 0.02);
            }
            // with lead and lag of every opening; the relays go off with the process
            assertThat(story.openMs.getOrDefault("v1", 0L))
                    .as("killed at step %d", at)
                    .isLessThan(8 * 60_000 + 14_000);
            assertThat(story.openMs.getOrDefault("v2", 0L))
                    .as("killed at step %d", at)
                    .isLessThan(5 * 60_000 + 14_000);
            assertThat(story.replies.stream()
                            .filter(reply -> reply.state().isFinal())
                            .map(Reply::id)
                            .distinct())
                    .as("killed at step %d", at)
                    .hasSize(1);
        }
    }

    /** Plays it; gives how many steps it took. */
    private int morning(int killedAt, Killed killed) {
        boot(killedAt, killed);
        Command water = Command.waterMinutes(
                UUID.nameUUIDFromBytes(new byte[] {1}), "z2", 5, wall(), wall().plus(Duration.ofHours(2)), null);
        long orderMs = Duration.ofMinutes(3).toMillis();
        boolean ordered = false;
        long endMs = Duration.ofMinutes(70).toMillis();
        while (nowMs < endMs) {
            nowMs = Math.max(nowMs, Math.min(deadlineMs, ordered ? endMs : orderMs));
            // an order that the farm does not answer is sent again
            boolean send = nowMs >= orderMs && replies.isEmpty();
            ordered |= send;
            say(send ? new ControlEvent.CommandReceived(water) : new ControlEvent.Tick(), killedAt, killed);
        }
        return steps;
    }

    private Instant wall() {
        return FarmBench.START.plusMillis(nowMs);
    }

    private void boot(int killedAt, Killed killed) {
        bootMs = nowMs;
        state = ControllerState.initial();
        say(new ControlEvent.Started(stored, PLAN, "session" + steps), killedAt, killed);
    }

    private void say(ControlEvent event, int killedAt, Killed killed) {
        boolean dies = ++steps == killedAt;
        Step step = new IrrigationController().step(state, new ControlTime(nowMs - bootMs + 1, wall(), true), event);
        state = step.state();
        deadlineMs = bootMs - 1 + step.nextDeadlineMs();
        if (!dies || killed != Killed.BEFORE_STORING) {
            stored = state.durable();
        }
        for (ControlAction action : step.actions()) {
            if (dies && killed != Killed.AFTER_ONE_ACTION) {
                break;
            }
            carryOut(action);
            if (dies) {
                break;
            }
        }
        if (dies) {
            List.copyOf(openedMs.keySet()).forEach(this::close);
            nowMs += 20_000;
            boot(killedAt, killed);
        }
    }

    private void carryOut(ControlAction action) {
        if (action instanceof ControlAction.OpenStation open) {
            openedMs.putIfAbsent(open.station(), nowMs);
        } else if (action instanceof ControlAction.CloseStation close) {
            close(close.station());
        } else if (action instanceof ControlAction.SendReply reply) {
            replies.add(reply.reply());
        } else if (action instanceof ControlAction.PublishEvent publish
                && (publish.event().type() == FarmEvent.Type.RUN_ENDED
                        || publish.event().type() == FarmEvent.Type.RUN_SKIPPED)) {
            RunRecord run = Objects.requireNonNull(publish.event().run());
            RunRecord before = ends.put(run.id(), run);
            assertThat(before == null || before.equals(run))
                    .as("two ends of %s", run.id())
                    .isTrue();
        }
    }

    private void close(String station) {
        Long since = openedMs.remove(station);
        if (since != null) {
            openMs.merge(station, nowMs - since, Long::sum);
        }
    }
}
