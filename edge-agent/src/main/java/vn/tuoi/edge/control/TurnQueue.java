package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;

/**
 * The queue of turns at each source. Who has used least lately comes first, then what a person asked for, then who
 * asked first. Nobody overtakes: a zone that does not fit yet holds back those behind it, so that a large zone is not
 * starved by small ones.
 */
final class TurnQueue {
    /** A turn that does not come within it is given up, with a record. */
    static final long MAX_WAIT_MS = Duration.ofHours(12).toMillis();

    private TurnQueue() {}

    static void advance(FarmNow farm) {
        if (farm.runs.isEmpty()) {
            return;
        }
        for (Run run : farm.runsNow()) {
            if (run.phase == Run.Phase.WAITING) {
                giveUp(farm, run);
            }
        }
        if (!farm.mainsPresent) {
            return;
        }
        for (int i = 0; i < farm.sources.length; i++) {
            while (startNext(farm, i)) {
                // until the source is full
            }
        }
    }

    /** Ends a waiting run that may not start any more. */
    private static void giveUp(FarmNow farm, Run run) {
        Layout.ZoneEntry entry = farm.entry(run);
        Run.Ending ending = null;
        if (Runs.expiredNow(farm, run.order.expiresAt())) {
            ending = Runs.expired();
        } else if (!run.order.manual() && farm.held(run.zone)) {
            ending = skipped(Explanation.of("run.skipped.hold"));
        } else if (farm.nowMs >= run.cutAtMs) {
            ending = skipped(Explanation.of("run.skipped.window_closed"));
        } else if (run.interruption != null && farm.nowMs - run.waitingSinceMs >= MAX_WAIT_MS) {
            ending = Restart.interrupted("run.interrupted.no_clock");
        } else if (farm.nowMs - Math.max(run.waitingSinceMs, run.notBeforeMs) >= MAX_WAIT_MS) {
            ending = farm.sources[entry.source()].blocked(farm.nowMs)
                    ? skipped(Explanation.of("run.skipped.source_dry"))
                    : waitedTooLong();
        } else if (!Stations.usable(farm, entry.station())) {
            ending = skipped(Explanation.of(
                    "run.skipped.maintenance", "zone", entry.plan().name()));
        } else if (leftMs(farm, run) <= 0) {
            ending = new Run.Ending(
                    RunRecord.Outcome.COMPLETED,
                    Explanation.of("run.completed.minutes", "minutes", Runs.minutes(run.wateredBeforeMs)));
        }
        if (ending != null) {
            Waterworks.stop(farm, run, ending);
            return;
        }
        Instant expiresAt = run.order.expiresAt();
        if (expiresAt != null) {
            farm.wakeAt(expiresAt);
        }
        farm.wakeAt(run.cutAtMs);
        farm.wakeAt(Math.max(run.waitingSinceMs, run.notBeforeMs) + MAX_WAIT_MS);
    }

    static Run.Ending waitedTooLong() {
        return skipped(Explanation.of("run.skipped.waited", "hours", MAX_WAIT_MS / 3_600_000));
    }

    private static Run.Ending skipped(Explanation why) {
        return new Run.Ending(RunRecord.Outcome.SKIPPED, why);
    }

    /** Water that the run may still give. */
    private static long leftMs(FarmNow farm, Run run) {
        Layout.ZoneEntry entry = farm.entry(run);
        Layout.Source source = farm.layout.source(entry.source());
        long aroundMs =
                source.hasPump() ? (source.plan().leadSeconds() + source.plan().lagSeconds()) * 1000L : 0;
        return Math.min(run.order.plannedMs() - run.wateredBeforeMs, entry.limitMs() - run.openBeforeMs - aroundMs);
    }

    private static boolean startNext(FarmNow farm, int index) {
        SourceNow source = farm.sources[index];
        Layout.Source layout = farm.layout.source(index);
        if (farm.nowMs < source.restUntilMs) {
            farm.wakeAt(source.restUntilMs);
        }
        if (source.phase == SourceNow.Phase.LAG
                || source.blocked(farm.nowMs)
                || !Stations.usable(farm, layout.pump())
                || !Stations.usable(farm, layout.master())) {
            return false;
        }
        Run next = first(farm, index);
        if (next == null || !fits(farm, next, index, layout)) {
            return false;
        }
        long staggerUntilMs = source.lastStartMs + layout.plan().stagger() * 1000L;
        if (source.lastStartMs != Sensor.NEVER && farm.nowMs < staggerUntilMs) {
            farm.wakeAt(staggerUntilMs);
            return false;
        }
        if (farm.entry(next).station() == Layout.NONE && next.order.cause() != RunRecord.Cause.HAND) {
            Hands.askToOpen(farm, next);
        } else {
            Waterworks.open(farm, next);
        }
        return true;
    }

    private static @Nullable Run first(FarmNow farm, int index) {
        Run best = null;
        for (Run run : farm.runs) {
            if (run.phase != Run.Phase.WAITING
                    || farm.entry(run).source() != index
                    || run.interruption != null
                    || farm.zones[run.zone].asking == ZoneNow.Asking.RESUME) {
                continue;
            }
            if (farm.nowMs < run.notBeforeMs) {
                farm.wakeAt(run.notBeforeMs);
                continue;
            }
            if (best == null || before(farm, run, best)) {
                best = run;
            }
        }
        return best;
    }

    private static boolean before(FarmNow farm, Run run, Run other) {
        double mine = used(farm, run);
        double theirs = used(farm, other);
        if (Math.abs(mine - theirs) > 1) {
            return mine < theirs;
        }
        if (run.order.manual() != other.order.manual()) {
            return run.order.manual();
        }
        return run.waitingSinceMs < other.waitingSinceMs;
    }

    private static double used(FarmNow farm, Run run) {
        String holder = farm.entry(run).plan().household();
        HouseholdUse use = farm.ledger.get(holder == null ? HouseholdUse.NOBODY : holder);
        return use == null ? 0 : use.recentMinutes(farm.timeAtLeast());
    }

    private static boolean fits(FarmNow farm, Run next, int index, Layout.Source layout) {
        int together = 0;
        double flow = farm.entry(next).plan().flowLitresPerMinute();
        boolean byHand = farm.entry(next).station() == Layout.NONE;
        for (Run run : farm.runs) {
            if ((run.holdsPath() || run.phase == Run.Phase.ASKED)
                    && farm.entry(run).source() == index) {
                together++;
                flow += farm.entry(run).plan().flowLitresPerMinute();
                // a hand valve stays open until a person closes it, so it has the source for itself
                byHand |= farm.entry(run).station() == Layout.NONE;
            }
        }
        return fits(layout, together, flow, byHand);
    }

    /**
     * Whether the source feeds one more.
     *
     * @param together how many it feeds already
     * @param flow of all of them with the one more
     * @param byHand whether any of them is opened by hand
     */
    static boolean fits(Layout.Source layout, int together, double flow, boolean byHand) {
        Double capacity = layout.plan().capacityLitresPerMinute();
        return together < layout.plan().zonesTogether()
                && (together == 0 || !byHand)
                && (capacity == null || flow <= capacity + 1e-9);
    }
}
