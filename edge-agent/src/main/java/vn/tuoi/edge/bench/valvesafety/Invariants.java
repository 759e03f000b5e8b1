package vn.tuoi.edge.bench.valvesafety;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.edge.control.ControlAction;

/**
 * Watches one farm from outside and says when an invariant of docs/invariants.md does not hold. It knows the plan, the
 * relays, the events and the world's time, and nothing of how the controller works.
 */
final class Invariants {
    static final long SLACK_MS = 1_000;
    /** A meter may show nothing for so long while a relay asks for water. */
    private static final long DRY_MS = 240_000;
    /** A stop must have closed everything after the longest lag. */
    private static final long STOP_MS = 62_000;

    /** Thrown at the first violation: what follows would only repeat it. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Violation violation;

        Broken(Violation violation) {
            super(violation.toString(), null, false, false);
            this.violation = violation;
        }

        Violation violation() {
            return violation;
        }
    }

    private final long seed;
    private @Nullable FarmPlan plan;
    private final Map<String, Zone> zoneOfValve = new HashMap<>();
    private final Map<String, WaterSource> sourceOfPump = new HashMap<>();
    /** Relays that are on, and since when. */
    private final Map<String, Long> onSinceMs = new LinkedHashMap<>();

    private final Map<String, Boolean> reported = new HashMap<>();
    private final Set<String> handOpen = new HashSet<>();
    private final Map<String, RunRecord> runningByZone = new HashMap<>();
    private final Map<String, Long> runOpenMs = new HashMap<>();
    private final Map<String, Integer> runLimitMinutes = new HashMap<>();
    private final Set<String> started = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> startedCommands = new HashSet<>();
    private final Set<String> occurrences = new HashSet<>();
    private final Map<UUID, Command> commands = new HashMap<>();
    private final Map<UUID, Reply.State> replies = new HashMap<>();
    private final Map<String, Long> dryMeterSinceMs = new HashMap<>();
    private final Map<String, Double> tankPercent = new HashMap<>();

    private long nowMs;
    private Instant wall = Instant.EPOCH;
    private boolean trusted;
    private Instant lastTrustedWall = Instant.MIN;
    private long stopBeforeMs = Long.MAX_VALUE;
    private long worstOverrunMs;

    Invariants(long seed) {
        this.seed = seed;
    }

    long worstOverrunMs() {
        return worstOverrunMs;
    }

    void plan(FarmPlan newPlan) {
        plan = newPlan;
        zoneOfValve.clear();
        sourceOfPump.clear();
        tankPercent.clear();
        for (Zone zone : newPlan.zones()) {
            if (zone.station() != null && zone.automatic()) {
                zoneOfValve.put(zone.station(), zone);
            }
            runLimitMinutes.merge(zone.id(), zone.maxMinutes(), Math::max);
        }
        for (WaterSource source : newPlan.sources()) {
            if (source.pumpStation() != null) {
                sourceOfPump.put(source.pumpStation(), source);
            }
        }
    }

    void time(long simulatedMs, Instant clock, boolean clockTrusted) {
        nowMs = simulatedMs;
        wall = clock;
        trusted = clockTrusted;
        if (trusted && wall.isAfter(lastTrustedWall)) {
            lastTrustedWall = wall;
        }
    }

    void received(Command command) {
        commands.putIfAbsent(command.id(), command);
        boolean opens = command.type() == Command.Type.HAND_STARTED || "started".equals(command.answer());
        if (opens && command.zone() != null) {
            handOpen.add(command.zone());
        }
    }

    /** A person has closed the valve. */
    void handClosed(String zone) {
        handOpen.remove(zone);
    }

    void reported(String station, boolean open) {
        reported.put(station, open);
    }

    void action(ControlAction action) {
        if (action instanceof ControlAction.OpenStation open) {
            opened(open.station());
        } else if (action instanceof ControlAction.CloseStation close) {
            closed(close.station());
        } else if (action instanceof ControlAction.PublishEvent publish) {
            event(publish.event());
        } else if (action instanceof ControlAction.SendReply send) {
            reply(send.reply());
        } else if (action instanceof ControlAction.StorePlan store) {
            plan(store.plan());
        }
    }

    private void opened(String station) {
        boolean wasOn = onSinceMs.putIfAbsent(station, nowMs) != null;
        if (wasOn) {
            return;
        }
        dryMeterSinceMs.clear();
        WaterSource source = sourceOfPump.get(station);
        if (source != null) {
            boolean path = valvesOn(source).stream().anyMatch(valve -> !Boolean.FALSE.equals(reported.get(valve)))
                    || handPath(source);
            require(path, "pump-needs-path", "pump " + station + " starts without an open path");
            Double low = source.tankLowPercent();
            double percent = tankPercent.getOrDefault(source.id(), 100.0);
            require(low == null || percent > low, "tank-interlock", "pump " + station + " starts at " + percent + " %");
        }
    }

    private void closed(String station) {
        Long since = onSinceMs.remove(station);
        Zone zone = zoneOfValve.get(station);
        if (since != null && zone != null) {
            RunRecord run = runningByZone.get(zone.id());
            if (run != null) {
                runOpenMs.merge(run.id(), nowMs - Math.max(since, 0), Long::sum);
            }
        }
        if (zone != null) {
            checkPumps();
        }
    }

    private void checkPumps() {
        for (Map.Entry<String, WaterSource> pump : sourceOfPump.entrySet()) {
            if (onSinceMs.containsKey(pump.getKey())) {
                boolean path = !valvesOn(pump.getValue()).isEmpty() || handPath(pump.getValue());
                require(path, "pump-needs-path", "pump " + pump.getKey() + " runs without an open path");
            }
        }
    }

    private List<String> valvesOn(WaterSource source) {
        return onSinceMs.keySet().stream()
                .filter(station -> {
                    Zone zone = zoneOfValve.get(station);
                    return zone != null && zone.source().equals(source.id());
                })
                .toList();
    }

    private boolean handPath(WaterSource source) {
        return plan != null
                && plan.zones().stream()
                        .anyMatch(zone -> zone.source().equals(source.id()) && handOpen.contains(zone.id()));
    }

    private void event(FarmEvent event) {
        RunRecord run = event.run();
        if (run == null) {
            return;
        }
        switch (event.type()) {
            case RUN_STARTED -> runStarted(run);
            case RUN_ENDED, RUN_SKIPPED -> {
                ended.add(run.id());
                require(run.outcome() != null, "record-complete", "run " + run.id() + " ended without an outcome");
                RunRecord current = runningByZone.get(run.zone());
                if (current != null && current.id().equals(run.id())) {
                    runningByZone.remove(run.zone());
                }
            }
            case RUN_CONFIRMED, ALARM_RAISED, ALARM_CLEARED, NOTICE -> {
                // nothing to hold against them
            }
        }
    }

    private void runStarted(RunRecord run) {
        if (!started.add(run.id())) {
            return; // published again after a restart
        }
        runningByZone.put(run.zone(), run);
        runLimitMinutes.put(run.zone(), zoneLimit(run.zone()));
        if (run.commandId() != null) {
            require(
                    startedCommands.add(run.commandId()),
                    "command-once",
                    "command " + run.commandId() + " started a second run");
        }
        if (run.cause() == RunRecord.Cause.CALENDAR) {
            String due = String.valueOf(run.explanation().args().get("due"));
            require(
                    occurrences.add(run.zone() + " " + due),
                    "occurrence-once",
                    "the start of " + run.zone() + " at " + due + " ran twice");
            require(
                    !Instant.parse(due).isAfter(lastTrustedWall),
                    "trusted-clock",
                    "the start of " + run.zone() + " at " + due + " ran by a clock that was not trusted");
        }
    }

    private int zoneLimit(String zone) {
        return plan == null ? 0 : plan.zone(zone).map(Zone::maxMinutes).orElse(0);
    }

    private void reply(Reply reply) {
        if (replies.put(reply.id(), reply.state()) == reply.state()) {
            return; // the answer to a repetition
        }
        Command command = commands.get(reply.id());
        if (command != null && command.type() == Command.Type.STOP_ALL && reply.state() == Reply.State.DONE) {
            stopBeforeMs = Math.min(stopBeforeMs, nowMs);
        }
    }

    /** After the actions of a step. */
    void stepDone() {
        if (onSinceMs.isEmpty()) {
            stopBeforeMs = Long.MAX_VALUE;
            return;
        }
        Map<String, Integer> running = new HashMap<>();
        Map<String, Double> flow = new HashMap<>();
        for (Map.Entry<String, Long> on : onSinceMs.entrySet()) {
            Zone zone = zoneOfValve.get(on.getKey());
            if (zone == null) {
                continue;
            }
            RunRecord run = runningByZone.get(zone.id());
            require(run != null, "run-has-record", "valve " + on.getKey() + " is open without a run");
            if (run != null) {
                valve(zone, run, on.getValue());
            }
            running.merge(zone.source(), 1, Integer::sum);
            flow.merge(zone.source(), zone.flowLitresPerMinute(), Double::sum);
        }
        for (WaterSource source : sourceOfPump.values()) {
            capacity(source, running, flow);
        }
        checkPumps();
        if (stopBeforeMs != Long.MAX_VALUE && onSinceMs.values().stream().noneMatch(since -> since < stopBeforeMs)) {
            stopBeforeMs = Long.MAX_VALUE;
        }
        require(
                stopBeforeMs == Long.MAX_VALUE || nowMs - stopBeforeMs <= STOP_MS,
                "stop-stops",
                "relays " + onSinceMs.keySet() + " are on after everything was stopped");
    }

    private void valve(Zone zone, RunRecord run, long sinceMs) {
        long openMs = runOpenMs.getOrDefault(run.id(), 0L) + nowMs - sinceMs;
        long limitMs = runLimitMinutes.getOrDefault(zone.id(), 0) * 60_000L;
        worstOverrunMs = Math.max(worstOverrunMs, openMs - limitMs);
        require(
                openMs <= limitMs + SLACK_MS,
                "open-limit",
                zone.station() + " was open for " + openMs + " ms of " + limitMs);
        Command command = run.commandId() == null ? null : commands.get(UUID.fromString(run.commandId()));
        if (command != null && sinceMs == nowMs && trusted) {
            require(
                    wall.isBefore(command.expiresAt()),
                    "no-expired-open",
                    zone.station() + " opened at " + wall + " by a command that expired at " + command.expiresAt());
        }
    }

    private void capacity(WaterSource source, Map<String, Integer> running, Map<String, Double> flow) {
        Double capacity = source.capacityLitresPerMinute();
        double used = flow.getOrDefault(source.id(), 0.0);
        require(
                running.getOrDefault(source.id(), 0) <= source.zonesTogether(),
                "source-capacity",
                "more than " + source.zonesTogether() + " zones of " + source.id() + " are open");
        require(
                capacity == null || used <= capacity + 1e-6,
                "source-capacity",
                used + " l/min asked of " + source.id() + ", which gives " + capacity);
    }

    /** A meter's reading was given to the controller; {@code asked} says whether water was asked of it all the while. */
    void meterRead(String point, double litresPerMinute, boolean asked) {
        if (!asked || litresPerMinute > 0) {
            dryMeterSinceMs.remove(point);
            return;
        }
        long since = dryMeterSinceMs.computeIfAbsent(point, any -> nowMs);
        require(nowMs - since <= DRY_MS, "no-flow-closes", point + " has shown nothing since " + since + " ms");
    }

    /** The tank's level was given to the controller. */
    void tankRead(WaterSource source, double percent) {
        tankPercent.put(source.id(), percent);
        Double low = source.tankLowPercent();
        boolean pumpOn = source.pumpStation() != null && onSinceMs.containsKey(source.pumpStation());
        require(
                low == null || percent > low || !pumpOn,
                "tank-interlock",
                "the pump of " + source.id() + " runs at " + percent + " %");
    }

    /** The start's first actions: everything off, before anything else. */
    void startedWith(List<ControlAction> actions) {
        Set<String> closed = new HashSet<>();
        for (ControlAction action : actions) {
            if (action instanceof ControlAction.CloseStation close) {
                closed.add(close.station());
            } else if (action instanceof ControlAction.OpenStation open) {
                require(
                        closed.contains(open.station()),
                        "off-at-start",
                        open.station() + " opened before it was closed");
            }
        }
        require(closed.containsAll(zoneOfValve.keySet()), "off-at-start", "not every valve was closed at the start");
        require(closed.containsAll(sourceOfPump.keySet()), "off-at-start", "not every pump was stopped at the start");
    }

    /** The process died: its relays are off. */
    void died() {
        for (String station : List.copyOf(onSinceMs.keySet())) {
            Zone zone = zoneOfValve.get(station);
            RunRecord run = zone == null ? null : runningByZone.get(zone.id());
            Long since = onSinceMs.remove(station);
            if (run != null && since != null) {
                runOpenMs.merge(run.id(), nowMs - since, Long::sum);
            }
        }
        reported.clear();
    }

    boolean relayOn(@Nullable String station) {
        return station != null && onSinceMs.containsKey(station);
    }

    /** The schedule is over and the farm has had time to settle. */
    void end() {
        for (String run : started) {
            require(ended.contains(run), "run-has-record", "run " + run + " started and has no end");
        }
        replies.forEach(
                (id, state) -> require(state.isFinal(), "command-answered", "command " + id + " was left at " + state));
        require(onSinceMs.isEmpty(), "stop-stops", "relays " + onSinceMs.keySet() + " are on at the end");
    }

    private void require(boolean holds, String invariant, String detail) {
        if (!holds) {
            throw new Broken(new Violation(seed, invariant, nowMs, detail));
        }
    }
}
