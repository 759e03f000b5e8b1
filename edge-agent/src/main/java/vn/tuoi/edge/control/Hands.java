package vn.tuoi.edge.control;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;

/** Zones whose valve a person opens: asks, waits with a limit, runs the pump meanwhile, and asks to close. */
final class Hands {
    /** A person has so long to open the valve; then the turn passes on. */
    static final long OPEN_WAIT_MS = Duration.ofMinutes(30).toMillis();
    /** After so long without word that the valve is closed it is an alarm. */
    static final long CLOSE_WAIT_MS = Duration.ofMinutes(30).toMillis();

    static final String STARTED = "started";
    static final String CANCEL = "cancel";
    static final String DONE = "done";

    private Hands() {}

    static void askToOpen(FarmNow farm, Run run) {
        run.phase = Run.Phase.ASKED;
        long minutes = Math.max(1, Math.round(run.order.plannedMs() / 60_000.0));
        ask(
                farm,
                run.zone,
                ZoneNow.Asking.HAND_OPEN,
                Explanation.of(
                        "question.hand_open", "zone", farm.entry(run).plan().name(), "minutes", minutes),
                List.of(STARTED, CANCEL),
                OPEN_WAIT_MS);
    }

    static void ask(FarmNow farm, int zone, ZoneNow.Asking what, Explanation text, List<String> answers, long waitMs) {
        farm.zones[zone].ask(
                what,
                new FarmState.Question(farm.nextId(), text, answers, farm.now.plusMillis(waitMs)),
                farm.nowMs + waitMs);
        farm.reportChanged = true;
        farm.touch();
    }

    /** A person has opened the valve: of a run that asked for it, or of their own accord. */
    static void started(FarmNow farm, int zone, Command command) {
        Layout.ZoneEntry entry = farm.layout.zone(zone);
        if (entry.station() != Layout.NONE) {
            farm.reply(
                    command.id(),
                    Reply.State.REFUSED,
                    Explanation.of(
                            "command.refused.not_by_hand", "zone", entry.plan().name()),
                    command.expiresAt());
            return;
        }
        Run run = farm.runOf(zone);
        if (run != null && run.phase == Run.Phase.OPEN) {
            farm.reply(command.id(), Reply.State.DONE, null, command.expiresAt());
            return;
        }
        Explanation hindrance = hindrance(farm, entry);
        if (hindrance != null) {
            farm.reply(command.id(), Reply.State.REFUSED, hindrance, command.expiresAt());
            return;
        }
        if (run == null || run.phase != Run.Phase.ASKED) {
            if (run != null) {
                Waterworks.stop(
                        farm, run, new Run.Ending(RunRecord.Outcome.SKIPPED, Explanation.of("run.skipped.superseded")));
            }
            run = Runs.enqueue(
                    farm,
                    zone,
                    new RunOrder(
                            farm.nextId(),
                            entry.plan().id(),
                            entry.plan().source(),
                            entry.plan().household(),
                            RunRecord.Cause.HAND,
                            null,
                            command.by(),
                            null,
                            farm.now,
                            entry.limitMs(),
                            null,
                            Long.MAX_VALUE,
                            0,
                            Explanation.of("run.hand")));
            // its valve is open already, but the pump is another matter: it has to wait for its turn
            farm.reply(command.id(), Reply.State.DONE, null, command.expiresAt());
            return;
        }
        begin(farm, run);
        farm.reply(command.id(), Reply.State.DONE, null, command.expiresAt());
    }

    /** Why its pump may not run now, however far the valve is open; null when it may. */
    private static @Nullable Explanation hindrance(FarmNow farm, Layout.ZoneEntry entry) {
        Layout.Source source = farm.layout.source(entry.source());
        if (farm.sources[entry.source()].blocked(farm.nowMs)) {
            return Explanation.of("command.refused.source_dry");
        }
        if (!farm.mainsPresent) {
            return Explanation.of("command.refused.no_mains");
        }
        return Stations.usable(farm, source.pump()) && Stations.usable(farm, source.master())
                ? null
                : Explanation.of(
                        "command.refused.maintenance", "zone", entry.plan().name());
    }

    private static void begin(FarmNow farm, Run run) {
        farm.zones[run.zone].askNothing();
        if (farm.sources[farm.entry(run).source()].phase == SourceNow.Phase.LAG) {
            return;
        }
        Waterworks.open(farm, run);
    }

    /** A person has closed the valve. */
    static void done(FarmNow farm, int zone, UUID command, java.time.Instant expiresAt) {
        Run run = farm.runOf(zone);
        if (run != null) {
            Explanation why = Explanation.of(Runs.CLOSED_BY_HAND, "minutes", Runs.minutes(run.wateredMs(farm.nowMs)));
            Waterworks.stop(farm, run, new Run.Ending(RunRecord.Outcome.COMPLETED, why));
        }
        if (farm.zones[zone].asking == ZoneNow.Asking.HAND_CLOSE) {
            farm.zones[zone].askNothing();
            Alarms.clear(
                    farm,
                    "hand_valve_open",
                    Alarms.Subject.zone(farm.layout.zone(zone).plan().id()));
            farm.touch();
        }
        farm.reply(command, Reply.State.DONE, null, expiresAt);
        farm.reportChanged = true;
    }

    /** After a run of a hand zone its valve is still open. */
    static void askToClose(FarmNow farm, int zone) {
        ask(
                farm,
                zone,
                ZoneNow.Asking.HAND_CLOSE,
                Explanation.of(
                        "question.hand_close",
                        "zone",
                        farm.layout.zone(zone).plan().name()),
                List.of(DONE),
                CLOSE_WAIT_MS);
    }

    /** The person's answer to the zone's question. */
    static void answer(FarmNow farm, int zone, Command command) {
        String answer = String.valueOf(command.answer());
        switch (farm.zones[zone].asking) {
            case HAND_OPEN -> {
                if (answer.equals(STARTED)) {
                    started(farm, zone, command);
                } else {
                    cancel(farm, zone, Explanation.of("run.stopped.person", "by", String.valueOf(command.by())));
                    farm.reply(command.id(), Reply.State.DONE, null, command.expiresAt());
                }
            }
            case HAND_CLOSE -> done(farm, zone, command.id(), command.expiresAt());
            case RESUME -> {
                farm.zones[zone].askNothing();
                if (!answer.equals(Restart.RESUME)) {
                    Restart.leaveOut(farm, zone, Explanation.of("run.interrupted.answered_no"));
                }
                farm.reply(command.id(), Reply.State.DONE, null, command.expiresAt());
                farm.touch();
            }
            case NOTHING -> throw new IllegalStateException("zone " + zone + " asks nothing");
        }
        farm.reportChanged = true;
    }

    private static void cancel(FarmNow farm, int zone, Explanation why) {
        Run run = farm.runOf(zone);
        if (run != null) {
            Waterworks.stop(farm, run, new Run.Ending(RunRecord.Outcome.STOPPED, why));
        }
    }

    /** Questions that nobody answered in time. */
    static void advance(FarmNow farm) {
        for (int i = 0; i < farm.zones.length; i++) {
            ZoneNow zone = farm.zones[i];
            if (zone.asking == ZoneNow.Asking.NOTHING) {
                continue;
            }
            if (farm.nowMs < zone.askedUntilMs) {
                farm.wakeAt(zone.askedUntilMs);
                continue;
            }
            lapse(farm, i, zone);
        }
    }

    private static void lapse(FarmNow farm, int index, ZoneNow zone) {
        switch (zone.asking) {
            case HAND_OPEN -> cancel(farm, index, Explanation.of("run.skipped.nobody_came", "minutes", 30));
            case RESUME -> {
                zone.askNothing();
                Restart.leaveOut(farm, index, Explanation.of("run.interrupted.no_answer"));
            }
            case HAND_CLOSE -> {
                String id = farm.layout.zone(index).plan().id();
                Alarms.raise(
                        farm,
                        "hand_valve_open",
                        Alarm.Severity.WARNING,
                        Alarms.Subject.zone(id),
                        Explanation.of(
                                "alarm.hand_valve_open",
                                "zone",
                                farm.layout.zone(index).plan().name()));
                askToClose(farm, index);
            }
            case NOTHING -> throw new IllegalStateException("zone " + index + " asks nothing");
        }
        farm.reportChanged = true;
    }
}
