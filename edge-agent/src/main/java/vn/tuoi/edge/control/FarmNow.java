package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.message.Explanation;

/**
 * The farm as a step works on it: a copy of the state before, and what the step gives back. The arrays and the objects
 * in them belong to this step; everything behind a plain reference is immutable and replaced.
 */
final class FarmNow {
    /** Events that the outbox has not stored yet; beyond it the oldest that is not the end of a run is given up. */
    static final int MAX_PENDING = 400;
    /** Commands remembered at a time; beyond it new ones are refused, but for those that stop. */
    static final int MAX_COMMANDS = 256;

    private static final Duration OLDEST_FORECAST = Duration.ofHours(36);
    /** Stops remembered beyond that; further ones act and are forgotten, for a stop does no harm twice. */
    static final int MORE_STOPS = 32;
    /** Zones and stations remembered that the plan does not have; beyond it those first in the alphabet are forgotten. */
    static final int MAX_ABSENT = 200;

    private static final Run[] NO_RUNS = {};

    Layout layout = Layout.EMPTY;
    ZoneNow[] zones = {};
    SourceNow[] sources = {};
    StationNow[] stations = {};
    Sensor[] sensors = {};
    List<Run> runs = new ArrayList<>();

    Map<String, Alarm> alarms = Map.of();
    Map<UUID, CommandMemory> commands = Map.of();
    Map<String, HouseholdUse> ledger = Map.of();
    List<FarmEvent> pending = List.of();
    /** What zones remember that the plan does not have now: they may come back with the next one. */
    Map<String, DurableState.ZoneMemory> absentZones = Map.of();
    /** Stations out of service that the plan does not have now. */
    Set<String> absentMaintenance = Set.of();

    LivedTime lived = LivedTime.NONE;
    RainGauge rain = RainGauge.DRY;
    AirTemperatures temperatures = AirTemperatures.NONE;

    /** The last one received; {@link #forecastAt} says whether it may be used. */
    @Nullable
    Forecast forecast;

    FarmState.@Nullable RefusedPlan planRefused;

    @Nullable
    Instant holdUntil;

    boolean mainsPresent = true;
    long mainsLostMs;

    String session = "";
    long ids;
    long durableRevision;

    /** The latest time that is known to have passed, by the clock when trusted or by a signed command. */
    Instant floor = Instant.EPOCH;

    long nowMs = Sensor.NEVER;
    Instant now = Instant.EPOCH;
    boolean wallTrusted;
    long untrustedSinceMs = Sensor.NEVER;
    /** Every calendar occurrence up to here has been decided; those up to now are this step's. */
    Instant decidedUpTo = Instant.EPOCH;
    /** A start that is older is missed: it includes how long the farm has just slept between two steps. */
    long lateMs;

    private @Nullable LocalDay day;

    // what the step gives, empty at its beginning
    final List<ControlAction> actions = new ArrayList<>();
    boolean reportChanged;
    long wakeMs = Long.MAX_VALUE;
    /** When the step before wanted to be woken: until then time alone changes nothing. */
    long dueMs;

    FarmNow copy() {
        FarmNow copy = new FarmNow();
        copy.layout = layout;
        copy.zones = new ZoneNow[zones.length];
        for (int i = 0; i < zones.length; i++) {
            copy.zones[i] = zones[i].copy();
        }
        copy.sources = new SourceNow[sources.length];
        for (int i = 0; i < sources.length; i++) {
            copy.sources[i] = sources[i].copy();
        }
        copy.stations = new StationNow[stations.length];
        for (int i = 0; i < stations.length; i++) {
            copy.stations[i] = stations[i].copy();
        }
        copy.sensors = sensors.clone();
        copy.runs = new ArrayList<>(runs.size() + 1);
        for (int i = 0; i < runs.size(); i++) {
            copy.runs.add(runs.get(i).copy());
        }
        copy.alarms = alarms;
        copy.commands = commands;
        copy.ledger = ledger;
        copy.pending = pending;
        copy.absentZones = absentZones;
        copy.absentMaintenance = absentMaintenance;
        copy.lived = lived;
        copy.rain = rain;
        copy.temperatures = temperatures;
        copy.forecast = forecast;
        copy.planRefused = planRefused;
        copy.holdUntil = holdUntil;
        copy.mainsPresent = mainsPresent;
        copy.mainsLostMs = mainsLostMs;
        copy.session = session;
        copy.ids = ids;
        copy.durableRevision = durableRevision;
        copy.floor = floor;
        copy.dueMs = wakeMs;
        copy.nowMs = nowMs;
        copy.now = now;
        copy.wallTrusted = wallTrusted;
        copy.untrustedSinceMs = untrustedSinceMs;
        copy.decidedUpTo = decidedUpTo;
        copy.lateMs = lateMs;
        copy.day = day;
        return copy;
    }

    /** The state file must be written before this step's actions are carried out. */
    void touch() {
        durableRevision++;
    }

    void act(ControlAction action) {
        actions.add(action);
    }

    /** The next step must be at {@code atMs} at the latest. */
    void wakeAt(long atMs) {
        wakeMs = Math.min(wakeMs, atMs);
    }

    void wakeAt(Instant at) {
        long inMs = Math.max(0, at.toEpochMilli() - now.toEpochMilli());
        wakeMs = Math.min(wakeMs, nowMs + inMs);
    }

    String nextId() {
        ids++;
        return session + "-" + ids;
    }

    /** The best lower bound of the time: what the clock shows, unless it is known to be later. */
    Instant timeAtLeast() {
        return wallTrusted || now.isAfter(floor) ? now : floor;
    }

    /** The local day of the present time; only with a plan. */
    LocalDay day() {
        ZoneId zone = ProgramDesk.zoneId(this);
        LocalDay known = day;
        if (known == null || !known.is(now, zone)) {
            known = LocalDay.of(now, zone);
            day = known;
        }
        return known;
    }

    void publishRun(FarmEvent.Type type, RunRecord record) {
        publish(new FarmEvent(null, nextId(), type, now, record, null, null));
    }

    void notice(Explanation explanation) {
        publish(new FarmEvent(null, nextId(), FarmEvent.Type.NOTICE, now, null, null, explanation));
    }

    void publish(FarmEvent event) {
        List<FarmEvent> longer = new ArrayList<>(pending);
        if (longer.size() >= MAX_PENDING) {
            int victim = 0;
            for (int i = 0; i < longer.size(); i++) {
                FarmEvent.Type type = longer.get(i).type();
                if (type != FarmEvent.Type.RUN_ENDED && type != FarmEvent.Type.RUN_SKIPPED) {
                    victim = i;
                    break;
                }
            }
            longer.remove(victim);
        }
        longer.add(event);
        pending = List.copyOf(longer);
        act(new ControlAction.PublishEvent(event));
        reportChanged = true;
        touch();
    }

    void reply(UUID command, Reply.State state, @Nullable Explanation reason, Instant expiresAt) {
        Reply reply = new Reply(command, state, reason, now);
        if (commands.containsKey(command) || commands.size() < MAX_COMMANDS + MORE_STOPS) {
            Map<UUID, CommandMemory> changed = new LinkedHashMap<>(commands);
            changed.put(command, new CommandMemory(reply, expiresAt));
            commands = java.util.Collections.unmodifiableMap(changed);
        }
        act(new ControlAction.SendReply(reply));
        touch();
    }

    /** The runs of this moment, for a walk over them that ends some or begins others. */
    Run[] runsNow() {
        return runs.isEmpty() ? NO_RUNS : runs.toArray(NO_RUNS);
    }

    @Nullable
    Run runOf(int zone) {
        for (Run run : runs) {
            if (run.zone == zone) {
                return run;
            }
        }
        return null;
    }

    Layout.ZoneEntry entry(Run run) {
        return layout.zone(run.zone);
    }

    /** The forecast as far as it may be used at a time; an old one is none, however long it says that it holds. */
    @Nullable
    Forecast forecastAt(Instant at) {
        Forecast last = forecast;
        return last != null && last.isFresh(at) && at.isBefore(last.issuedAt().plus(OLDEST_FORECAST)) ? last : null;
    }

    boolean held(int zone) {
        return heldAt(zone, now);
    }

    /** Whether the zone is held at a time, now or to come. */
    boolean heldAt(int zone, Instant at) {
        Instant until = heldUntil(zone);
        if (until == null) {
            return false;
        }
        Instant atLeast = timeAtLeast();
        return (at.isAfter(atLeast) ? at : atLeast).isBefore(until);
    }

    /** The end of the zone's or the farm's hold, whichever is later; null without one. */
    @Nullable
    Instant heldUntil(int zone) {
        Instant own = zones[zone].holdUntil;
        return own == null || (holdUntil != null && holdUntil.isAfter(own)) ? holdUntil : own;
    }
}
