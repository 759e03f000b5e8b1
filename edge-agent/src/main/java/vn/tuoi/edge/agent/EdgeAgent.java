package vn.tuoi.edge.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.message.Messages;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.edge.control.ControlEvent;
import vn.tuoi.edge.control.ControlTime;
import vn.tuoi.edge.device.Rig;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.gateway.Gateway;

/**
 * One farm's agent: a thread that owns the controller, tells it what sensors, people and the clock say, and carries out
 * what it decides; beside it the deadline guard and the gateway. Works on when the network is gone. {@link #close} ends
 * it with every output off. The public methods are thread-safe.
 */
public final class EdgeAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeAgent.class);

    /** The loop looks up at least so often, real time: what hangs is then noticed by the watchdog. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

    /** So many events are taken before the clock is looked at again. */
    private static final int EVENTS_A_TURN = 256;

    /** Signs of life are not given more often. */
    private static final long LIFE_NANOS = 1_000_000_000;

    private static final Duration LONGEST_END = Duration.ofSeconds(3);

    private final EdgeSettings settings;
    private final Rig rig;
    private final FarmTime time;
    private final BooleanSupplier clockTrusted;
    private final Mailbox mailbox;
    private final DeadlineGuard guard;
    private final Gateway gateway;
    private final Telemetry telemetry;
    private final Stations stations;
    private final Sampling sampling = new Sampling();
    private final ReadBack readBack = new ReadBack();
    private final CurrentLimits currentLimits;
    private final Deque<ControlEvent> following = new ArrayDeque<>();
    private final Conductor conductor;
    private final Thread loop;
    private volatile boolean ending;
    private final Runnable signOfLife;
    private long aliveNanos = System.nanoTime() - LIFE_NANOS;
    private @Nullable Boolean mainsPresent;

    /**
     * Starts an agent. Every output of {@code rig} is off already, and the agent closes {@code rig} at its end.
     *
     * @param time the farm's, which the agent's loop drives
     * @param clock the farm's time for time stamps of the gateway
     * @param clockTrusted whether the clock is known to be right; asked at every step
     * @param signOfLife what feeds a watchdog: called by the loop when it has just checked every deadline and none is
     *     overdue, at most once a second; a loop or guard that hangs gives none
     * @throws IOException when the data folder or the CoAP port cannot be used
     */
    public static EdgeAgent start(
            EdgeSettings settings,
            Rig rig,
            FarmTime time,
            InstantSource clock,
            BooleanSupplier clockTrusted,
            Runnable signOfLife)
            throws IOException {
        EdgeAgent agent = new EdgeAgent(settings, rig, time, clock, clockTrusted, signOfLife);
        agent.guard.start();
        agent.loop.start();
        return agent;
    }

    private EdgeAgent(
            EdgeSettings settings,
            Rig rig,
            FarmTime time,
            InstantSource clock,
            BooleanSupplier clockTrusted,
            Runnable signOfLife)
            throws IOException {
        this.signOfLife = signOfLife;
        this.settings = settings;
        this.rig = rig;
        this.time = time;
        this.clockTrusted = clockTrusted;
        this.mailbox = new Mailbox();
        String farm = settings.gateway().farm().value();
        Files.createDirectories(settings.gateway().dataDir());
        this.guard = new DeadlineGuard(
                "guard-" + farm, closed -> mailbox.put(new ControlEvent.StationReported(closed.id(), false)));
        this.gateway = Gateway.start(settings.gateway(), clock, mailbox);
        this.telemetry = new Telemetry(gateway, settings.longestBatch());
        this.stations = new Stations(rig, settings.nodeStations(), gateway, guard, time);
        this.currentLimits = new CurrentLimits(settings.wiring().sensors());
        this.conductor = new Conductor(
                settings.gateway(), gateway, stations, new Conductor.Inbox(following, mailbox), this::controlTime);
        this.loop = new Thread(null, this::run, "edge-" + farm, 512 * 1024);
    }

    /** The gateway of this farm, e.g. for the port of its nodes. */
    public Gateway gateway() {
        return gateway;
    }

    /** How far the agent has come; for tests and probes. */
    public AgentStatus status() {
        return conductor.status();
    }

    private ControlTime controlTime() {
        return new ControlTime(time.monotonicMs(), time.now(), clockTrusted.getAsBoolean());
    }

    private void run() {
        try {
            stations.closeNodeStations();
            begin();
            while (!ending) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // a bug: the farm is left dry and safe, and the process ends so that it is started anew
            LOG.error("the agent of {} failed", settings.gateway().farm(), e);
        } finally {
            end();
        }
    }

    private void begin() {
        time.liveTo(time.elapsedMs(), Long.MAX_VALUE);
        FarmPlan plan = conductor.storedPlan();
        if (plan != null) {
            Explanation hindrance = rig.fit(plan);
            if (hindrance != null) {
                LOG.error(
                        "the stored plan {} does not fit the wiring: {}",
                        plan.version(),
                        Messages.english().render(hindrance));
                following.add(new ControlEvent.PlanRejected(plan.version(), hindrance));
                plan = null;
            }
        }
        conductor.begin(plan);
        sampling.replace(rig.sensors(), time.monotonicMs());
        gateway.describe(Layouts.of(settings.gateway().farm(), plan, rig.sensors()));
        takeFollowing();
    }

    private void turn() throws InterruptedException {
        ControlEvent event = mailbox.poll(sleep());
        long target = time.elapsedMs();
        do {
            time.liveTo(target, Math.min(conductor.deadlineMs(), sampling.nextMs()));
            if (sampling.nextMs() <= time.monotonicMs()) {
                sampling.take(time.monotonicMs()).forEach(this::take);
                takeFollowing();
            }
            if (conductor.deadlineMs() <= time.monotonicMs()) {
                tell(new ControlEvent.Tick());
            }
            readBack.look(rig.stations(), time.monotonicMs(), (station, open) -> {
                LOG.warn("{} is {} without an order", station, open ? "open" : "closed");
                tell(new ControlEvent.StationReported(station, open));
            });
            telemetry.flushIfDue();
            conductor.lookAfterWords();
        } while (time.monotonicMs() < target && !ending);
        for (int i = 0; event != null && i < EVENTS_A_TURN; i++) {
            tell(event);
            event = mailbox.poll();
        }
        if (event != null) {
            following.add(event);
            takeFollowing();
        }
        long now = System.nanoTime();
        if (now - aliveNanos >= LIFE_NANOS && guard.isInTime()) {
            aliveNanos = now;
            signOfLife.run();
        }
    }

    private Duration sleep() {
        long due = Math.min(conductor.deadlineMs(), sampling.nextMs());
        Duration wait = time.realTime(due - time.monotonicMs());
        return wait.compareTo(LONGEST_SLEEP) < 0 ? wait : LONGEST_SLEEP;
    }

    private void take(Sampling.Taken taken) {
        Sample sample = taken.outcome().sample();
        if (sample instanceof Sample.Measured measured) {
            following.add(new ControlEvent.ReadingTaken(taken.point(), measured.value(), time.now()));
            if (taken.outcome().send()) {
                telemetry.add(taken.point(), taken.outcome().sentValue(), time.now());
            }
            mains(taken.point(), measured.value() != 0);
            for (String station : currentLimits.exceeded(taken.point(), measured.value(), time.monotonicMs())) {
                LOG.error("{} draws {} A, more than it may", station, measured.value());
                following.add(new ControlEvent.StationOverCurrent(station));
            }
        } else if (sample instanceof Sample.Unavailable unavailable) {
            following.add(new ControlEvent.ReadingUnavailable(taken.point(), unavailable.reason()));
        }
    }

    private void mains(String point, boolean present) {
        if (point.equals(settings.mainsPoint()) && (mainsPresent == null || mainsPresent != present)) {
            mainsPresent = present;
            following.add(new ControlEvent.MainsChanged(present));
        }
    }

    /** Tells the controller something, and everything that follows from it. */
    private void tell(ControlEvent event) {
        following.add(event);
        takeFollowing();
    }

    private void takeFollowing() {
        for (ControlEvent event = following.poll(); event != null; event = following.poll()) {
            if (event instanceof ControlEvent.StationReported report) {
                readBack.ordered(report.station(), report.open());
            }
            if (event instanceof ControlEvent.PlanReceived received && conductor.isNews(received.plan())) {
                conductor.take(fitted(received.plan()));
            } else {
                conductor.take(event);
            }
        }
    }

    /** A plan that this hardware cannot serve is refused before it is applied. */
    private ControlEvent fitted(FarmPlan plan) {
        if (!plan.farm().equals(settings.gateway().farm())) {
            return new ControlEvent.PlanRejected(
                    plan.version(),
                    Explanation.of(
                            "plan.refused.other_farm",
                            "farm",
                            plan.farm().value(),
                            "own",
                            settings.gateway().farm().value()));
        }
        Explanation hindrance = rig.fit(plan);
        if (hindrance != null) {
            return new ControlEvent.PlanRejected(plan.version(), hindrance);
        }
        sampling.replace(rig.sensors(), time.monotonicMs());
        gateway.describe(Layouts.of(plan.farm(), plan, rig.sensors()));
        return new ControlEvent.PlanReceived(plan);
    }

    /** Outputs first: whatever fails after that, no water runs. */
    private void end() {
        ending = true;
        stations.closeAll();
        guard.close();
        rig.close();
        telemetry.flush();
        gateway.close();
    }

    /** Ends the agent: all outputs off, then the gateway; waits for it, at most 3 s. */
    @Override
    public void close() {
        ending = true;
        mailbox.put(new ControlEvent.Tick());
        try {
            loop.join(LONGEST_END.toMillis());
            if (loop.isAlive()) {
                // the loop hangs in a device or on the disk: what can be closed is closed from here
                LOG.error(
                        "the agent of {} hangs; closing its outputs past it",
                        settings.gateway().farm());
                stations.closeAll();
                rig.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stations.closeAll();
        }
    }

    /** Whether the loop still runs. */
    public boolean isRunning() {
        return loop.isAlive();
    }
}
