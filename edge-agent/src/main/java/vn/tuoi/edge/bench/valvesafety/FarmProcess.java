package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.MainsCutPolicy;
import vn.tuoi.edge.control.ControlAction;
import vn.tuoi.edge.control.ControlEvent;
import vn.tuoi.edge.control.ControlTime;
import vn.tuoi.edge.control.ControllerState;
import vn.tuoi.edge.control.IrrigationController;
import vn.tuoi.edge.control.Step;

/**
 * The process on the farm: the real controller and a shell that stores what is durable before it acts, and that can die
 * before it stores, before it acts, or between two actions.
 */
final class FarmProcess {
    /** How stations tell what they do. */
    enum ReadBack {
        NONE,
        /** A relay board: read back after each order. */
        AT_ONCE,
        /** A wireless node: when its next message comes through. */
        LATER
    }

    private static final long REPORT_DELAY_MS = 2_500;
    private static final int ALIVE = -1;
    /** A report costs more than a step; every so many are looked at. */
    private static final int REPORTS_SAMPLED = 12;

    private final Schedule world;
    private final Invariants invariants;
    private final SplittableRandom random;
    private final ReadBack readBack;
    private final Disk disk;
    private final IrrigationController controller = new IrrigationController();
    private final Set<String> seenQuestions = new HashSet<>();
    private final Deque<ControlEvent> following = new ArrayDeque<>();

    private ControllerState state = ControllerState.initial();
    private FarmPlan planFile;
    private long storedRevision;
    private long deadlineMs = Long.MAX_VALUE;
    private long bootMs;
    private boolean alive;
    private boolean eventsLost;
    private int sessions;
    private int steps;
    private int reports;
    /** Where in the next step the process dies: 0 before it stores, n before its n-th action. */
    private int diesAt = ALIVE;

    FarmProcess(Schedule world, FarmPlan plan, Disk disk, Invariants invariants, SplittableRandom random) {
        this.world = world;
        this.disk = disk;
        this.planFile = plan;
        this.invariants = invariants;
        this.random = random;
        this.readBack = ReadBack.values()[random.nextInt(ReadBack.values().length)];
    }

    int steps() {
        return steps;
    }

    boolean alive() {
        return alive;
    }

    boolean readsBack() {
        return readBack != ReadBack.NONE;
    }

    long deadlineMs() {
        return alive ? deadlineMs : Long.MAX_VALUE;
    }

    Disk disk() {
        return disk;
    }

    void boot() {
        alive = true;
        bootMs = world.nowMs();
        state = ControllerState.initial();
        storedRevision = Long.MIN_VALUE;
        eventsLost = false;
        sessions++;
        following.clear();
        if (!world.site().plan().equals(planFile)) {
            world.applied(new Site(planFile)); // a newer one was applied and not stored
        }
        String session = "s" + sessions + "xxxxxx";
        List<ControlAction> actions = say(new ControlEvent.Started(disk.read(), planFile, session));
        if (alive) {
            invariants.startedWith(actions);
        }
        world.online();
    }

    /** Armed now, it dies somewhere in one of the next steps. */
    void killSoon() {
        diesAt = random.nextInt(6);
        if (random.nextBoolean() && alive) {
            die();
        }
    }

    /** It dies while it writes its state. */
    void killTorn() {
        if (alive) {
            disk.tear(state, random.nextDouble());
            die();
        }
    }

    private void die() {
        kill();
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

    private void kill() {
        alive = false;
        diesAt = ALIVE;
        world.field().follow(world.nowMs());
        invariants.died(world.nowMs(), world.wall(), world.trusted());
        world.field().powerLost();
    }

    void powerOn() {
        diesAt = ALIVE;
        if (!alive) {
            boot();
        }
    }

    /** Starts anew when an event waits for that. */
    void restartIfEventsWait() {
        if (alive && eventsLost) {
            kill();
            boot();
        }
    }

    void command(Command command) {
        if (alive) {
            time();
            invariants.received(command);
        }
        say(new ControlEvent.CommandReceived(command));
    }

    /** The farm is about to be told something. */
    void time() {
        invariants.time(world.nowMs(), world.wall(), world.trusted());
    }

    /** A step and what follows from it, as far as the process lives. */
    List<ControlAction> say(ControlEvent event) {
        List<ControlAction> actions = step(event);
        for (ControlEvent next = following.poll(); next != null; next = following.poll()) {
            step(next);
        }
        return actions;
    }

    private List<ControlAction> step(ControlEvent event) {
        if (!alive) {
            return List.of();
        }
        steps++;
        ControlTime time = new ControlTime(world.nowMs() - bootMs + 1_000, world.wall(), world.trusted());
        time();
        if (event instanceof ControlEvent.StationReported reported) {
            invariants.reported(Site.station(reported.station()), reported.open());
        }
        Step step = controller.step(state, time, event);
        state = step.state();
        deadlineMs = world.nowMs() + Math.max(1, step.nextDeadlineMs() - time.monotonicMs());
        if (diesAt == 0) {
            die();
            return step.actions();
        }
        boolean stored = store();
        if (!stored) {
            closeEverything();
        }
        List<ControlAction> actions = step.actions();
        if (!actions.isEmpty()) {
            world.field().follow(world.nowMs());
        }
        int done = 0;
        for (int i = 0; i < actions.size(); i++) {
            if (diesAt > 0 && ++done >= diesAt) {
                losePlan(actions.subList(i, actions.size()));
                die();
                return actions;
            }
            carryOut(actions.get(i), stored);
        }
        invariants.stepDone();
        return actions;
    }

    private void losePlan(List<ControlAction> notDone) {
        for (ControlAction action : notDone) {
            if (action instanceof ControlAction.StorePlan store) {
                invariants.planLost(new Site(store.plan()));
            }
        }
    }

    /** What a restart would not know of does not stay open: pumps first, then their paths. */
    private void closeEverything() {
        for (int i = 0; i < Site.SOURCES; i++) {
            closeUnstored(Site.pumpOf(i));
        }
        for (int i = 0; i < Site.STATIONS; i++) {
            closeUnstored(i);
        }
    }

    private void closeUnstored(int station) {
        if (world.relays().on(station)) {
            world.field().follow(world.nowMs());
            invariants.switchedOff(station);
            following.add(new ControlEvent.StationReported(Site.stationName(station), false));
        }
    }

    private boolean store() {
        if (state.durableRevision() == storedRevision) {
            return true;
        }
        if (!disk.store(state)) {
            return false;
        }
        storedRevision = state.durableRevision();
        return true;
    }

    private void carryOut(ControlAction action, boolean stored) {
        if (action instanceof ControlAction.OpenStation open) {
            if (stored) {
                invariants.switchedOn(Site.station(open.station()), open.atMostMs());
                report(open.station(), true);
            } else {
                following.add(new ControlEvent.StationReported(open.station(), false));
            }
        } else if (action instanceof ControlAction.CloseStation close) {
            int station = Site.station(close.station());
            if (station < Site.ZONES) {
                world.field().closeOutside(station);
            }
            invariants.switchedOff(station);
            report(close.station(), false);
        } else if (action instanceof ControlAction.StorePlan store) {
            if (!disk.full()) {
                planFile = store.plan();
            }
            world.applied(new Site(store.plan()));
        } else if (action instanceof ControlAction.PublishEvent publish) {
            publish(publish);
        } else if (action instanceof ControlAction.SendReply send) {
            if (disk.full()) {
                eventsLost = true;
                invariants.replyLost(send);
            } else {
                invariants.reply(send);
            }
        } else if (action instanceof ControlAction.ReportState) {
            report();
        }
    }

    /** The outbox is on the same disk. */
    private void publish(ControlAction.PublishEvent publish) {
        if (disk.full()) {
            eventsLost = true;
            invariants.eventLost(publish.event());
            return;
        }
        invariants.event(publish.event());
        String id = publish.event().id();
        world.after(random.nextInt(5) == 0 ? 3_600_000 : 50, () -> say(new ControlEvent.EventStored(id)));
    }

    private void report(String station, boolean ordered) {
        if (readBack == ReadBack.AT_ONCE) {
            following.add(new ControlEvent.StationReported(station, world.stationOpen(Site.station(station))));
        } else if (readBack == ReadBack.LATER) {
            world.after(random.nextLong(REPORT_DELAY_MS), () -> {
                boolean open = world.stationOpen(Site.station(station));
                boolean stuck =
                        Site.station(station) < Site.ZONES && world.field().stuck(Site.station(station));
                if (open == ordered || stuck) {
                    say(new ControlEvent.StationReported(station, open));
                }
            });
        }
    }

    private void report() {
        questions();
        if (reports++ % REPORTS_SAMPLED == 0 && !disk.full()) {
            invariants.report(reported(), state.ledger());
        }
    }

    /** Its report must say why a zone gets no water. */
    void explainDryness(int zone) {
        invariants.explained(zone, reported());
    }

    private FarmState reported() {
        return state.report(
                new ControlTime(world.nowMs() - bootMs + 1_000, world.wall(), world.trusted()), "bench", null);
    }

    /** The schedule is over. */
    void end() {
        time();
        invariants.end(alive ? reported() : null, state.ledger());
    }

    FarmState.@Nullable Question asked(String zone) {
        return alive ? state.questions().get(zone) : null;
    }

    private void questions() {
        boolean asks = world.site().plan().mainsCutPolicy() == MainsCutPolicy.ASK || world.hasHandZones();
        if (!asks) {
            return;
        }
        state.questions().forEach((zone, question) -> {
            if (seenQuestions.add(question.id())) {
                world.questioned(zone, question);
            }
        });
    }
}
