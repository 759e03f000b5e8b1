package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.edge.program.CalendarTimes;
import vn.tuoi.edge.program.Watering;

/** Starts calendar programs when they are due, and writes down the starts that were missed. */
final class CalendarDesk {
    /** What was missed longer ago, e.g. after a season without power, gets no record of its own but a notice. */
    private static final Duration MISSED_RECORDED = Duration.ofDays(7);
    /** So many missed starts of a zone have their own record each; those after them share one, with their number. */
    private static final int MISSED_EACH = 20;
    /** From so many unsent events on the missed starts of a zone share one record at once. */
    private static final int MISSED_SHARE = FarmNow.MAX_PENDING / 2;

    private CalendarDesk() {}

    static void advance(FarmNow farm, int index, Program.Calendar calendar) {
        ZoneNow zone = farm.zones[index];
        if (!farm.wallTrusted) {
            return;
        }
        if (zone.nextDue == null && !zone.neverDue) {
            Instant oldest = farm.now.minus(MISSED_RECORDED);
            boolean longAgo = farm.decidedUpTo.isBefore(oldest);
            if (longAgo) {
                noticeLongMissed(farm, index, calendar, oldest);
            }
            findNext(farm, index, calendar, longAgo ? oldest : farm.decidedUpTo);
        }
        int missed = 0;
        while (zone.nextDue != null && !zone.nextDue.isAfter(farm.now)) {
            Instant due = zone.nextDue;
            if (due.isAfter(farm.decidedUpTo)) {
                farm.touch();
                if (!tooLate(farm, due)) {
                    decide(farm, index, calendar, due);
                } else if (missed++ < MISSED_EACH && farm.pending.size() < MISSED_SHARE) {
                    ProgramDesk.skip(farm, index, calendar, due, missed(farm, due));
                } else {
                    due = shareRecord(farm, index, calendar, due);
                }
            }
            findNext(farm, index, calendar, due);
        }
        if (zone.nextDue != null) {
            farm.wakeAt(zone.nextDue);
        }
    }

    private static void noticeLongMissed(FarmNow farm, int index, Program.Calendar calendar, Instant oldest) {
        Optional<Instant> first = times(farm, index, calendar).next(farm.decidedUpTo);
        if (first.isPresent() && first.get().isBefore(oldest)) {
            farm.notice(Explanation.of(
                    "notice.missed_long",
                    "zone",
                    farm.layout.zone(index).plan().name(),
                    "days",
                    Duration.between(first.get(), farm.now).toDays()));
        }
    }

    private static boolean tooLate(FarmNow farm, Instant due) {
        return farm.now.toEpochMilli() - due.toEpochMilli() > farm.lateMs;
    }

    private static Explanation missed(FarmNow farm, Instant due) {
        return Explanation.of(
                "run.skipped.missed", "minutes", Duration.between(due, farm.now).toMinutes());
    }

    /** One record for every missed start from {@code due} on; gives the last of them. */
    private static Instant shareRecord(FarmNow farm, int index, Program.Calendar calendar, Instant due) {
        Instant last = due;
        int count = 1;
        for (Instant start : times(farm, index, calendar).between(due, farm.now)) {
            if (tooLate(farm, start) && !farm.lived.livedBefore(start)) {
                last = start;
                count++;
            }
        }
        Explanation why = count == 1
                ? missed(farm, due)
                : Explanation.of(
                        "run.skipped.missed_many",
                        "count",
                        count,
                        "hours",
                        Duration.between(due, farm.now).toHours());
        ProgramDesk.skip(farm, index, calendar, due, why);
        return last;
    }

    private static void findNext(FarmNow farm, int index, Program.Calendar calendar, Instant after) {
        CalendarTimes times = times(farm, index, calendar);
        Optional<Instant> next = times.next(after);
        while (next.isPresent() && farm.lived.livedBefore(next.get())) {
            next = times.next(next.get());
        }
        farm.zones[index].nextDue = next.orElse(null);
        farm.zones[index].neverDue = next.isEmpty();
    }

    private static void decide(FarmNow farm, int index, Program.Calendar calendar, Instant due) {
        Watering watering = watering(farm, index, calendar);
        Explanation reason = leftOut(farm, index, calendar, watering, farm.now, farm.runOf(index) != null);
        if (reason != null) {
            ProgramDesk.skip(farm, index, calendar, due, reason);
        } else {
            ProgramDesk.enqueue(farm, index, calendar, watering, why(farm, index, calendar, due));
        }
    }

    /** Why a start is left out; null when it runs. The preview asks the same. */
    static @Nullable Explanation leftOut(
            FarmNow farm, int index, Program.Calendar calendar, Watering watering, Instant at, boolean busy) {
        return watering.timeMs() < 1_000
                ? Explanation.of("run.skipped.nothing_to_give")
                : Hindrance.of(farm, index, calendar, at, busy);
    }

    private static Explanation why(FarmNow farm, int index, Program.Calendar calendar, Instant due) {
        Zone plan = farm.layout.zone(index).plan();
        Double minutes = calendar.amount().minutes();
        double wanted = minutes == null ? 0 : minutes * calendar.seasonalFactor();
        return wanted > plan.maxMinutes()
                ? Explanation.of(
                        "run.calendar.capped",
                        "due",
                        due.toString(),
                        "minutes",
                        Math.round(wanted * 10) / 10.0,
                        "limit",
                        plan.maxMinutes())
                : Explanation.of("run.calendar", "due", due.toString());
    }

    static CalendarTimes times(FarmNow farm, int index, Program.Calendar calendar) {
        Duration beforeTheEnd =
                calendar.finishBy() == null ? Duration.ZERO : Duration.ofMillis(farm.layout.finishLeadMs(index));
        return new CalendarTimes(calendar, Objects.requireNonNull(farm.layout.plan()), beforeTheEnd);
    }

    static Watering watering(FarmNow farm, int index, Program.Calendar calendar) {
        return watering(farm.layout.zone(index), calendar);
    }

    static Watering watering(Layout.ZoneEntry entry, Program.Calendar calendar) {
        return ProgramDesk.watering(entry, calendar, calendar.amount(), calendar.seasonalFactor());
    }

    static Duration length(FarmNow farm, int index, Watering watering) {
        Layout.ZoneEntry entry = farm.layout.zone(index);
        return length(farm.layout.source(entry.source()), entry, watering);
    }

    /** From the start to the last closing: cycles, soaks, and the pump's lead and lag. */
    static Duration length(Layout.Source source, Layout.ZoneEntry entry, Watering watering) {
        long aroundSeconds =
                source.hasPump() ? source.plan().leadSeconds() + source.plan().lagSeconds() : 0;
        return watering.elapsed(entry.plan()).plusSeconds(watering.cycles(entry.plan()) * aroundSeconds);
    }
}
