package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.MainsCutPolicy;
import vn.tuoi.config.plan.Program;

/** Takes up work after a start or a mains cut: everything off first, then each interrupted run by the farm's policy. */
final class Restart {
    /** After a longer cut the rest of a run makes no sense any more. */
    static final Duration LONGEST_CUT = Duration.ofHours(12);
    /** A person who is asked whether to go on has so long to answer. */
    private static final long ANSWER_WAIT_MS = Duration.ofHours(2).toMillis();

    static final String RESUME = "resume";
    static final String SKIP = "skip";

    private Restart() {}

    /** What needs no time yet; the clock is told next, then {@link #takeUp}. */
    static void restore(FarmNow farm, ControlEvent.Started started) {
        farm.session = started.session();
        DurableState previous = started.previous();
        if (previous != null) {
            DurableForm.restore(farm, previous);
        }
        FarmPlan plan = started.plan();
        if (plan != null) {
            Plans.apply(farm, plan);
        }
    }

    static void takeUp(FarmNow farm, ControlEvent.Started started) {
        for (int i = 0; i < farm.stations.length; i++) {
            Stations.close(farm, i);
        }
        // what the clock brought is pending too, and comes after what was pending before
        farm.actions.removeIf(ControlAction.PublishEvent.class::isInstance);
        for (FarmEvent event : farm.pending) {
            farm.act(new ControlAction.PublishEvent(event));
        }
        farm.commands.values().forEach(memory -> farm.act(new ControlAction.SendReply(memory.reply())));
        DurableState previous = started.previous();
        if (previous == null) {
            farm.notice(Explanation.of("notice.first_start"));
            return;
        }
        DurableForm.restoreParts(farm, previous);
        farm.notice(Explanation.of("notice.restarted", "runs", previous.runs().size()));
        for (DurableState.RunMemory memory : previous.runs()) {
            takeUp(farm, memory, previous.writtenAt());
        }
        farm.reportChanged = true;
        farm.touch();
    }

    private static void takeUp(FarmNow farm, DurableState.RunMemory memory, Instant writtenAt) {
        int zone = farm.layout.findZone(memory.order().zone());
        if (zone == Layout.NONE) {
            withoutZone(farm, memory);
            return;
        }
        Run run = Runs.enqueue(farm, zone, memory.order());
        run.startedAt = memory.startedAt();
        DurableForm.restoreGiven(farm, run, memory, writtenAt);
        run.meteredMs = memory.meteredMs();
        run.confirmed = memory.confirmed();
        Run.Ending ending = memory.ending();
        if (ending != null) {
            Runs.end(farm, run, ending);
            return;
        }
        Instant since = memory.interruptedAt() == null ? writtenAt : memory.interruptedAt();
        run.interruption = new Run.Interruption(since, memory.open(), memory.notBefore(), memory.cutAt());
        if (farm.wallTrusted) {
            settle(farm, run);
        } else if (run.order.cause() == RunRecord.Cause.MOISTURE && memory.cutAt() == null) {
            withoutClock(farm, run, memory.open());
        } else if (memory.interruptedAt() == null && !memory.clockTrusted()) {
            // nobody will ever know how long the interruption was
            Runs.end(farm, run, interrupted("run.interrupted.no_clock"));
        }
    }

    /** What measures needs no clock to go on; only how long the interruption was stays unknown. */
    private static void withoutClock(FarmNow farm, Run run, boolean open) {
        run.interruption = null;
        run.notBeforeMs = farm.nowMs + run.order.soakMs();
        if (open) {
            decide(farm, run, null);
        }
    }

    /** The clock is trusted: what waited for it is decided. */
    static void clockIsBack(FarmNow farm) {
        for (int i = farm.runs.size() - 1; i >= 0; i--) {
            if (farm.runs.get(i).interruption != null) {
                settle(farm, farm.runs.get(i));
            }
        }
    }

    private static void settle(FarmNow farm, Run run) {
        Run.Interruption found = Objects.requireNonNull(run.interruption);
        run.interruption = null;
        farm.touch();
        farm.reportChanged = true;
        Instant notBefore = found.notBefore();
        if (notBefore != null) {
            // a clock that went back must not make the soak longer than it is
            long leftMs = Duration.between(farm.now, notBefore).toMillis();
            run.notBeforeMs = farm.nowMs + Math.max(0, Math.min(run.order.soakMs(), leftMs));
        }
        if (found.cutAt() != null) {
            run.cutAtMs = farm.nowMs + Duration.between(farm.now, found.cutAt()).toMillis();
        }
        Duration queued = Duration.between(run.order.requestedAt(), farm.now);
        if (run.startedAt == null) {
            if (queued.toMillis() >= TurnQueue.MAX_WAIT_MS) {
                Runs.end(farm, run, TurnQueue.waitedTooLong());
            }
        } else if (found.open()) {
            decide(farm, run, Duration.between(found.since(), farm.now));
        } else if (notBefore == null || !notBefore.isAfter(farm.now)) {
            // it would have gone on during the interruption
            Instant since = notBefore != null && notBefore.isAfter(found.since()) ? notBefore : found.since();
            decide(farm, run, Duration.between(since, farm.now));
        }
    }

    private static void withoutZone(FarmNow farm, DurableState.RunMemory memory) {
        RunOrder order = memory.order();
        boolean started = memory.startedAt() != null;
        Explanation why = Explanation.of("run.ended.plan_changed");
        farm.publishRun(
                started ? FarmEvent.Type.RUN_ENDED : FarmEvent.Type.RUN_SKIPPED,
                new RunRecord(
                        order.id(),
                        order.zone(),
                        order.source(),
                        order.household(),
                        order.cause(),
                        order.commandId(),
                        order.by(),
                        Objects.requireNonNullElse(memory.startedAt(), order.requestedAt()),
                        farm.now,
                        order.plannedMs() / 60_000.0,
                        order.plannedLitres(),
                        memory.wateredMs() / 60_000.0,
                        memory.litres(),
                        false,
                        memory.confirmed(),
                        started ? RunRecord.Outcome.INTERRUPTED : RunRecord.Outcome.SKIPPED,
                        why));
        if (started) {
            Runs.book(farm, order.household(), memory.wateredMs(), memory.litres());
        }
        if (order.commandId() != null && order.expiresAt() != null) {
            farm.reply(
                    UUID.fromString(order.commandId()),
                    started ? Reply.State.DONE : Reply.State.REFUSED,
                    why,
                    order.expiresAt());
        }
    }

    /** The power went while the agent lives on a battery: everything stops, to be decided on when it is back. */
    static void mains(FarmNow farm, boolean present) {
        if (present == farm.mainsPresent) {
            return;
        }
        farm.mainsPresent = present;
        farm.reportChanged = true;
        if (!present) {
            farm.mainsLostMs = farm.nowMs;
            farm.notice(Explanation.of("notice.mains_lost"));
            for (Run run : List.copyOf(farm.runs)) {
                if (run.holdsPath()) {
                    Waterworks.stop(farm, run, run.ending);
                }
            }
            return;
        }
        Duration cut = Duration.ofMillis(farm.nowMs - farm.mainsLostMs);
        farm.notice(Explanation.of("notice.mains_back", "minutes", cut.toMinutes()));
        for (Run run : List.copyOf(farm.runs)) {
            // a soak that is not over yet was not interrupted
            if (run.phase == Run.Phase.WAITING && run.startedAt != null && run.notBeforeMs <= farm.nowMs) {
                decide(farm, run, cut);
            } else if (run.startedAt == null
                    && !run.order.manual()
                    && run.waitingSinceMs >= farm.mainsLostMs
                    && policy(farm, run) == MainsCutPolicy.SKIP) {
                Runs.end(farm, run, interrupted("run.interrupted.cut"));
            }
        }
    }

    /**
     * What becomes of an interrupted run.
     *
     * @param cut how long it was interrupted; null when nobody knows
     */
    private static void decide(FarmNow farm, Run run, @Nullable Duration cut) {
        if (run.order.cause() == RunRecord.Cause.HAND || farm.entry(run).station() == Layout.NONE) {
            Runs.end(farm, run, interrupted("run.interrupted.cut"));
            return;
        }
        if (cut != null && cut.compareTo(LONGEST_CUT) > 0) {
            Runs.end(farm, run, interrupted("run.interrupted.cut"));
            return;
        }
        switch (policy(farm, run)) {
            case RESUME -> {
                // it waits for its turn, and gives what is left
            }
            case SHORTEN -> {
                if (cut == null) {
                    Runs.end(farm, run, interrupted("run.interrupted.no_clock"));
                } else {
                    run.order = run.order.shortenedBy(Math.max(0, cut.toMillis()));
                }
            }
            case SKIP -> Runs.end(farm, run, interrupted("run.interrupted.cut"));
            case ASK ->
                Hands.ask(
                        farm,
                        run.zone,
                        ZoneNow.Asking.RESUME,
                        Explanation.of(
                                "question.resume",
                                "zone",
                                farm.entry(run).plan().name(),
                                "minutes",
                                Runs.minutes(run.order.plannedMs() - run.wateredBeforeMs)),
                        List.of(RESUME, SKIP),
                        ANSWER_WAIT_MS);
        }
    }

    private static MainsCutPolicy policy(FarmNow farm, Run run) {
        Program program = farm.entry(run).plan().program();
        MainsCutPolicy own = program == null || run.order.manual() ? null : program.afterMainsCut();
        return own != null ? own : Objects.requireNonNull(farm.layout.plan()).mainsCutPolicy();
    }

    static Run.Ending interrupted(String key) {
        return new Run.Ending(RunRecord.Outcome.INTERRUPTED, Explanation.of(key));
    }

    /** The rest of a zone's interrupted run is left out. */
    static void leaveOut(FarmNow farm, int zone, Explanation why) {
        Run run = farm.runOf(zone);
        if (run != null && run.phase == Run.Phase.WAITING) {
            Runs.end(farm, run, new Run.Ending(RunRecord.Outcome.INTERRUPTED, why));
        }
    }
}
