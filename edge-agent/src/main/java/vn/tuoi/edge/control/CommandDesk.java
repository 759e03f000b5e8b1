package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;

/** Carries out what people ask, each command at most once and never after its expiry, and says why when it does not. */
final class CommandDesk {
    private static final Duration LONGEST_HOLD = Duration.ofDays(60);
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(2);
    /** A forgotten command could act again; so it is kept beyond its expiry for as long as clocks may differ. */
    private static final Duration KEPT_AFTER_EXPIRY = Duration.ofHours(1);
    /**
     * So many of the newest are kept however old they seem: a clock that was set ahead for a while lets commands look
     * expired that are good again when it is set right, and a repetition would act.
     */
    private static final int KEPT_ANYWAY = 32;
    /** A metered volume may take so much longer than by design before time ends it. */
    private static final double LITRES_TIME_FACTOR = 1.5;

    private CommandDesk() {}

    static void received(FarmNow farm, Command command) {
        CommandMemory known = farm.commands.get(command.id());
        if (known != null) {
            farm.act(new ControlAction.SendReply(known.reply()));
            return;
        }
        if (farm.floor.isBefore(command.issuedAt()) && !farm.wallTrusted) {
            // it is signed, so at least this late it is; a farm without a clock can tell stale commands by it
            farm.floor = command.issuedAt();
        }
        forgetExpired(farm);
        if (Runs.expiredNow(farm, command.expiresAt()) && !saysClosed(farm, command)) {
            farm.reply(command.id(), Reply.State.EXPIRED, Explanation.of("run.skipped.expired"), command.expiresAt());
            return;
        }
        if (command.expiresAt().isAfter(command.issuedAt().plus(LONGEST_VALIDITY))) {
            // it would have to be remembered for as long, or act twice
            farm.act(new ControlAction.SendReply(new Reply(
                    command.id(),
                    Reply.State.REFUSED,
                    Explanation.of("command.refused.valid_too_long", "hours", LONGEST_VALIDITY.toHours()),
                    farm.now)));
            return;
        }
        boolean stops = command.type() == Command.Type.STOP || command.type() == Command.Type.STOP_ALL;
        if (farm.commands.size() >= FarmNow.MAX_COMMANDS && !stops) {
            farm.act(new ControlAction.SendReply(new Reply(
                    command.id(),
                    Reply.State.REFUSED,
                    Explanation.of("command.refused.too_many", "limit", FarmNow.MAX_COMMANDS),
                    farm.now)));
            return;
        }
        farm.reply(command.id(), Reply.State.RECEIVED, null, command.expiresAt());
        Explanation refusal = carryOut(farm, command);
        if (refusal != null) {
            farm.reply(command.id(), Reply.State.REFUSED, refusal, command.expiresAt());
        }
        farm.reportChanged = true;
    }

    /** A valve that a person has closed stays closed however late the word of it is, and a pump must not run against it. */
    private static boolean saysClosed(FarmNow farm, Command command) {
        if (command.type() == Command.Type.HAND_DONE) {
            int zone = farm.layout.findZone(command.zone());
            return zone != Layout.NONE && farm.layout.zone(zone).station() == Layout.NONE;
        }
        return command.type() == Command.Type.ASK_ANSWER
                && Hands.DONE.equals(command.answer())
                && asked(farm, command) != Layout.NONE;
    }

    /** Does it; gives the reason when it cannot be done. */
    private static @Nullable Explanation carryOut(FarmNow farm, Command command) {
        int zone = farm.layout.findZone(command.zone());
        if (command.zone() != null && zone == Layout.NONE) {
            return Explanation.of("command.refused.unknown_zone", "zone", command.zone());
        }
        return switch (command.type()) {
            case WATER -> water(farm, command, zone);
            case STOP -> stop(farm, command, zone);
            case STOP_ALL -> stopAll(farm, command);
            case HOLD -> hold(farm, command, zone);
            case RESUME -> resume(farm, command, zone);
            case HAND_STARTED -> {
                Hands.started(farm, zone, command);
                yield null;
            }
            case HAND_DONE -> {
                Hands.done(farm, zone, command.id(), command.expiresAt());
                yield null;
            }
            case ASK_ANSWER -> answer(farm, command);
            case RESET_STATION -> reset(farm, command);
        };
    }

    private static @Nullable Explanation water(FarmNow farm, Command command, int zone) {
        Layout.ZoneEntry entry = farm.layout.zone(zone);
        Layout.Source source = farm.layout.source(entry.source());
        SourceNow sourceNow = farm.sources[entry.source()];
        if (!Stations.usable(farm, entry.station())
                || !Stations.usable(farm, source.pump())
                || !Stations.usable(farm, source.master())) {
            return Explanation.of(
                    "command.refused.maintenance", "zone", entry.plan().name());
        }
        if (!farm.mainsPresent) {
            return Explanation.of("command.refused.no_mains");
        }
        if (sourceNow.blocked(farm.nowMs)) {
            return Explanation.of("command.refused.source_dry");
        }
        Run running = farm.runOf(zone);
        if (running != null
                && (running.order.manual() || (running.startedAt != null && running.interruption == null))) {
            return Explanation.of(
                    "command.refused.already_running", "zone", entry.plan().name());
        }
        if (running != null) {
            Waterworks.stop(
                    farm, running, new Run.Ending(RunRecord.Outcome.SKIPPED, Explanation.of("run.skipped.superseded")));
        }
        Runs.enqueue(farm, zone, manualOrder(farm, command, entry));
        return null;
    }

    private static RunOrder manualOrder(FarmNow farm, Command command, Layout.ZoneEntry entry) {
        Double minutes = command.minutes();
        Double litres = command.litres();
        double wantedMs;
        if (minutes != null) {
            wantedMs = minutes * 60_000;
        } else if (litres != null) {
            boolean metered = entry.flowSensor() != Layout.NONE;
            wantedMs = litres / entry.plan().flowLitresPerMinute() * 60_000 * (metered ? LITRES_TIME_FACTOR : 1);
        } else {
            throw new IllegalArgumentException("command " + command.id() + " waters without minutes or litres");
        }
        boolean capped = wantedMs > entry.limitMs();
        Explanation why = capped && minutes != null
                ? Explanation.of(
                        "run.manual.capped",
                        "minutes",
                        minutes,
                        "limit",
                        entry.plan().maxMinutes())
                : litres == null
                        ? Explanation.of("run.manual.minutes", "minutes", Runs.minutes(Math.round(wantedMs)))
                        : Explanation.of("run.manual.litres", "litres", litres);
        return new RunOrder(
                farm.nextId(),
                entry.plan().id(),
                entry.plan().source(),
                entry.plan().household(),
                RunRecord.Cause.MANUAL,
                command.id().toString(),
                command.by(),
                command.expiresAt(),
                farm.now,
                Math.max(1_000, Math.min(Math.round(wantedMs), entry.limitMs())),
                litres,
                Long.MAX_VALUE,
                0,
                why);
    }

    private static @Nullable Explanation stop(FarmNow farm, Command command, int zone) {
        Run run = farm.runOf(zone);
        if (run != null) {
            Waterworks.stop(farm, run, stoppedBy(command));
        }
        done(farm, command, run == null ? Explanation.of("command.done.nothing_running") : null);
        return null;
    }

    private static @Nullable Explanation stopAll(FarmNow farm, Command command) {
        Waterworks.stopAll(farm, stoppedBy(command));
        for (int i = 0; i < farm.stations.length; i++) {
            if (!farm.stations[i].wantedOpen) {
                Stations.close(farm, i);
            }
        }
        done(farm, command, null);
        return null;
    }

    private static Run.Ending stoppedBy(Command command) {
        String by = command.by() == null ? "?" : command.by();
        return new Run.Ending(RunRecord.Outcome.STOPPED, Explanation.of("run.stopped.person", "by", by));
    }

    private static @Nullable Explanation hold(FarmNow farm, Command command, int zone) {
        Instant until = command.until();
        if (until == null || !until.isAfter(farm.timeAtLeast())) {
            return Explanation.of("command.refused.hold_over");
        }
        if (until.isAfter(farm.timeAtLeast().plus(LONGEST_HOLD))) {
            return Explanation.of("command.refused.hold_too_long", "days", LONGEST_HOLD.toDays());
        }
        if (zone == Layout.NONE) {
            farm.holdUntil = until;
        } else {
            farm.zones[zone].holdUntil = until;
        }
        done(farm, command, null);
        return null;
    }

    private static @Nullable Explanation resume(FarmNow farm, Command command, int zone) {
        if (zone == Layout.NONE) {
            farm.holdUntil = null;
        } else {
            farm.zones[zone].holdUntil = null;
        }
        for (ZoneNow held : farm.zones) {
            MeasuredPrograms.holdLifted(held);
        }
        done(farm, command, null);
        return null;
    }

    private static @Nullable Explanation answer(FarmNow farm, Command command) {
        int zone = asked(farm, command);
        if (zone == Layout.NONE) {
            return Explanation.of("command.refused.not_asked");
        }
        if (!Objects.requireNonNull(farm.zones[zone].question).answers().contains(String.valueOf(command.answer()))) {
            return Explanation.of("command.refused.not_an_answer", "answer", String.valueOf(command.answer()));
        }
        Hands.answer(farm, zone, command);
        return null;
    }

    /** The zone whose question the command answers. */
    private static int asked(FarmNow farm, Command command) {
        for (int i = 0; i < farm.zones.length; i++) {
            var question = farm.zones[i].question;
            if (question != null && question.id().equals(command.ask())) {
                return i;
            }
        }
        return Layout.NONE;
    }

    private static @Nullable Explanation reset(FarmNow farm, Command command) {
        String name = String.valueOf(command.station());
        if (farm.layout.findStation(name) == Layout.NONE && !farm.absentMaintenance.contains(name)) {
            return Explanation.of("command.refused.unknown_station", "station", name);
        }
        Stations.reset(farm, name);
        done(farm, command, null);
        return null;
    }

    private static void done(FarmNow farm, Command command, @Nullable Explanation remark) {
        farm.reply(command.id(), Reply.State.DONE, remark, command.expiresAt());
    }

    private static void forgetExpired(FarmNow farm) {
        int tooMany = farm.commands.size() - KEPT_ANYWAY;
        if (!farm.wallTrusted || tooMany <= 0) {
            return;
        }
        Instant oldest = farm.now.minus(KEPT_AFTER_EXPIRY);
        Map<UUID, CommandMemory> kept = new LinkedHashMap<>();
        int seen = 0;
        for (Map.Entry<UUID, CommandMemory> one : farm.commands.entrySet()) {
            boolean newest = seen++ >= tooMany;
            if (newest || one.getValue().expiresAt().isAfter(oldest) || unfinished(farm, one.getKey())) {
                kept.put(one.getKey(), one.getValue());
            }
        }
        farm.commands = Collections.unmodifiableMap(kept);
    }

    private static boolean unfinished(FarmNow farm, UUID id) {
        return farm.runs.stream().anyMatch(run -> id.toString().equals(run.order.commandId()));
    }
}
