package vn.tuoi.edge.agent;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.log.Trouble;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.edge.control.ControlAction;
import vn.tuoi.edge.control.ControlEvent;
import vn.tuoi.edge.control.ControlTime;
import vn.tuoi.edge.control.ControllerState;
import vn.tuoi.edge.control.DurableState;
import vn.tuoi.edge.control.IrrigationController;
import vn.tuoi.edge.control.Step;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.gateway.Gateway;
import vn.tuoi.gateway.GatewaySettings;

/**
 * Takes the controller from step to step: stores what must outlive a restart before anything that depends on it is done,
 * then does what the step wants. Not thread-safe but for {@link #status}.
 */
final class Conductor {
    private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);

    private final IrrigationController controller = new IrrigationController();
    private final DurableFile stateFile;
    private final DurableFile planFile;
    private final Gateway gateway;
    private final Stations stations;
    private final Inbox inbox;
    private final Supplier<ControlTime> time;
    private final Words words = new Words();
    private final Trouble storing = new Trouble();
    private ControllerState state = ControllerState.initial();
    private long storedRevision = Long.MIN_VALUE;
    private long deadlineMs = Long.MIN_VALUE;
    private volatile AgentStatus status;

    /**
     * Where what follows from an action goes.
     *
     * @param following for the loop to take at once, in order
     * @param mailbox from other threads
     */
    record Inbox(Deque<ControlEvent> following, Mailbox mailbox) {}

    Conductor(GatewaySettings settings, Gateway gateway, Stations stations, Inbox inbox, Supplier<ControlTime> time) {
        this.stateFile = new DurableFile(settings.dataDir().resolve("state.json"));
        this.planFile = new DurableFile(settings.dataDir().resolve("plan.json"));
        this.gateway = gateway;
        this.stations = stations;
        this.inbox = inbox;
        this.time = time;
        this.status = new AgentStatus(0, java.util.List.of(), 0);
    }

    AgentStatus status() {
        return status;
    }

    /** When the next step is due at the latest, farm time. */
    long deadlineMs() {
        return deadlineMs;
    }

    /** The plan that was applied last; null before the first. */
    @Nullable
    FarmPlan storedPlan() {
        return read(planFile, FarmPlan::parse);
    }

    /** The first step. */
    void begin(@Nullable FarmPlan plan) {
        DurableState previous = read(stateFile, DurableState::parse);
        String session = String.format(Locale.ROOT, "%010x", new SecureRandom().nextLong() & 0xFF_FFFF_FFFFL);
        take(new ControlEvent.Started(previous, plan, session));
        report();
    }

    @FunctionalInterface
    private interface Parser<T> {
        T parse(byte[] json) throws MalformedDocument;
    }

    private static <T> @Nullable T read(DurableFile file, Parser<T> parser) {
        try {
            Optional<byte[]> content = file.read();
            return content.isEmpty() ? null : parser.parse(content.get());
        } catch (MalformedDocument e) {
            LOG.error("{} cannot be used and is set aside: {}", file, e.getMessage());
            try {
                file.setAside();
            } catch (IOException failure) {
                LOG.error("{} could not be set aside: {}", file, failure.toString());
            }
            return null;
        } catch (IOException e) {
            LOG.error("{} cannot be read: {}", file, e.toString());
            return null;
        }
    }

    /** Whether a plan is newer than the applied one. */
    boolean isNews(FarmPlan plan) {
        FarmPlan applied = state.plan();
        return applied == null || plan.version() > applied.version();
    }

    /** One step of the controller with all that it wants done. */
    void take(ControlEvent event) {
        Step step = controller.step(state, time.get(), event);
        state = step.state();
        deadlineMs = step.nextDeadlineMs();
        boolean stored = store();
        if (!stored) {
            closeWhatIsOpen();
        }
        for (ControlAction action : step.actions()) {
            carryOut(action, stored);
        }
        FarmPlan plan = state.plan();
        status = new AgentStatus(
                plan == null ? 0 : plan.version(), stations.openStations(), status.storeFailures() + (stored ? 0 : 1));
    }

    /** What a restart would not know of does not stay open: pumps first, then their paths. */
    private void closeWhatIsOpen() {
        List<String> open = stations.openStations();
        FarmPlan plan = state.plan();
        Set<String> pumps = new HashSet<>();
        if (plan != null) {
            for (WaterSource source : plan.sources()) {
                String pump = source.pumpStation();
                if (pump != null && open.contains(pump)) {
                    pumps.add(pump);
                    closeUnstored(pump);
                }
            }
        }
        for (String station : open) {
            if (!pumps.contains(station)) {
                closeUnstored(station);
            }
        }
    }

    private void closeUnstored(String station) {
        try {
            if (!stations.close(station)) {
                reportStation(station, false);
            }
        } catch (DeviceFailure | RuntimeException e) {
            LOG.error("{} could not be closed: {}", station, e.getMessage());
        }
        // one that stays open is not reported: that would be a step of its own, which tries again, without an end
    }

    private boolean store() {
        if (state.durableRevision() == storedRevision) {
            return true;
        }
        try {
            stateFile.write(state.durable().toJson());
            storedRevision = state.durableRevision();
            if (storing.isOver()) {
                LOG.warn("{} can be written again", stateFile);
            }
            return true;
        } catch (IOException e) {
            if (storing.isNews(time.get().monotonicMs())) {
                LOG.error("{} cannot be written, so nothing is opened: {}", stateFile, e.toString());
            }
            return false;
        }
    }

    private void carryOut(ControlAction action, boolean stored) {
        if (action instanceof ControlAction.OpenStation open) {
            open(open, stored);
        } else if (action instanceof ControlAction.CloseStation close) {
            close(close.station());
        } else if (action instanceof ControlAction.PublishEvent publish) {
            publish(publish.event());
        } else if (action instanceof ControlAction.SendReply send) {
            words.say(new Words.Word("a reply", () -> gateway.publishReply(send.reply()), () -> {}));
        } else if (action instanceof ControlAction.StorePlan plan) {
            storePlan(plan.plan());
        } else if (action instanceof ControlAction.ReportState) {
            report();
        }
    }

    private void open(ControlAction.OpenStation open, boolean stored) {
        if (!stored) {
            // an opening that a restart would not know of is none
            inbox.following().add(new ControlEvent.StationReported(open.station(), false));
            return;
        }
        try {
            boolean isOpen = stations.open(open.station(), open.atMostMs());
            reportStation(open.station(), isOpen);
        } catch (DeviceFailure | RuntimeException e) {
            LOG.error("{} could not be opened: {}", open.station(), e.getMessage());
            inbox.following().add(new ControlEvent.StationReported(open.station(), false));
        }
    }

    private void close(String station) {
        try {
            reportStation(station, stations.close(station));
        } catch (DeviceFailure | RuntimeException e) {
            // it stays under guard, which tries again; the controller has its own limit of failed closes
            LOG.error("{} could not be closed: {}", station, e.getMessage());
            inbox.following().add(new ControlEvent.StationReported(station, true));
        }
    }

    private void reportStation(String station, boolean open) {
        if (!stations.isWireless(station)) {
            inbox.following().add(new ControlEvent.StationReported(station, open));
        }
    }

    private void publish(FarmEvent event) {
        words.say(new Words.Word(
                "event " + event.id(),
                () -> gateway.publishEvent(event),
                () -> inbox.mailbox().put(new ControlEvent.EventStored(event.id()))));
    }

    /** Tries again what the outbox refused, when it is time; to be called at every turn of the loop. */
    void lookAfterWords() {
        words.retryIfDue(time.get().monotonicMs());
    }

    private void storePlan(FarmPlan plan) {
        try {
            planFile.write(StrictJson.write(plan));
        } catch (IOException e) {
            LOG.error("{} cannot be written; the plan is asked for again after a restart: {}", planFile, e.toString());
        }
    }

    private void report() {
        gateway.reportState(state.report(time.get(), Software.NAME, null));
    }
}
