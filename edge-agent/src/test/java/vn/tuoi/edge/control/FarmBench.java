package vn.tuoi.edge.control;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.plan.FarmPlan;

/** A farm on the table: the real controller, a clock that the test moves, and everything that the controller did. */
final class FarmBench {
    static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    final IrrigationController controller = new IrrigationController();
    ControllerState state = ControllerState.initial();
    long nowMs = 1_000;
    Duration clockOffset = Duration.ZERO;
    boolean trusted = true;
    long deadlineMs;
    final List<ControlAction> actions = new ArrayList<>();
    final Set<String> open = new HashSet<>();
    /** What the disk has: written, as by the agent, only when something changed that must outlive a restart. */
    private @Nullable DurableState stored;

    private long storedRevision = Long.MIN_VALUE;

    static FarmPlan plan(String json) {
        try {
            return FarmPlan.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (MalformedDocument e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** One source with a pump and a meter, zones of 20 l/min each with the programs given. */
    static FarmPlan pumpFarm(String sourceFields, String... zoneFields) {
        StringBuilder zones = new StringBuilder();
        for (int i = 0; i < zoneFields.length; i++) {
            zones.append(i == 0 ? "" : ",")
                    .append(
                            ("{'id':'z%d','name':'Khu %d','station':'v%d','source':'s1','areaM2':200,'crop':'tea_unshaded',"
                                            + "'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60%s}")
                                    .formatted(i + 1, i + 1, i + 1, zoneFields[i]));
        }
        return plan("""
                {'farm':'farm-1','version':1,'name':'Trại','timeZone':'Asia/Ho_Chi_Minh','latitude':21.6,'longitude':105.8,
                 'elevationM':50,'households':[],'sources':[{'id':'s1','name':'Giếng','pumpStation':'p1','flowPoint':'s1/flow'%s}],
                 'zones':[%s]}""".formatted(sourceFields, zones));
    }

    static FarmBench started(FarmPlan plan) {
        FarmBench bench = new FarmBench();
        bench.start(null, plan, "session1");
        return bench;
    }

    void start(@Nullable DurableState previous, @Nullable FarmPlan plan, String session) {
        state = ControllerState.initial();
        open.clear();
        say(new ControlEvent.Started(previous, plan, session));
    }

    /** The process dies and starts again after a while, with what was stored. */
    void restartAfter(Duration gap) {
        restartAfter(gap, state.durable());
    }

    /** The process is killed, and starts again after a while with what is on the disk. */
    void crashAfter(Duration gap) {
        restartAfter(gap, requireNonNull(stored));
    }

    void restartAfter(Duration gap, DurableState stored) {
        FarmPlan plan = state.plan();
        nowMs += gap.toMillis();
        try {
            start(DurableState.parse(stored.toJson()), plan, "session" + nowMs);
        } catch (MalformedDocument e) {
            throw new IllegalStateException(e);
        }
    }

    Instant wall() {
        return START.plusMillis(nowMs).plus(clockOffset);
    }

    ControlTime time() {
        return new ControlTime(nowMs, wall(), trusted);
    }

    List<ControlAction> say(ControlEvent event) {
        Step step = controller.step(state, time(), event);
        state = step.state();
        deadlineMs = step.nextDeadlineMs();
        actions.addAll(step.actions());
        if (state.durableRevision() != storedRevision) {
            storedRevision = state.durableRevision();
            stored = state.durable();
        }
        for (ControlAction action : step.actions()) {
            if (action instanceof ControlAction.OpenStation opened) {
                open.add(opened.station());
            } else if (action instanceof ControlAction.CloseStation closed) {
                open.remove(closed.station());
            }
        }
        return step.actions();
    }

    /** Lets time pass, ticking at every deadline. */
    void pass(Duration span) {
        long endMs = nowMs + span.toMillis();
        while (deadlineMs < endMs) {
            nowMs = Math.max(nowMs, deadlineMs);
            say(new ControlEvent.Tick());
        }
        nowMs = endMs;
        say(new ControlEvent.Tick());
    }

    void read(String point, double value) {
        say(new ControlEvent.ReadingTaken(point, value, wall()));
    }

    /** Lets time pass with a reading every ten seconds. */
    void passReading(Duration span, String point, double value) {
        for (long i = 0; i < span.toSeconds(); i += 10) {
            pass(Duration.ofSeconds(10));
            read(point, value);
        }
    }

    Command water(String zone, double minutes) {
        return Command.waterMinutes(UUID.randomUUID(), zone, minutes, wall(), wall().plusSeconds(600), "0912");
    }

    Command order(Command command) {
        say(new ControlEvent.CommandReceived(command));
        return command;
    }

    List<Reply.State> replies(Command command) {
        return actions.stream()
                .filter(ControlAction.SendReply.class::isInstance)
                .map(action -> ((ControlAction.SendReply) action).reply())
                .filter(reply -> reply.id().equals(command.id()))
                .map(Reply::state)
                .toList();
    }

    /** The key of why a command got its last answer. */
    String reason(Command command) {
        return actions.stream()
                .filter(ControlAction.SendReply.class::isInstance)
                .map(action -> ((ControlAction.SendReply) action).reply())
                .filter(reply -> reply.id().equals(command.id()))
                .reduce((earlier, later) -> later)
                .map(reply -> requireNonNull(reply.reason()).key())
                .orElseThrow();
    }

    List<FarmEvent> events(FarmEvent.Type type) {
        return actions.stream()
                .filter(ControlAction.PublishEvent.class::isInstance)
                .map(action -> ((ControlAction.PublishEvent) action).event())
                .filter(event -> event.type() == type)
                .toList();
    }

    List<RunRecord> ended() {
        return events(FarmEvent.Type.RUN_ENDED).stream()
                .map(event -> requireNonNull(event.run()))
                .toList();
    }

    List<String> skipReasons() {
        return events(FarmEvent.Type.RUN_SKIPPED).stream()
                .map(event -> requireNonNull(event.run()).explanation().key())
                .toList();
    }

    List<String> alarmKinds() {
        return events(FarmEvent.Type.ALARM_RAISED).stream()
                .map(event -> requireNonNull(event.alarm()).kind())
                .toList();
    }
}
