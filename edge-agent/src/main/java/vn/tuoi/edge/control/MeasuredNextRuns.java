package vn.tuoi.edge.control;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.NextRun;
import vn.tuoi.config.event.NextRun.Certainty;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.Program;
import vn.tuoi.edge.program.AllowedWindows;

/** What a program that measures waits for, and the earliest time at which it may start. */
final class MeasuredNextRuns {
    private MeasuredNextRuns() {}

    static List<NextRun> moisture(FarmNow farm, int index, Program.Moisture program, ControlTime time) {
        int point = farm.layout.zone(index).moistureSensor();
        Sensor sensor = farm.sensors[point];
        long dwellMs = MeasuredPrograms.dwellMs(program);
        if (!MeasuredPrograms.believed(farm, index, sensor)) {
            return NextRuns.nothing(Explanation.of("preview.needs_sensor", "point", farm.layout.point(point)));
        }
        Explanation why = Explanation.of(
                farm.zones[index].drySinceMs == Sensor.NEVER ? "preview.moisture" : "preview.moisture.dry",
                "low",
                MeasuredPrograms.percent(program.lowMoisture()),
                "minutes",
                dwellMs / 60_000);
        return conditional(farm, index, program, time, dwellMs, program.maxMinutes(), why);
    }

    static List<NextRun> awd(FarmNow farm, int index, Program.Awd program, ControlTime time) {
        ZoneId zone = ProgramDesk.zoneId(farm);
        LocalDate today = time.wall().atZone(zone).toLocalDate();
        Program.AwdStage stage = MeasuredPrograms.stage(program, today);
        if (stage == null || stage.refloodAtCm() == null) {
            return afterDrained(program, stage, today, zone);
        }
        int point = farm.layout.zone(index).levelSensor();
        if (!MeasuredPrograms.believed(farm, index, farm.sensors[point])) {
            return NextRuns.nothing(Explanation.of("preview.needs_sensor", "point", farm.layout.point(point)));
        }
        return conditional(
                farm,
                index,
                program,
                time,
                MeasuredPrograms.AWD_DWELL_MS,
                program.maxMinutes(),
                Explanation.of("preview.awd", "reflood", stage.refloodAtCm(), "stage", stage.name()));
    }

    /** The stage that lets water in again, if there is one. */
    private static List<NextRun> afterDrained(
            Program.Awd program, Program.@Nullable AwdStage stage, LocalDate today, ZoneId zone) {
        for (Program.AwdStage later : program.stages()) {
            LocalDate begins = program.plantedOn().plusDays(later.fromDay());
            if (later.refloodAtCm() != null && begins.isAfter(today)) {
                return List.of(new NextRun(
                        Certainty.CONDITIONAL,
                        begins.atStartOfDay(zone).toInstant(),
                        null,
                        Explanation.of("preview.awd", "reflood", later.refloodAtCm(), "stage", later.name())));
            }
        }
        return NextRuns.nothing(
                stage == null
                        ? Explanation.of("preview.never")
                        : Explanation.of("preview.awd.drained", "stage", stage.name()));
    }

    private static List<NextRun> conditional(
            FarmNow farm, int index, Program program, ControlTime time, long dwellMs, int maxMinutes, Explanation why) {
        ZoneNow zone = farm.zones[index];
        long sinceMs = zone.drySinceMs == Sensor.NEVER ? time.monotonicMs() : zone.drySinceMs;
        long readyMs = Math.max(time.monotonicMs(), Math.max(sinceMs + dwellMs, zone.quietUntilMs));
        Instant at = time.wall().plusMillis(readyMs - time.monotonicMs());
        Instant runEnd = NextRuns.runEnd(farm, index, time.wall());
        if (runEnd != null && runEnd.isAfter(at)) {
            at = runEnd;
        }
        Instant heldUntil = farm.heldUntil(index);
        if (heldUntil != null && heldUntil.isAfter(at)) {
            at = heldUntil;
        }
        if (!program.windows().isEmpty()) {
            at = AllowedWindows.nextOpening(program.windows(), ProgramDesk.zoneId(farm), at);
        }
        NextRuns.Found found = new NextRuns.Found();
        Explanation reason = Hindrance.of(farm, index, program, at, false);
        if (reason != null) {
            found.leftOut(at, reason);
        } else {
            var watering = ProgramDesk.watering(farm, index, program, Amount.ofMinutes(maxMinutes), 1);
            found.runs(
                    Certainty.CONDITIONAL,
                    farm.wallTrusted ? at : null,
                    NextRuns.minutes(farm, program, watering, at),
                    why);
        }
        return found.list(why);
    }
}
