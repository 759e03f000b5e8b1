package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Window;
import vn.tuoi.config.plan.Zone;

/** What must hold of runs: each within its limit, each on record from its beginning to its end, with what it gave. */
final class RunChecks {
    /** What a crash may add to or take from a record: open time is booked ahead by so much. */
    private static final long BOOKED_AHEAD_MS = 121_000;

    private static final long MINUTES_SLACK_MS = 1_500;
    /** A meter shows the flow with 7 % of noise, twice a minute. */
    private static final double METER_ERROR = 0.12;

    /** A run on a source's meter may be given what other valves took that nobody ordered open, with noise. */
    private static final double HIGHEST_FLOW = 1.6;

    /** What waits for its turn longer is given up. */
    private static final long LONGEST_WAIT_MS = Duration.ofHours(13).toMillis();

    private final Scene scene;
    private final CommandChecks commands;
    private final RelayChecks relays;
    private final @Nullable SeenRun[] running = new SeenRun[Site.ZONES];
    private final Set<String> started = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    /** Zones whose program was changed, as bits: what a run in the queue was planned by is not known then. */
    private int reprogrammed;
    /** Zones that were changed in any way, as bits: how a run was watered that is told of afterwards is not known then. */
    private int replanned;

    private int deaths;
    private long accruedMs;
    /** Whether something disturbed the water when time was looked at last: it may have ended since without a step. */
    private boolean disturbedSince;

    private long worstOverrunMs = Long.MIN_VALUE;

    RunChecks(Scene scene, CommandChecks commands, RelayChecks relays) {
        this.scene = scene;
        this.relays = relays;
        this.commands = commands;
    }

    long worstOverrunMs() {
        return worstOverrunMs;
    }

    @Nullable
    SeenRun running(int zone) {
        return running[zone];
    }

    void planChanged(Site before) {
        for (int i = 0; i < Site.ZONES; i++) {
            Zone old = before.zoneAt(i);
            Zone zone = scene.site().zoneAt(i);
            if (zone == null || old == null || !Objects.equals(old.program(), zone.program())) {
                reprogrammed |= 1 << i;
            }
            if (!Objects.equals(old, zone)) {
                replanned |= 1 << i;
            }
            SeenRun run = running[i];
            if (run != null) {
                run.limit(zone == null ? 0 : zone.maxMinutes());
            }
        }
    }

    /** The farm died over a plan: what it decided by that may go on by the one before. */
    void planLost(Site lost) {
        for (int i = 0; i < Site.ZONES; i++) {
            Zone decided = lost.zoneAt(i);
            Zone zone = scene.site().zoneAt(i);
            if (zone == null || decided == null || !Objects.equals(decided.program(), zone.program())) {
                reprogrammed |= 1 << i;
            }
        }
    }

    /** Time has passed with the relays as they were. */
    void accrue() {
        long ms = scene.nowMs() - accruedMs;
        accruedMs = scene.nowMs();
        boolean disturbed = disturbedSince || scene.field().disturbed();
        disturbedSince = scene.field().disturbed();
        if (!scene.relays().anyOn()) {
            return;
        }
        for (int i = 0; i < Site.ZONES; i++) {
            SeenRun run = running[i];
            if (run == null || !scene.relays().on(i)) {
                continue;
            }
            if (disturbed) {
                run.disturb();
            }
            int source = scene.site().sourceOf(i);
            boolean fed = !scene.site().hasPump(source) || scene.relays().on(Site.pumpOf(source));
            run.open(ms, fed && !relays.denied(i));
            long overrunMs = run.openMs() - run.limitMs();
            worstOverrunMs = Math.max(worstOverrunMs, overrunMs);
            if (overrunMs > Scene.SLACK_MS) {
                throw scene.broken(
                        "open-limit", "valve-" + i + " was open for " + run.openMs() + " ms of " + run.limitMs());
            }
        }
    }

    /** A valve's relay was switched on; its guard closes it after {@code atMostMs}. */
    void opened(int zone, long atMostMs) {
        SeenRun run = running[zone];
        if (run != null) {
            run.opens(scene.field().litres(zone));
        }
        if (run != null && !run.uncertain() && run.openMs() + atMostMs > run.limitMs() + Scene.SLACK_MS) {
            throw scene.broken(
                    "guard-bound",
                    "the guard of valve-" + zone + " waits for " + atMostMs + " ms after " + run.openMs() + " of "
                            + run.limitMs());
        }
    }

    /** A valve's relay that was on was switched off. */
    void closed(int zone) {
        SeenRun run = running[zone];
        if (run != null) {
            run.closes(scene.field().litres(zone));
        }
    }

    /**
     * A run was announced.
     *
     * @param late whether that is some time ago, because the process died over it
     * @param decidedNow whether it was decided on now, and not in the queue since some time
     */
    void started(RunRecord run, boolean late, boolean decidedNow) {
        int zone = Site.zone(run.zone());
        if (!started.add(run.id()) || ended.contains(run.id())) {
            return;
        }
        Command command = run.commandId() == null ? null : commands.find(UUID.fromString(run.commandId()));
        if (run.commandId() != null) {
            commands.ran(run.commandId());
        }
        if (late && running[zone] != null) {
            // What was lost comes again in its order at the next start, ends before later starts: a late one that
            // finds a run without its end is older than that run, and over. The valve belongs to the run that goes on.
            return;
        }
        Zone plan = scene.site().zoneAt(zone);
        Program program = plan == null ? null : plan.program();
        boolean programKnown = decidedNow || (reprogrammed & (1 << zone)) == 0;
        List<Window> windows = program == null || !programKnown ? List.of() : program.windows();
        SeenRun seen = new SeenRun(
                run,
                command,
                scene.site().hasValve(zone) && run.cause() != RunRecord.Cause.ADOPTED,
                plan == null ? 0 : plan.maxMinutes(),
                scene.field().litres(zone),
                allTogether(),
                windows,
                decidedNow ? scene.nowMs() - 1 : scene.nowMs() - LONGEST_WAIT_MS);
        for (int i = 0; late && i < deaths; i++) {
            seen.died();
        }
        if (late && (replanned & (1 << zone)) != 0) {
            seen.doubt();
        }
        running[zone] = seen;
    }

    /** The run's last record. */
    void ended(RunRecord run, boolean skipped) {
        if (!ended.add(run.id())) {
            throw scene.broken("run-has-record", "run " + run.id() + " ended twice");
        }
        Instant endedAt = run.endedAt();
        if (run.outcome() == null || endedAt == null) {
            throw scene.broken("record-complete", "run " + run.id() + " ended without an outcome or an end");
        }
        if (skipped && (run.minutes() != 0 || run.litres() != 0 || run.outcome() != RunRecord.Outcome.SKIPPED)) {
            throw scene.broken("record-true", "run " + run.id() + " was skipped and gave " + run.litres() + " l");
        }
        int zone = Site.zone(run.zone());
        SeenRun seen = running[zone];
        if (seen != null && seen.id().equals(run.id())) {
            running[zone] = null;
            if (seen.byValve() && !seen.uncertain()) {
                minutes(run, seen);
                litres(run, seen, zone);
            }
        }
    }

    private void minutes(RunRecord run, SeenRun seen) {
        double differenceMs = Math.abs(run.minutes() * 60_000 - seen.wateredMs());
        if (differenceMs > MINUTES_SLACK_MS + seen.deaths() * BOOKED_AHEAD_MS) {
            throw scene.broken(
                    "record-true",
                    run.zone() + " says " + run.minutes() + " min; its relays gave " + seen.wateredMs() / 60_000.0
                            + " with " + seen.deaths() + " crashes");
        }
    }

    private void litres(RunRecord run, SeenRun seen, int zone) {
        Zone plan = scene.site().zoneAt(zone);
        if (plan == null) {
            return;
        }
        double design = plan.flowLitresPerMinute();
        double most = HIGHEST_FLOW * Math.max(allTogether(), seen.mostLitresPerMinute()) * (run.minutes() + 1) + 1;
        double flowed = seen.litres(scene.field().litres(zone));
        boolean agrees = seen.disturbed()
                ? run.litres() >= 0 && run.litres() <= most
                : Math.abs(run.litres() - flowed) <= Math.max(meterError(plan) * flowed, design) + 0.1;
        if (!agrees) {
            throw scene.broken(
                    "record-true",
                    run.zone() + " says " + run.litres() + " l; " + flowed + " flowed in " + run.minutes() + " min"
                            + (seen.disturbed() ? ", disturbed" : ""));
        }
    }

    /** Where neighbours have meters of their own, a zone's water is the difference of what meters show. */
    private double meterError(Zone zone) {
        double share = 1;
        for (Zone other : scene.site().plan().zones()) {
            if (zone.flowPoint() == null
                    && other.flowPoint() != null
                    && other.source().equals(zone.source())) {
                share += other.flowLitresPerMinute() / zone.flowLitresPerMinute();
            }
        }
        return METER_ERROR * share;
    }

    private double allTogether() {
        double sum = 0;
        for (Zone zone : scene.site().plan().zones()) {
            sum += zone.flowLitresPerMinute();
        }
        return sum;
    }

    /** An event was lost: which runs have ended is not known until others start in their place. */
    void eventLost() {
        for (SeenRun run : running) {
            if (run != null) {
                run.doubt();
            }
        }
    }

    /** After the actions of a step. */
    void stepDone() {
        if (!scene.relays().anyOn()) {
            return;
        }
        for (int i = 0; i < Site.ZONES; i++) {
            if (scene.relays().on(i) && running[i] == null) {
                throw scene.broken("run-has-record", "valve-" + i + " is open without a run");
            }
        }
    }

    void died() {
        deaths++;
        for (int i = 0; i < Site.ZONES; i++) {
            SeenRun run = running[i];
            if (run != null) {
                run.died();
            }
        }
    }

    void end() {
        for (String run : started) {
            if (!ended.contains(run)) {
                throw scene.broken("run-has-record", "run " + run + " started and has no end");
            }
        }
    }
}
