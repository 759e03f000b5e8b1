package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Zone;

/**
 * No crop dries in silence: where a probe shows for hours that its program should water, the zone gets water, or a
 * record, an alarm or the farm's report says why not.
 */
final class DrynessChecks {
    /** The longest pause of a program, the longest dwell, and the hour after which a rule is asked again. */
    private static final long SILENCE_MS = Duration.ofHours(4).toMillis();
    /** Probes are read every twenty minutes. */
    private static final long LONGEST_PAUSE_MS = Duration.ofMinutes(45).toMillis();

    private static final long NEVER = Long.MAX_VALUE;

    private final Scene scene;
    private final long[] drySinceMs = new long[Site.ZONES];
    private final long[] toldMs = new long[Site.ZONES];

    DrynessChecks(Scene scene) {
        this.scene = scene;
        forget();
    }

    /** Another plan, or a farm that has just started: it looks at every zone anew. */
    void forget() {
        Arrays.fill(drySinceMs, NEVER);
    }

    /** A step is about to be taken. */
    void time() {
        if (scene.clockMoved() || !scene.trusted()) {
            for (Zone zone : scene.site().plan().zones()) {
                if (needsClock(zone.program())) {
                    heard(Site.zone(zone.id()));
                }
            }
        }
    }

    private static boolean needsClock(@Nullable Program program) {
        return program instanceof Program.Awd
                || (program != null && !program.windows().isEmpty());
    }

    /** The zone was heard of: water that began or ended, or why it got none. */
    void heard(int zone) {
        drySinceMs[zone] = NEVER;
    }

    /** An alarm began, or ended that explained until now why a zone had no water. */
    void heard(Alarm alarm) {
        for (Zone zone : scene.site().plan().zones()) {
            if (concerns(alarm, zone)) {
                heard(Site.zone(zone.id()));
            }
        }
    }

    /** The living farm was told what a zone's probe shows; gives whether only its report can explain the silence now. */
    boolean told(int index, double value) {
        Zone zone = scene.site().zoneAt(index);
        boolean dry = zone != null && asksForWater(zone, value);
        boolean lasts = dry && drySinceMs[index] != NEVER && scene.nowMs() - toldMs[index] <= LONGEST_PAUSE_MS;
        toldMs[index] = scene.nowMs();
        if (!lasts) {
            drySinceMs[index] = dry ? scene.nowMs() : NEVER;
        }
        return lasts && scene.nowMs() - drySinceMs[index] > SILENCE_MS;
    }

    private boolean asksForWater(Zone zone, double value) {
        Program program = zone.program();
        ZoneId timeZone = scene.site().plan().timeZone();
        if (program == null
                || !program.active()
                || (needsClock(program) && (!scene.trusted() || Windows.unsure(timeZone, scene.wall())))
                || !Windows.allow(timeZone, program.windows(), scene.wall())) {
            return false;
        }
        if (program instanceof Program.Moisture moisture) {
            return value >= 0 && value < moisture.lowMoisture();
        }
        if (program instanceof Program.Awd awd) {
            long day = ChronoUnit.DAYS.between(
                    awd.plantedOn(), scene.wall().atZone(timeZone).toLocalDate());
            Double reflood = null;
            for (Program.AwdStage stage : awd.stages()) {
                reflood = day >= stage.fromDay() ? stage.refloodAtCm() : reflood;
            }
            return reflood != null && value >= -60 && value < reflood;
        }
        return false;
    }

    /** The farm's report must say why the zone stays dry; then it has as long again. */
    void explained(int index, FarmState state) {
        Zone zone = scene.site().zoneAt(index);
        if (zone == null || state.holdUntil() != null || hasAlarm(zone, state)) {
            heard(index);
            return;
        }
        for (FarmState.ZoneState one : state.zones()) {
            if (one.zone().equals(zone.id())
                    && (one.run() != null || one.question() != null || one.holdUntil() != null)) {
                heard(index);
                return;
            }
        }
        throw scene.broken(
                "no-crop-dry-in-silence",
                zone.id() + " is dry for " + (scene.nowMs() - drySinceMs[index]) / 60_000 + " min without a word");
    }

    private static boolean hasAlarm(Zone zone, FarmState state) {
        for (Alarm alarm : state.alarms()) {
            if (concerns(alarm, zone)) {
                return true;
            }
        }
        return false;
    }

    private static boolean concerns(Alarm alarm, Zone zone) {
        return zone.id().equals(alarm.zone())
                || zone.source().equals(alarm.source())
                || (zone.station() != null && zone.station().equals(alarm.station()))
                || (alarm.point() != null && alarm.point().startsWith(zone.id() + "/"));
    }
}
