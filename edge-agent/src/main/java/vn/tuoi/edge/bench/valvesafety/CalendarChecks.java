package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Zone;

/**
 * What must hold of calendars: what starts is due by the plan, starts once, and by a clock that was trusted; and every
 * start that was due while the farm's clock ran on, trusted and untouched, is on record as a run or with why it was none.
 */
final class CalendarChecks {
    /** After a jump or a cut a start may be so late; what is older is missed. */
    private static final long LATE_MS = Duration.ofMinutes(26).toMillis();
    /** Near the edge of time that was lived before, a start may have been decided on then. */
    private static final long EDGE_MS = Duration.ofMinutes(30).toMillis();
    /** With more spans than this the controller may give up what lies between two of them. */
    private static final int MOST_SPANS = 6;

    private static final long NEVER = Long.MIN_VALUE;

    /** Clock time that the farm has lived through in one piece. */
    private record Span(long fromMs, long toMs) {}

    private record Expected(int zone, DueStarts.Due due) {}

    private record Seen(int zone, long atMs, boolean exact) {}

    private final Scene scene;
    private final Set<String> occurrences = new HashSet<>();
    private final List<Span> lived = new ArrayList<>();
    private final List<Expected> expected = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private final List<Site> plans = new ArrayList<>();
    private long spanFromMs = NEVER;
    private long spanToMs;
    /** Whether the farm has lived to see the present span: until then only the world knows of its clock. */
    private boolean spanSeen;

    private long lastTrustedWallMs = NEVER;

    CalendarChecks(Scene scene) {
        this.scene = scene;
        plans.add(scene.site());
    }

    /** The time of a step, before it is taken. */
    void time() {
        if (scene.clockMoved()) {
            endSpan(scene.site());
        }
        if (!scene.trusted()) {
            return;
        }
        lastTrustedWallMs = Math.max(lastTrustedWallMs, scene.wallMs());
        if (spanFromMs == NEVER) {
            spanFromMs = scene.wallMs();
            spanToMs = spanFromMs;
            spanSeen = false;
        }
    }

    /** The process died: a clock that it has not seen yet begins anew at the next start. */
    void died() {
        if (!spanSeen) {
            spanFromMs = NEVER;
        }
    }

    /** The step of this time was taken to its end: what it decided is stored. */
    void stepDone() {
        if (spanFromMs != NEVER) {
            spanSeen = true;
            spanToMs = scene.wallMs();
        }
    }

    void planChanged(Site before) {
        endSpan(before);
        plans.add(scene.site());
        spanFromMs = scene.trusted() ? scene.wallMs() : NEVER;
        spanToMs = scene.wallMs();
        spanSeen = true;
    }

    /** What was decided by a plan that the farm died over may run. */
    void planLost(Site lost) {
        plans.add(lost);
    }

    private void endSpan(Site site) {
        if (spanFromMs == NEVER) {
            return;
        }
        if (lived.size() < MOST_SPANS && spanToMs - spanFromMs > 2_000) {
            for (Zone zone : site.plan().zones()) {
                if (zone.program() instanceof Program.Calendar calendar && calendar.active()) {
                    expect(site, zone, calendar);
                }
            }
        }
        if (spanSeen) {
            lived.add(new Span(spanFromMs, spanToMs)); // of one step only, perhaps: the controller looks back from it
        }
        spanFromMs = NEVER;
    }

    /** The farm has forgotten what it decided since its disk was full, and decides on it by the plan that it finds. */
    void rolledBack() {
        expected.clear();
        endSpan(scene.site());
        expected.clear();
    }

    private void expect(Site site, Zone zone, Program.Calendar calendar) {
        int index = Site.zone(zone.id());
        for (DueStarts.Due due : DueStarts.between(site.plan(), zone, calendar, spanFromMs, spanToMs)) {
            boolean inside = due.atMs() - due.toleranceMs() - 1_000 > spanFromMs
                    && due.atMs() + due.toleranceMs() + 1_000 < spanToMs;
            if (inside && !livedBefore(due) && !isExpected(index, due)) {
                expected.add(new Expected(index, due));
            }
        }
    }

    /** Whether any time that the start may have had in truth was lived before. */
    private boolean livedBefore(DueStarts.Due due) {
        for (Span span : lived) {
            if (due.atMs() + due.toleranceMs() > span.fromMs - EDGE_MS
                    && due.atMs() - due.toleranceMs() < span.toMs + EDGE_MS) {
                return true;
            }
        }
        return false;
    }

    private boolean isExpected(int zone, DueStarts.Due due) {
        for (Expected one : expected) {
            if (one.zone == zone && one.due.is(due.atMs())) {
                return true;
            }
        }
        return false;
    }

    void started(RunRecord run) {
        if (run.cause() != RunRecord.Cause.CALENDAR) {
            return;
        }
        int zone = Site.zone(run.zone());
        Instant due = Instant.parse(String.valueOf(run.explanation().args().get("due")));
        long dueMs = due.toEpochMilli();
        if (!occurrences.add(run.zone() + " " + due)) {
            throw scene.broken("occurrence-once", "the start of " + run.zone() + " at " + due + " ran twice");
        }
        if (dueMs > lastTrustedWallMs) {
            throw scene.broken(
                    "trusted-clock", "the start of " + run.zone() + " at " + due + " ran by a clock not trusted");
        }
        if (!isDue(zone, dueMs)) {
            throw scene.broken("calendar-due", run.zone() + " ran for " + due + ", when no plan has a start");
        }
        seen.add(new Seen(zone, dueMs, true));
    }

    private boolean isDue(int zone, long dueMs) {
        for (int i = plans.size() - 1; i >= 0; i--) {
            if (isDue(plans.get(i), zone, dueMs)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDue(Site site, int index, long dueMs) {
        Zone zone = site.zoneAt(index);
        if (zone == null || !(zone.program() instanceof Program.Calendar calendar)) {
            return false;
        }
        for (DueStarts.Due due :
                DueStarts.between(site.plan(), zone, calendar, dueMs - 86_400_000, dueMs + 86_400_000)) {
            if (due.is(dueMs)) {
                return true;
            }
        }
        return false;
    }

    /** A start that came to no run. */
    void skipped(RunRecord run) {
        if (run.cause() == RunRecord.Cause.CALENDAR) {
            seen.add(new Seen(Site.zone(run.zone()), run.startedAt().toEpochMilli(), false));
        }
    }

    /** What a zone says will run next must be starts of its calendar. */
    void announced(int zone, List<Instant> next) {
        for (Instant at : next) {
            if (!isDue(scene.site(), zone, at.toEpochMilli())) {
                throw scene.broken("preview-true", "z" + zone + " says that it runs at " + at + ", which no start is");
            }
        }
    }

    void end() {
        endSpan(scene.site());
        List<Seen> free = new ArrayList<>(seen);
        List<Expected> open = new ArrayList<>();
        for (Expected one : expected) {
            Seen match = onTime(one, free);
            if (match == null) {
                open.add(one);
            } else {
                free.remove(match);
            }
        }
        for (Expected one : open) {
            Seen match = late(one, free);
            if (match == null) {
                throw scene.broken(
                        "start-on-record",
                        "the start of z" + one.zone + " at " + Instant.ofEpochMilli(one.due.atMs())
                                + " came in lived time and is on no record");
            }
            free.remove(match);
        }
    }

    private static @Nullable Seen onTime(Expected expected, List<Seen> free) {
        for (Seen one : free) {
            if (one.zone == expected.zone && expected.due.is(one.atMs)) {
                return one;
            }
        }
        return null;
    }

    private static @Nullable Seen late(Expected expected, List<Seen> free) {
        for (Seen one : free) {
            long lateMs = one.atMs - expected.due.atMs();
            if (one.zone == expected.zone
                    && !one.exact
                    && lateMs > 0
                    && lateMs <= LATE_MS + expected.due.toleranceMs()) {
                return one;
            }
        }
        return null;
    }
}
