package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.NextRun;
import vn.tuoi.config.event.NextRun.Certainty;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.Program;
import vn.tuoi.edge.program.AllowedWindows;
import vn.tuoi.edge.program.CalendarTimes;
import vn.tuoi.edge.program.Watering;

/**
 * What a zone's program has before it, by the same rules that will decide: a calendar's starts as they will run, what a
 * measured program waits for and from when on, and when a soil balance is likely to ask for water. Changes nothing.
 */
final class NextRuns {
    /** So many runs are shown, and before them at most as many that are left out. */
    static final int SHOWN = 3;
    /** After so many starts without three that run nothing more is looked for. */
    private static final int LOOKED_AT = 100;

    private NextRuns() {}

    static List<NextRun> of(FarmNow farm, int index, ControlTime time) {
        Program program = farm.layout.zone(index).plan().program();
        if (program == null) {
            return List.of();
        }
        if (!program.active()) {
            return nothing("preview.disabled");
        }
        boolean needsClock =
                !(program instanceof Program.Moisture) || !program.windows().isEmpty();
        if (needsClock && !(time.wallTrusted() && farm.wallTrusted)) {
            return nothing("preview.no_clock");
        }
        if (program instanceof Program.Calendar calendar) {
            return calendar(farm, index, calendar, time.wall());
        }
        if (program instanceof Program.Moisture moisture) {
            return MeasuredNextRuns.moisture(farm, index, moisture, time);
        }
        return program instanceof Program.Awd awd
                ? MeasuredNextRuns.awd(farm, index, awd, time)
                : BalanceNextRuns.of(farm, index, (Program.Balance) program, time);
    }

    static List<NextRun> nothing(String key) {
        return nothing(Explanation.of(key));
    }

    static List<NextRun> nothing(Explanation why) {
        return List.of(new NextRun(Certainty.NONE, null, null, why));
    }

    private static List<NextRun> calendar(FarmNow farm, int index, Program.Calendar calendar, Instant now) {
        Found found = new Found();
        CalendarTimes times = CalendarDesk.times(farm, index, calendar);
        Watering watering = CalendarDesk.watering(farm, index, calendar);
        Duration length = CalendarDesk.length(farm, index, watering);
        Instant busyUntil = runEnd(farm, index, now);
        Instant after = now;
        List<Instant> starts = List.of();
        int next = 0;
        for (int i = 0; i < LOOKED_AT && !found.enough(); i++) {
            if (next == starts.size()) {
                starts = times.next(after, 2 * SHOWN);
                next = 0;
            }
            if (starts.isEmpty()) {
                break;
            }
            Instant at = starts.get(next++);
            after = at;
            if (farm.lived.livedBefore(at)) {
                continue;
            }
            boolean busy = busyUntil != null && at.isBefore(busyUntil);
            Explanation reason = CalendarDesk.leftOut(farm, index, calendar, watering, at, busy);
            if (reason == null) {
                found.runs(
                        Certainty.PLANNED,
                        at,
                        minutes(farm, calendar, watering, at),
                        Explanation.of("preview.calendar"));
                busyUntil = at.plus(length);
                continue;
            }
            found.leftOut(at, reason);
            if (lasts(farm, index, watering)) {
                break;
            }
            Instant heldUntil = farm.heldUntil(index);
            if (heldUntil != null && at.isBefore(heldUntil)) {
                // a start at the very end of the hold runs
                after = heldUntil.minusNanos(1);
                starts = List.of();
                next = 0;
            }
        }
        return found.list(Explanation.of("preview.never"));
    }

    /** Whether a zone gets no water until a person does something about it. */
    static boolean lasts(FarmNow farm, int index, Watering watering) {
        return watering.timeMs() < 1_000
                || !Stations.usable(farm, farm.layout.zone(index).station());
    }

    /** When the zone's present run is likely to be over; null without one. */
    static @Nullable Instant runEnd(FarmNow farm, int index, Instant now) {
        Run run = farm.runOf(index);
        if (run == null) {
            return null;
        }
        long leftMs = Math.max(0, run.order.plannedMs() - run.wateredMs(farm.nowMs));
        return now.plusMillis(leftMs);
    }

    /** Time with water that a run is given when it starts at {@code at}: its window may end it sooner. */
    static double minutes(FarmNow farm, Program program, Watering watering, Instant at) {
        long ms = watering.timeMs();
        Instant end = AllowedWindows.openUntil(program.windows(), ProgramDesk.zoneId(farm), at)
                .orElse(AllowedWindows.NO_END);
        if (!end.equals(AllowedWindows.NO_END)) {
            ms = Math.min(ms, Duration.between(at, end).toMillis());
        }
        return Runs.minutes(ms);
    }

    /** What was found so far, in order of time. */
    static final class Found {
        private final List<NextRun> list = new ArrayList<>();
        private int runs;

        void runs(Certainty certainty, @Nullable Instant at, @Nullable Double minutes, Explanation why) {
            list.add(new NextRun(certainty, at, minutes, why));
            runs++;
        }

        /** Beyond {@link #SHOWN} of them the later ones are left unsaid. */
        void leftOut(Instant at, Explanation why) {
            if (list.size() - runs < SHOWN) {
                list.add(new NextRun(Certainty.LEFT_OUT, at, null, why));
            }
        }

        boolean enough() {
            return runs == SHOWN;
        }

        List<NextRun> list(Explanation whenEmpty) {
            return list.isEmpty() ? nothing(whenEmpty) : List.copyOf(list);
        }
    }
}
