package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.MainsCutPolicy;
import vn.tuoi.edge.control.ControlAction;
import vn.tuoi.edge.control.ControlEvent;
import vn.tuoi.edge.control.ControlTime;
import vn.tuoi.edge.control.ControllerState;
import vn.tuoi.edge.control.DurableState;
import vn.tuoi.edge.control.IrrigationController;
import vn.tuoi.edge.control.Step;

/**
 * The process on the farm: the real controller and a shell that stores what is durable before it acts, and that can die
 * before it stores, before it acts, or between two actions.
 */
final class FarmProcess {
    private static final long REPORT_DELAY_MS = 2_500;
    private static final int ALIVE = -1;

    private final Schedule world;
    private final Invariants invariants;
    private final SplittableRandom random;
    private final IrrigationController controller = new IrrigationController();
    private final Set<String> seenQuestions = new HashSet<>();

    private ControllerState state = ControllerState.initial();
    /** What the state file holds: it is written out as JSON when the next start reads it, which is the same and faster. */
    private @Nullable ControllerState stateFile;

    private @Nullable FarmPlan planFile;
    private long storedRevision;
    private long deadlineMs = Long.MAX_VALUE;
    private long bootMs;
    private boolean alive;
    private int sessions;
    private int steps;
    /** Where in the next step the process dies: 0 before it stores, n before its n-th action. */
    private int diesAt = ALIVE;

    FarmProcess(Schedule world, Invariants invariants, SplittableRandom random) {
        this.world = world;
        this.invariants = invariants;
        this.random = random;
    }

    int steps() {
        return steps;
    }

    boolean alive() {
        return alive;
    }

    long deadlineMs() {
        return alive ? deadlineMs : Long.MAX_VALUE;
    }

    FarmPlan plan() {
        return planFile == null ? world.newestPlan() : planFile;
    }

    void start(FarmPlan plan) {
        planFile = plan;
        boot();
    }

    private void boot() {
        alive = true;
        bootMs = world.nowMs();
        state = ControllerState.initial();
        storedRevision = 0;
        sessions++;
        DurableState previous = null;
        if (stateFile != null) {
            try {
                previous = DurableState.parse(stateFile.durable().toJson());
            } catch (MalformedDocument e) {
                throw new IllegalStateException("the controller cannot read what it wrote", e);
            }
        }
        String session = "s" + sessions + "xxxxxx";
        List<ControlAction> actions = say(new ControlEvent.Started(previous, planFile, session));
        if (alive) {
            invariants.startedWith(actions);
        }
        if (world.newestPlan().version() > plan().version()) {
            say(new ControlEvent.PlanReceived(world.newestPlan()));
        }
    }

    /** Armed now, it dies somewhere in one of the next steps. */
    void killSoon() {
        diesAt = random.nextInt(6);
        if (random.nextBoolean() && alive) {
            die();
        }
    }

    private void die() {
        alive = false;
        diesAt = ALIVE;
        invariants.died();
        world.field().openedOutside.clear();
        long[] spansMs = {2_000, 120_000, 3_600_000, Duration.ofHours(20).toMillis()};
        long gapMs = 1 + random.nextLong(spansMs[random.nextInt(spansMs.length)]);
        boolean clockLost = random.nextInt(4) == 0;
        world.after(gapMs, () -> {
            if (!alive) {
                if (clockLost && !world.settling()) {
                    world.untrust();
                }
                boot();
            }
        });
    }

    void powerOn() {
        diesAt = ALIVE;
        if (!alive) {
            boot();
        }
    }

    void command(Command command) {
        if (alive) {
            invariants.time(world.nowMs(), world.wall(), world.trusted());
            invariants.received(command);
        }
        say(new ControlEvent.CommandReceived(command));
    }

    /** One step and its actions, as far as the process lives. */
    List<ControlAction> say(ControlEvent event) {
        if (!alive) {
            return List.of();
        }
        steps++;
        ControlTime time = new ControlTime(world.nowMs() - bootMs + 1_000, world.wall(), world.trusted());
        invariants.time(world.nowMs(), world.wall(), world.trusted());
        if (event instanceof ControlEvent.StationReported reported) {
            invariants.reported(reported.station(), reported.open());
        }
        Step step = controller.step(state, time, event);
        state = step.state();
        deadlineMs = world.nowMs() + Math.max(1, step.nextDeadlineMs() - time.monotonicMs());
        if (diesAt == 0) {
            die();
            return step.actions();
        }
        if (state.durableRevision() != storedRevision) {
            stateFile = state;
            storedRevision = state.durableRevision();
        }
        int done = 0;
        for (ControlAction action : step.actions()) {
            if (diesAt > 0 && ++done >= diesAt) {
                die();
                return step.actions();
            }
            carryOut(action);
        }
        invariants.stepDone();
        return step.actions();
    }

    private void carryOut(ControlAction action) {
        invariants.action(action);
        if (action instanceof ControlAction.OpenStation open) {
            report(open.station(), true);
        } else if (action instanceof ControlAction.CloseStation close) {
            world.field().openedOutside.remove(close.station());
            report(close.station(), false);
        } else if (action instanceof ControlAction.StorePlan store) {
            planFile = store.plan();
            world.field().plan(store.plan());
        } else if (action instanceof ControlAction.PublishEvent publish) {
            String id = publish.event().id();
            world.after(random.nextInt(5) == 0 ? 3_600_000 : 50, () -> say(new ControlEvent.EventStored(id)));
        } else if (action instanceof ControlAction.ReportState) {
            questions();
        }
    }

    private void report(String station, boolean ordered) {
        if (!world.reporting()) {
            return;
        }
        world.after(random.nextLong(REPORT_DELAY_MS), () -> {
            Field field = world.field();
            boolean open = field.stuckOpen.contains(station)
                    || (!field.stuckClosed.contains(station) && invariants.relayOn(station));
            if (open == ordered || field.stuckOpen.contains(station) || field.stuckClosed.contains(station)) {
                say(new ControlEvent.StationReported(station, open));
            }
        });
    }

    boolean asks(String zone, String question) {
        FarmState.Question asked = state.questions().get(zone);
        return alive && asked != null && asked.id().equals(question);
    }

    private void questions() {
        boolean asks = plan().zones().stream().anyMatch(zone -> zone.station() == null)
                || plan().mainsCutPolicy() == MainsCutPolicy.ASK;
        if (!asks) {
            return;
        }
        state.questions().forEach((zone, question) -> {
            if (seenQuestions.add(question.id())) {
                world.questioned(zone, question.id(), question.answers());
            }
        });
    }
}
