package vn.tuoi.edge.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.StartTime;

/**
 * How long before the time that it has to finish by each zone starts, so that all of them are done by theirs: counted back
 * from the end by design flow, within what each source feeds at a time. Zones that finish by the clock share their
 * source's day, whatever their times; those that finish by the same time of the sun share it among themselves.
 */
final class FinishTimes {
    private static final long DAY_MS = 86_400_000;

    private FinishTimes() {}

    /** A zone that has to finish by {@code endMs} of the day. */
    private record Wish(int zone, long endMs, long lengthMs, double flow, boolean byHand) {}

    /** When it has its water, on a day that may begin before midnight. */
    private record Turn(long startMs, long endMs, double flow, boolean byHand) {
        Turn shifted(long byMs) {
            return new Turn(startMs + byMs, endMs + byMs, flow, byHand);
        }

        boolean holds(long atMs) {
            return startMs <= atMs && atMs < endMs;
        }
    }

    /** By zone, in ms; 0 for a zone whose program does not finish by a time. */
    static long[] leadsMs(List<Layout.ZoneEntry> zones, List<Layout.Source> sources) {
        long[] leadsMs = new long[zones.size()];
        for (Layout.Source source : sources) {
            Map<Optional<StartTime>, List<Wish>> groups = new LinkedHashMap<>();
            for (int i = source.zones().size() - 1; i >= 0; i--) {
                int zone = source.zones().get(i);
                if (zones.get(zone).plan().program() instanceof Program.Calendar calendar) {
                    StartTime end = calendar.finishBy();
                    if (end != null) {
                        Wish wish = wish(zone, zones.get(zone), source, calendar, end);
                        leadsMs[zone] = wish.lengthMs;
                        if (calendar.active()) {
                            groups.computeIfAbsent(
                                            end.at() == null ? Optional.of(end) : Optional.empty(),
                                            any -> new ArrayList<>())
                                    .add(wish);
                        }
                    }
                }
            }
            groups.values().forEach(group -> place(group, source, leadsMs));
        }
        return leadsMs;
    }

    private static Wish wish(
            int zone, Layout.ZoneEntry entry, Layout.Source source, Program.Calendar calendar, StartTime end) {
        long lengthMs = CalendarDesk.length(source, entry, CalendarDesk.watering(entry, calendar))
                .toMillis();
        return new Wish(
                zone,
                end.at() == null ? 0 : end.at().toNanoOfDay() / 1_000_000,
                lengthMs,
                entry.plan().flowLitresPerMinute(),
                entry.station() == Layout.NONE);
    }

    /** The last to finish first, and of those with the same time the last in the plan: so the first in the plan starts first. */
    private static void place(List<Wish> wishes, Layout.Source source, long[] leadsMs) {
        List<Wish> latestFirst = new ArrayList<>(wishes);
        latestFirst.sort(Comparator.comparingLong(Wish::endMs).reversed());
        List<Turn> taken = new ArrayList<>();
        for (Wish wish : latestFirst) {
            Turn turn = latest(wish, taken, source);
            // the same clock time comes every day
            taken.add(turn);
            taken.add(turn.shifted(-DAY_MS));
            taken.add(turn.shifted(DAY_MS));
            leadsMs[wish.zone] = wish.endMs - turn.startMs;
        }
    }

    /** The latest turn that fits; a zone for which the whole day has no room is done in time only if the queue allows it. */
    private static Turn latest(Wish wish, List<Turn> taken, Layout.Source source) {
        long staggerMs = source.plan().stagger() * 1000L;
        NavigableSet<Long> ends = new TreeSet<>();
        ends.add(wish.endMs);
        for (Turn turn : taken) {
            ends.add(turn.startMs);
            ends.add(turn.startMs - staggerMs + wish.lengthMs);
        }
        Turn last = turn(wish, wish.endMs);
        for (long endMs : ends.headSet(wish.endMs, true).descendingSet()) {
            Turn turn = turn(wish, endMs);
            if (wish.endMs - turn.startMs > DAY_MS) {
                return last;
            }
            if (fits(turn, taken, source, staggerMs)) {
                return turn;
            }
        }
        return last;
    }

    private static Turn turn(Wish wish, long endMs) {
        return new Turn(endMs - wish.lengthMs, endMs, wish.flow, wish.byHand);
    }

    private static boolean fits(Turn turn, List<Turn> taken, Layout.Source source, long staggerMs) {
        if (!fitsAt(turn.startMs, turn, taken, source)) {
            return false;
        }
        for (Turn other : taken) {
            if (Math.abs(other.startMs - turn.startMs) < staggerMs
                    || (turn.holds(other.startMs) && !fitsAt(other.startMs, turn, taken, source))) {
                return false;
            }
        }
        return true;
    }

    /** What {@link TurnQueue} asks when the turn comes. */
    private static boolean fitsAt(long atMs, Turn turn, List<Turn> taken, Layout.Source source) {
        int together = 0;
        double flow = turn.flow;
        boolean byHand = turn.byHand;
        for (Turn other : taken) {
            if (other.holds(atMs)) {
                together++;
                flow += other.flow;
                byHand |= other.byHand;
            }
        }
        return TurnQueue.fits(source, together, flow, byHand);
    }
}
