package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.Program;
import vn.tuoi.edge.program.AllowedWindows;

/** Programs that start and stop by what is measured in the field: soil moisture, or the water level of a paddy. */
final class MeasuredPrograms {
    /** An older reading starts nothing. */
    static final long FRESH_MS = Duration.ofMinutes(90).toMillis();

    private static final int DEFAULT_DWELL_MINUTES = 15;
    private static final int DEFAULT_PAUSE_MINUTES = 120;
    /** After a rule has left a run out. */
    private static final long ASKED_AGAIN_MS = Duration.ofHours(1).toMillis();
    /** A long hold gets a record so often. */
    private static final long HELD_MS = Duration.ofHours(12).toMillis();

    private static final long AWD_PAUSE_MS = Duration.ofHours(2).toMillis();
    static final long AWD_DWELL_MS = DEFAULT_DWELL_MINUTES * 60_000L;

    private MeasuredPrograms() {}

    static void moisture(FarmNow farm, int index, Program.Moisture program) {
        Sensor sensor = farm.sensors[farm.layout.zone(index).moistureSensor()];
        ZoneNow zone = farm.zones[index];
        Run run = farm.runOf(index);
        if (run != null) {
            zone.drySinceMs = Sensor.NEVER;
            if (run.order.cause() != RunRecord.Cause.MOISTURE) {
                return;
            }
            if (!sensor.fresh(farm.nowMs, FRESH_MS)) {
                blind(farm, run, farm.layout.zone(index).moistureSensor());
            } else if (sensor.value() >= program.highMoisture()) {
                reached(farm, run, Explanation.of("run.completed.moisture", "moisture", percent(sensor.value())));
            }
            return;
        }
        if (!believed(farm, index, sensor) || sensor.value() >= program.lowMoisture()) {
            zone.drySinceMs = Sensor.NEVER;
            return;
        }
        int pause = Objects.requireNonNullElse(program.minPauseMinutes(), DEFAULT_PAUSE_MINUTES);
        if (!dwelt(farm, index, program, dwellMs(program))) {
            return;
        }
        startMeasured(
                farm,
                index,
                program,
                program.maxMinutes(),
                pause * 60_000L,
                Explanation.of(
                        "run.moisture", "moisture", percent(sensor.value()), "low", percent(program.lowMoisture())));
    }

    static void awd(FarmNow farm, int index, Program.Awd program) {
        if (!farm.wallTrusted) {
            return;
        }
        LocalDate today = farm.day().date();
        Program.AwdStage stage = stage(program, today);
        Sensor sensor = farm.sensors[farm.layout.zone(index).levelSensor()];
        ZoneNow zone = farm.zones[index];
        Run run = farm.runOf(index);
        Double refloodAt = stage == null ? null : stage.refloodAtCm();
        Double floodTo = stage == null ? null : stage.floodToCm();
        if (run != null) {
            zone.drySinceMs = Sensor.NEVER;
            if (run.order.cause() != RunRecord.Cause.AWD) {
                return;
            }
            if (stage == null || floodTo == null) {
                Explanation why = Explanation.of("run.ended.stage", "stage", stage == null ? "-" : stage.name());
                Waterworks.stop(farm, run, new Run.Ending(RunRecord.Outcome.INTERRUPTED, why));
            } else if (!sensor.fresh(farm.nowMs, FRESH_MS)) {
                blind(farm, run, farm.layout.zone(index).levelSensor());
            } else if (sensor.value() >= floodTo) {
                reached(farm, run, Explanation.of("run.completed.level", "level", round(sensor.value())));
            }
            return;
        }
        if (stage == null || refloodAt == null || !believed(farm, index, sensor) || sensor.value() > refloodAt) {
            zone.drySinceMs = Sensor.NEVER;
            return;
        }
        if (dwelt(farm, index, program, AWD_DWELL_MS)) {
            startMeasured(
                    farm,
                    index,
                    program,
                    program.maxMinutes(),
                    AWD_PAUSE_MS,
                    Explanation.of(
                            "run.awd", "level", round(sensor.value()), "reflood", refloodAt, "stage", stage.name()));
        }
    }

    static long dwellMs(Program.Moisture program) {
        return Objects.requireNonNullElse(program.dwellMinutes(), DEFAULT_DWELL_MINUTES) * 60_000L;
    }

    /** Whether a reading may start water: it is fresh, it moves, and the probe answers to watering. */
    static boolean believed(FarmNow farm, int index, Sensor sensor) {
        return sensor.fresh(farm.nowMs, FRESH_MS)
                && !SensorWatch.stuck(farm, sensor)
                && farm.zones[index].probe.unanswered() < ProbeWatch.LIMIT;
    }

    /** The stage of a day; null before the first. */
    static Program.@Nullable AwdStage stage(Program.Awd program, LocalDate today) {
        long day = ChronoUnit.DAYS.between(program.plantedOn(), today);
        Program.AwdStage current = null;
        for (Program.AwdStage stage : program.stages()) {
            if (day >= stage.fromDay()) {
                current = stage;
            }
        }
        return current;
    }

    /** Whether it has been dry for long enough, and watering is allowed now. */
    private static boolean dwelt(FarmNow farm, int index, Program program, long dwellMs) {
        ZoneNow zone = farm.zones[index];
        if (zone.drySinceMs == Sensor.NEVER) {
            zone.drySinceMs = farm.nowMs;
        }
        if (!farm.held(index)) {
            holdLifted(zone); // also when another clock, or a shorter hold, ended it before its time
        }
        long readyMs = Math.max(zone.drySinceMs + dwellMs, zone.quietUntilMs);
        if (farm.nowMs < readyMs) {
            farm.wakeAt(readyMs);
            return false;
        }
        if (program.windows().isEmpty()) {
            return true;
        }
        if (!farm.wallTrusted) {
            return false;
        }
        Instant opening = AllowedWindows.nextOpening(program.windows(), ProgramDesk.zoneId(farm), farm.now);
        if (opening.isAfter(farm.now)) {
            farm.wakeAt(opening);
            return false;
        }
        return true;
    }

    private static void startMeasured(
            FarmNow farm, int index, Program program, int maxMinutes, long pauseMs, Explanation why) {
        ZoneNow zone = farm.zones[index];
        zone.drySinceMs = Sensor.NEVER;
        boolean started = ProgramDesk.start(
                farm, index, program, ProgramDesk.watering(farm, index, program, Amount.ofMinutes(maxMinutes), 1), why);
        // a rule that leaves it out is asked again after a while, not at every step; a hold at its end
        zone.quietForHold = !started && farm.held(index);
        zone.quietUntilMs = farm.nowMs + Math.max(pauseMs, started ? 60_000 : ASKED_AGAIN_MS);
        Instant heldUntil = farm.heldUntil(index);
        if (zone.quietForHold && heldUntil != null) {
            long leftMs = Duration.between(farm.timeAtLeast(), heldUntil).toMillis();
            zone.quietUntilMs = farm.nowMs + Math.min(HELD_MS, leftMs);
        }
    }

    /** A run that cannot be told when to stop. */
    private static void blind(FarmNow farm, Run run, int point) {
        Waterworks.stop(
                farm,
                run,
                new Run.Ending(
                        RunRecord.Outcome.FAILED,
                        Explanation.of(
                                "run.failed.sensor_silent",
                                "point",
                                farm.layout.point(point),
                                "minutes",
                                FRESH_MS / 60_000)));
    }

    /** A hold was lifted: what only waited for its end may start at once. */
    static void holdLifted(ZoneNow zone) {
        if (zone.quietForHold) {
            zone.quietForHold = false;
            zone.quietUntilMs = Sensor.NEVER;
        }
    }

    private static void reached(FarmNow farm, Run run, Explanation why) {
        Waterworks.stop(farm, run, new Run.Ending(RunRecord.Outcome.COMPLETED, why));
    }

    /** A volumetric share for people, in percent to one decimal. */
    static double percent(double share) {
        return Math.round(share * 1000) / 10.0;
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
