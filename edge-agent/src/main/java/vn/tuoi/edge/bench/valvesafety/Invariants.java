package vn.tuoi.edge.bench.valvesafety;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.edge.control.ControlAction;
import vn.tuoi.edge.control.HouseholdUse;

/**
 * Watches one farm from outside and says when an invariant of docs/invariants.md does not hold. It knows the plan, the
 * relays, what the farm was told and what it said, and nothing of how the controller works.
 */
final class Invariants {
    private final Scene scene;
    private final RelayChecks relays;
    private final CommandChecks commands;
    private final RunChecks runs;
    private final CalendarChecks calendars;
    private final ProgramChecks programs;
    private final RecordChecks records;
    private final LeakChecks leaks;
    private final DrynessChecks dryness;
    private final FreeSources sources;
    private final Set<String> events = new HashSet<>();
    /** Some event has not reached anybody yet: what adds up over all events is not known. */
    private boolean eventsMissing;
    /** Valves whose relay was switched on in this step, as bits. */
    private int openedNow;
    /** An event was missing once: what depends on their order is not known any more. */
    private boolean orderUnknown;

    Invariants(Scene scene) {
        this.scene = scene;
        relays = new RelayChecks(scene);
        commands = new CommandChecks(scene, relays);
        runs = new RunChecks(scene, commands, relays);
        calendars = new CalendarChecks(scene);
        programs = new ProgramChecks(scene);
        records = new RecordChecks(scene);
        leaks = new LeakChecks(scene, runs, records);
        dryness = new DrynessChecks(scene);
        sources = new FreeSources(scene);
    }

    /** Longest time that a valve was open beyond its limit; negative when none was. */
    long worstOverrunMs() {
        return runs.worstOverrunMs();
    }

    /** A step is about to be taken. */
    void time(long nowMs, Instant wall, boolean trusted) {
        scene.time(nowMs, wall, trusted);
        runs.accrue();
        calendars.time();
        programs.time();
        dryness.time();
        sources.time();
    }

    /** Another plan is applied. */
    void plan(Site site) {
        Site before = scene.site();
        scene.plan(site);
        relays.planChanged(before);
        commands.planChanged();
        runs.planChanged(before);
        calendars.planChanged(before);
        leaks.forget();
        dryness.forget();
        sources.holdUpAll();
    }

    /** The farm died in the step that applied another plan, before the plan was stored. */
    void planLost(Site site) {
        runs.planLost(site);
        calendars.planLost(site);
    }

    // --- what the farm is told ---

    void received(Command command) {
        commands.received(command);
    }

    void handClosed(int zone) {
        relays.hand(zone, false);
    }

    void reported(int station, boolean open) {
        relays.reported(station, open);
    }

    void meterRead(int source, double litresPerMinute, boolean asked) {
        relays.meterRead(source, litresPerMinute, asked);
    }

    /** What a source's meter showed to the farm. */
    void meterTold(int source, double litresPerMinute) {
        leaks.meterTold(source, litresPerMinute, !orderUnknown);
    }

    /** What a zone's probe showed to the farm; gives whether the farm must explain why the zone is dry for so long. */
    boolean probeTold(int zone, double value) {
        return dryness.told(zone, value);
    }

    /** What the farm says of itself when a zone has been dry for long. */
    void explained(int zone, FarmState state) {
        dryness.explained(zone, state);
    }

    /** Before it is given to the farm, and after; {@code alive} when it lived to store what that means. */
    void tankRead(int source, double percent, boolean alive) {
        relays.tankRead(source, percent, alive);
        WaterSource plan = scene.site().sourceAt(source);
        Double resume = plan == null ? null : plan.tankResumePercent();
        sources.tankTold(source, resume == null || percent > resume);
    }

    /** Before it is given to the farm, and after; {@code alive} when it lived to store what that means. */
    void dryRunRead(int source, boolean dry, boolean alive) {
        relays.dryRunRead(source, dry, alive);
        sources.pumpTold(source, !dry);
    }

    void windTold(double metresPerSecond) {
        programs.windTold(metresPerSecond);
    }

    void airTold(double celsius) {
        programs.airTold(celsius);
    }

    void rainTold(double mm) {
        programs.rainTold(mm);
    }

    void forecastTold(Forecast forecast) {
        programs.forecastTold(forecast);
    }

    // --- what the farm does ---

    void switchedOn(int station, long atMostMs) {
        boolean wasOff = scene.relays().switchOn(station, scene.nowMs());
        if (station < Site.ZONES) {
            runs.opened(station, atMostMs);
        }
        if (wasOff) {
            openedNow |= 1 << station;
            relays.switchedOn(station);
            leaks.switchedOn(station);
        }
    }

    void switchedOff(int station) {
        if (scene.relays().switchOff(station)) {
            if (station < Site.ZONES) {
                runs.closed(station);
            }
            relays.switchedOff(station);
            sources.switchedOff(station);
        }
    }

    /** An event that reached the outbox. */
    void event(FarmEvent event) {
        if (!events.add(event.id())) {
            return; // published again after a restart
        }
        records.says(event.explanation());
        RunRecord run = event.run();
        if (run != null) {
            records.says(run.explanation());
            run(event, run);
        } else if (event.alarm() != null) {
            dryness.heard(event.alarm());
            if (orderUnknown) {
                return;
            }
            if (event.type() == FarmEvent.Type.ALARM_RAISED) {
                records.raised(event.alarm());
            } else {
                records.cleared(event.alarm());
            }
        }
    }

    private void run(FarmEvent event, RunRecord run) {
        int zone = Site.zone(run.zone());
        boolean late = !event.at().equals(scene.wall());
        boolean decidedNow = !late && sources.decidedNow(zone);
        if (event.type() != FarmEvent.Type.RUN_CONFIRMED) {
            dryness.heard(zone);
            sources.heard(zone);
        }
        switch (event.type()) {
            case RUN_STARTED -> {
                runs.started(run, late, decidedNow);
                calendars.started(run);
                programs.started(run, decidedNow);
            }
            case RUN_ENDED -> {
                runs.ended(run, false);
                records.ended(run);
            }
            case RUN_SKIPPED -> {
                runs.ended(run, true);
                calendars.skipped(run);
                if (!late) {
                    programs.skipped(run); // what a crash kept back was decided by the forecast of then
                }
            }
            case RUN_CONFIRMED, ALARM_RAISED, ALARM_CLEARED, NOTICE -> {
                // nothing to hold against them
            }
        }
    }

    /** The outbox could not take an event; it comes again at the next start. */
    void eventLost(FarmEvent event) {
        RunRecord run = event.run();
        if (run != null) {
            dryness.heard(Site.zone(run.zone())); // the farm has its word of the zone ready
        } else if (event.alarm() != null) {
            dryness.heard(event.alarm());
        }
        eventsMissing = true;
        orderUnknown = true;
        runs.eventLost();
    }

    /** The outbox could not take an answer; it comes again at the next start. */
    void replyLost(ControlAction.SendReply send) {
        orderUnknown = true;
        commands.replyLost(send.reply().id());
    }

    void reply(ControlAction.SendReply send) {
        records.says(send.reply().reason());
        commands.reply(send.reply());
    }

    /** What the farm says of itself, after the actions of the step that said so. */
    void report(FarmState state, List<HouseholdUse> ledger) {
        if (state.planVersion() != scene.site().plan().version()
                || (state.clock() == FarmState.ClockTrust.TRUSTED) != scene.trusted()) {
            throw scene.broken("report-true", "plan " + state.planVersion() + " and clock " + state.clock());
        }
        if (!orderUnknown) {
            records.lasting(state.alarms());
            commands.reported(state);
        }
        if (!eventsMissing) {
            records.ledger(ledger);
        }
        for (FarmState.ZoneState zone : state.zones()) {
            int index = Site.zone(zone.zone());
            boolean on = scene.site().hasValve(index) && scene.relays().on(index);
            SeenRun seen = runs.running(index);
            RunRecord run = zone.run();
            boolean same = run != null && seen != null && run.id().equals(seen.id());
            if (on ? !same : zone.until() != null && scene.site().hasValve(index)) {
                throw scene.broken(
                        "report-true",
                        zone.zone() + " reports " + run + " until " + zone.until() + ", relay on: " + on);
            }
            calendars.announced(index, zone.nextRuns());
        }
    }

    /** After the actions of a step. */
    void stepDone() {
        relays.stepDone();
        runs.stepDone();
        calendars.stepDone();
        if (scene.relays().anyOn()) {
            boolean minute = programs.minuteBegins();
            for (int i = 0; i < Site.ZONES; i++) {
                boolean opened = scene.relays().on(i) && (openedNow & (1 << i)) != 0;
                SeenRun run = runs.running(i);
                if (run != null && opened) {
                    commands.opened(i, run);
                }
                if (run != null && (opened || minute) && scene.relays().on(i)) {
                    programs.open(i, run);
                }
            }
        }
        openedNow = 0;
    }

    /** The start's first actions: everything off, before anything else. */
    void startedWith(List<ControlAction> actions) {
        int closed = 0;
        for (ControlAction action : actions) {
            if (action instanceof ControlAction.CloseStation close) {
                closed |= 1 << Site.station(close.station());
            } else if (action instanceof ControlAction.OpenStation open
                    && (closed & (1 << Site.station(open.station()))) == 0) {
                throw scene.broken("off-at-start", open.station() + " opened before it was closed");
            }
        }
        if ((closed & scene.site().stations()) != scene.site().stations()) {
            throw scene.broken("off-at-start", "not every station was closed at the start");
        }
    }

    /** The process died: its relays are off. */
    void died(long nowMs, Instant wall, boolean trusted) {
        time(nowMs, wall, trusted);
        scene.relays().allOff();
        openedNow = 0;
        runs.died();
        relays.died();
        commands.died();
        calendars.died();
        if (eventsMissing) {
            calendars.rolledBack();
        }
        programs.died();
        leaks.forget();
        dryness.forget();
        sources.holdUpAll();
    }

    /** The schedule is over and the farm has had time to settle. */
    void end(@Nullable FarmState state, List<HouseholdUse> ledger) {
        runs.end();
        calendars.end();
        commands.end();
        eventsMissing = false;
        if (state != null) {
            report(state, ledger);
        }
        if (scene.relays().anyOn()) {
            throw scene.broken("stop-stops", scene.relays() + " on at the end");
        }
    }
}
