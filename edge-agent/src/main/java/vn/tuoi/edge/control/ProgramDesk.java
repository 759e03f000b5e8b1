package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.Program;
import vn.tuoi.edge.program.AllowedWindows;
import vn.tuoi.edge.program.Grounds;
import vn.tuoi.edge.program.Watering;

/** Asks every zone's program whether it is time, and gives what is due to the queue or to the record of what was skipped. */
final class ProgramDesk {
    private ProgramDesk() {}

    static void advance(FarmNow farm) {
        for (int i = 0; i < farm.zones.length; i++) {
            Program program = farm.layout.zone(i).plan().program();
            if (program == null || !program.active()) {
                continue;
            }
            if (program instanceof Program.Calendar calendar) {
                CalendarDesk.advance(farm, i, calendar);
            } else if (program instanceof Program.Moisture moisture) {
                MeasuredPrograms.moisture(farm, i, moisture);
            } else if (program instanceof Program.Awd awd) {
                MeasuredPrograms.awd(farm, i, awd);
            } else if (program instanceof Program.Balance balance) {
                BalanceDesk.advance(farm, i, balance);
            }
        }
    }

    static Watering watering(FarmNow farm, int zone, Program program, Amount amount, double factor) {
        return watering(farm.layout.zone(zone), program, amount, factor);
    }

    static Watering watering(Layout.ZoneEntry entry, Program program, Amount amount, double factor) {
        return Watering.of(
                entry.plan(),
                amount,
                factor,
                entry.flowSensor() != Layout.NONE,
                program.cycleSoak(),
                Grounds.intake(entry.plan()).orElse(null));
    }

    /** Puts a program's run into the queue, unless a rule leaves it out; gives whether it did. */
    static boolean start(FarmNow farm, int index, Program program, Watering watering, Explanation why) {
        Explanation reason = Hindrance.of(farm, index, program, farm.now, farm.runOf(index) != null);
        if (reason != null) {
            skip(farm, index, program, farm.now, reason);
            return false;
        }
        enqueue(farm, index, program, watering, why);
        return true;
    }

    static void enqueue(FarmNow farm, int index, Program program, Watering watering, Explanation why) {
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
    }

    static void skip(FarmNow farm, int index, Program program, Instant due, Explanation why) {
        Runs.skip(farm, index, cause(program), due, why);
    }

    static ZoneId zoneId(FarmNow farm) {
        return Objects.requireNonNull(farm.layout.plan()).timeZone();
    }

    static RunRecord.Cause cause(Program program) {
        if (program instanceof Program.Calendar) {
            return RunRecord.Cause.CALENDAR;
        }
        if (program instanceof Program.Moisture) {
            return RunRecord.Cause.MOISTURE;
        }
        return program instanceof Program.Balance ? RunRecord.Cause.BALANCE : RunRecord.Cause.AWD;
    }
}
