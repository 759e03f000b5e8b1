package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.edge.program.AllowedWindows;
import vn.tuoi.edge.program.CalendarTimes;
import vn.tuoi.edge.program.Grounds;
import vn.tuoi.edge.program.Watering;

/** Asks every zone's program whether it is time, and gives what is due to the queue or to the record of what was skipped. */
final class ProgramDesk {
    /** What was missed longer ago, e.g. after a season without power, gets no record of its own. */
    private static final Duration MISSED_RECORDED = Duration.ofDays(7);

    private ProgramDesk() {}

    static void advance(FarmNow farm) {
        for (int i = 0; i < farm.zones.length; i++) {
            Program program = farm.layout.zone(i).plan().program();
            if (program == null || !program.active()) {
                continue;
            }
            if (program instanceof Program.Calendar calendar) {
                calendar(farm, i, calendar);
            } else if (program instanceof Program.Moisture moisture) {
                MeasuredPrograms.moisture(farm, i, moisture);
            } else if (program instanceof Program.Awd awd) {
                MeasuredPrograms.awd(farm, i, awd);
            } else if (program instanceof Program.Balance balance) {
                BalanceDesk.advance(farm, i, balance);
            }
        }
    }

    static CalendarTimes times(FarmNow farm, int zone, Program.Calendar calendar) {
        Zone plan = farm.layout.zone(zone).plan();
        return new CalendarTimes(
                calendar,
                Objects.requireNonNull(farm.layout.plan()),
                watering(farm, zone, calendar).elapsed(plan));
    }

    private static Watering watering(FarmNow farm, int zone, Program.Calendar calendar) {
        return watering(farm, zone, calendar, calendar.amount(), calendar.seasonalFactor());
    }

    static Watering watering(FarmNow farm, int zone, Program program, Amount amount, double factor) {
        Layout.ZoneEntry entry = farm.layout.zone(zone);
        return Watering.of(
                entry.plan(),
                amount,
                factor,
                entry.flowSensor() != Layout.NONE,
                program.cycleSoak(),
                Grounds.intake(entry.plan()).orElse(null));
    }

    private static void calendar(FarmNow farm, int index, Program.Calendar calendar) {
        ZoneNow zone = farm.zones[index];
        if (!farm.wallTrusted) {
            return;
        }
        if (zone.nextDue == null && !zone.neverDue) {
            Instant oldest = farm.now.minus(MISSED_RECORDED);
            findNext(farm, index, calendar, farm.decidedUpTo.isBefore(oldest) ? oldest : farm.decidedUpTo);
        }
        while (zone.nextDue != null && !zone.nextDue.isAfter(farm.now)) {
            Instant due = zone.nextDue;
            if (due.isAfter(farm.decidedUpTo)) {
                decide(farm, index, calendar, due);
                farm.touch();
            }
            findNext(farm, index, calendar, due);
        }
        if (zone.nextDue != null) {
            farm.wakeAt(zone.nextDue);
        }
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
        long lateMs = farm.now.toEpochMilli() - due.toEpochMilli();
        if (lateMs > farm.lateMs) {
            skip(farm, index, calendar, due, Explanation.of("run.skipped.missed", "minutes", lateMs / 60_000));
            return;
        }
        Watering watering = watering(farm, index, calendar);
        if (watering.timeMs() < 1_000) {
            skip(farm, index, calendar, due, Explanation.of("run.skipped.nothing_to_give"));
            return;
        }
        start(farm, index, calendar, due, watering, Explanation.of("run.calendar", "due", due.toString()));
    }

    /** Puts a program's run into the queue, unless a rule leaves it out; gives whether it did. */
    static boolean start(FarmNow farm, int index, Program program, Instant due, Watering watering, Explanation why) {
        Explanation reason = hindrance(farm, index, program);
        if (reason != null) {
            skip(farm, index, program, due, reason);
            return false;
        }
        Layout.ZoneEntry entry = farm.layout.zone(index);
        Run run = Runs.enqueue(
                farm,
                index,
                new RunOrder(
                        farm.nextId(),
                        entry.plan().id(),
                        entry.plan().source(),
                        entry.plan().household(),
                        cause(program),
                        null,
                        null,
                        null,
                        farm.now,
                        Math.min(watering.timeMs(), entry.limitMs()),
                        watering.litres(),
                        watering.cycleMs(),
                        watering.soakMs(),
                        why));
        if (!program.windows().isEmpty()) {
            Instant end = AllowedWindows.openUntil(program.windows(), zoneId(farm), farm.now)
                    .orElseThrow();
            if (!end.equals(AllowedWindows.NO_END)) {
                run.cutAtMs = farm.nowMs + Duration.between(farm.now, end).toMillis();
            }
        }
        return true;
    }

    /** Why the zone's program may not start now; null when it may. */
    static @Nullable Explanation hindrance(FarmNow farm, int index, Program program) {
        Layout.ZoneEntry entry = farm.layout.zone(index);
        if (farm.held(index)) {
            return Explanation.of("run.skipped.hold");
        }
        if (!program.windows().isEmpty()
                && (!farm.wallTrusted
                        || AllowedWindows.openUntil(program.windows(), zoneId(farm), farm.now)
                                .isEmpty())) {
            return Explanation.of("run.skipped.outside_window");
        }
        if (farm.runOf(index) != null) {
            return Explanation.of("run.skipped.zone_busy");
        }
        if (!Stations.usable(farm, entry.station())) {
            return Explanation.of(
                    "run.skipped.maintenance", "zone", entry.plan().name());
        }
        return SkipWeather.reason(farm, program.skipRules());
    }

    static void skip(FarmNow farm, int index, Program program, Instant due, Explanation why) {
        Runs.skip(farm, index, cause(program), due, why);
    }

    static ZoneId zoneId(FarmNow farm) {
        return Objects.requireNonNull(farm.layout.plan()).timeZone();
    }

    private static RunRecord.Cause cause(Program program) {
        if (program instanceof Program.Calendar) {
            return RunRecord.Cause.CALENDAR;
        }
        if (program instanceof Program.Moisture) {
            return RunRecord.Cause.MOISTURE;
        }
        return program instanceof Program.Balance ? RunRecord.Cause.BALANCE : RunRecord.Cause.AWD;
    }
}
