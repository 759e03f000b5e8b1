package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
        if (!farm.wallTrusted && (run.order.manual() || memory.cutAt() != null)) {
            // without a clock nobody can tell whether the command still holds
            Runs.end(farm, run, interrupted("run.interrupted.no_clock"));
            return;
        }
        Instant notBefore = memory.notBefore();
        if (notBefore != null) {
            // a clock that went back must not make the soak longer than it is
            long leftMs =
                    farm.wallTrusted ? Duration.between(farm.now, notBefore).toMillis() : run.order.soakMs();
            run.notBeforeMs = farm.nowMs + Math.max(0, Math.min(run.order.soakMs(), leftMs));
        }
        if (memory.cutAt() != null) {
            run.cutAtMs =
                    farm.nowMs + Duration.between(farm.now, memory.cutAt()).toMillis();
        }
        if (memory.open()) {
            decide(farm, run, farm.wallTrusted ? Duration.between(writtenAt, farm.now) : null);
        }
    }

    private static void withoutZone(FarmNow farm, DurableState.RunMemory memory) {
        RunOrder order = memory.order();
        farm.publishRun(
                FarmEvent.Type.RUN_ENDED,
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
                        RunRecord.Outcome.INTERRUPTED,
                        Explanation.of("run.ended.plan_changed")));
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
            if (run.phase == Run.Phase.WAITING && run.startedAt != null) {
                decide(farm, run, cut);
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
