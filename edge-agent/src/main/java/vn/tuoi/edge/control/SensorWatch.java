package vn.tuoi.edge.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.WaterSource;

/** Takes readings in, gives them to whom they concern, and says when a sensor cannot be believed. */
final class SensorWatch {
    /** A reading that was under way for longer decides nothing. */
    private static final long OLDEST_READING_MS = Duration.ofMinutes(15).toMillis();

    private static final long SILENT_MS = Duration.ofHours(2).toMillis();
    /** A sensor that could be read so lately has only missed a reading. */
    private static final long MISSED_READING_MS = Duration.ofMinutes(10).toMillis();

    private static final int LONGEST_REASON = 120;
    /** A well that ran dry gets so long to fill, also when its sensor sees water as soon as the pump stands. */
    private static final long DRY_RUN_REST_MS = Duration.ofMinutes(5).toMillis();

    private static final double MOST_RAIN_MM = 200;
    private static final double MOST_WIND = 75;
    /** A probe in the ground never shows the very same value for so long. */
    private static final long STUCK_MS = Duration.ofDays(3).toMillis();

    /** Water has reached a probe by then. */
    private static final long SOAKED_IN_MS = Duration.ofHours(1).toMillis();

    private static final double PROBE_RISE = 0.005;
    private static final double LEVEL_RISE_CM = 0.5;
    /** The soil of a paddy drinks before its level rises: a run that gave less proves nothing against its sensor. */
    private static final double LEAST_FLOOD_MM = 20;
    /** A run that was shorter, and did not flood, proves nothing against a soil probe. */
    private static final long LEAST_WATERED_MS = Duration.ofMinutes(5).toMillis();
    /** A probe that has not shown a run so long after its end has not answered to it. */
    private static final long JUDGED_AFTER_MS = Duration.ofHours(4).toMillis();

    private static final double MOISTURE_LOW = 0;
    private static final double MOISTURE_HIGH = 0.7;
    private static final double LEVEL_LIMIT_CM = 60;

    private SensorWatch() {}

    static void reading(FarmNow farm, ControlEvent.ReadingTaken reading) {
        int point = farm.layout.findPoint(reading.point());
        if (point == Layout.NONE || point >= farm.sensors.length) {
            return;
        }
        long ageMs = farm.wallTrusted
                ? Math.max(0, farm.now.toEpochMilli() - reading.takenAt().toEpochMilli())
                : 0;
        String name = farm.layout.point(point);
        if (point == Layout.RAIN && plausible(farm, point, reading.value())) {
            Alarms.clear(farm, "sensor_implausible", Alarms.Subject.point(name));
            if (reading.value() > 0 && farm.wallTrusted) {
                farm.rain = farm.rain.plus(reading.value(), reading.takenAt());
                farm.touch(); // rain that a crash forgets would be watered once more
            }
            return;
        }
        if (ageMs > OLDEST_READING_MS) {
            return;
        }
        if (!plausible(farm, point, reading.value())) {
            Alarms.raise(
                    farm,
                    "sensor_implausible",
                    Alarm.Severity.WARNING,
                    Alarms.Subject.point(name),
                    Explanation.of("alarm.sensor_implausible", "point", name, "value", reading.value()));
            return;
        }
        long atMs = farm.nowMs - ageMs;
        Sensor before = farm.sensors[point];
        if (before.takenMs() != Sensor.NEVER && atMs < before.takenMs()) {
            return;
        }
        farm.sensors[point] = before.reading(reading.value(), atMs);
        Alarms.clear(farm, "sensor_implausible", Alarms.Subject.point(name));
        Alarms.clear(farm, "sensor_silent", Alarms.Subject.point(name));
        if (!stuck(farm, farm.sensors[point])) {
            Alarms.clear(farm, "sensor_stuck", Alarms.Subject.point(name));
        }
        if (point == Layout.AIR_TEMPERATURE && farm.wallTrusted && farm.layout.plan() != null) {
            farm.temperatures = farm.temperatures.plus(farm.day().date(), reading.value());
        }
        use(farm, point, reading.value(), atMs);
    }

    private static boolean plausible(FarmNow farm, int point, double value) {
        if (!Double.isFinite(value)
                || (point == Layout.RAIN && !(value >= 0 && value <= MOST_RAIN_MM))
                || (point == Layout.WIND && !(value >= 0 && value <= MOST_WIND))
                || (point == Layout.AIR_TEMPERATURE && Math.abs(value) > 55)) {
            return false;
        }
        int measured = farm.layout.measured(point);
        // a broken current loop reads far below nought
        return !((measured & Layout.TANK) != 0 && !(value >= -5 && value <= 110))
                && !((measured & Layout.FLOW) != 0 && value < 0)
                && !((measured & Layout.MOISTURE) != 0 && !(value >= MOISTURE_LOW && value <= MOISTURE_HIGH))
                && !((measured & Layout.LEVEL) != 0 && Math.abs(value) > LEVEL_LIMIT_CM);
    }

    private static void use(FarmNow farm, int point, double value, long atMs) {
        int measured = farm.layout.measured(point);
        boolean ofSources = (measured & (Layout.TANK | Layout.DRY_RUN)) != 0;
        for (int i = 0; ofSources && i < farm.layout.sourceCount(); i++) {
            Layout.Source source = farm.layout.source(i);
            if (source.tankSensor() == point) {
                tank(farm, i, source.plan(), value);
            }
            if (source.dryRunSensor() == point) {
                dryRun(farm, i, source.plan(), value != 0);
            }
        }
        if ((measured & Layout.FLOW) != 0) {
            FlowWatch.reading(farm, point, value, atMs);
        }
    }

    private static void tank(FarmNow farm, int index, WaterSource plan, double percent) {
        SourceNow source = farm.sources[index];
        double low = Objects.requireNonNullElse(plan.tankLowPercent(), 0.0);
        double resume = Objects.requireNonNullElse(plan.tankResumePercent(), Math.min(100, low + 10));
        Alarms.Subject subject = Alarms.Subject.source(plan.id());
        if (!source.tankLow && percent <= low) {
            source.tankLow = true;
            Alarms.raise(
                    farm,
                    "tank_low",
                    Alarm.Severity.WARNING,
                    subject,
                    Explanation.of("alarm.tank_low", "percent", percent, "resume", resume));
            pause(farm, index);
        } else if (source.tankLow && percent >= resume) {
            source.tankLow = false;
            Alarms.clear(farm, "tank_low", subject);
        }
    }

    private static void dryRun(FarmNow farm, int index, WaterSource plan, boolean dry) {
        SourceNow source = farm.sources[index];
        Alarms.Subject subject = Alarms.Subject.source(plan.id());
        if (dry && !source.dryRun) {
            source.dryRun = true;
            source.restUntilMs = farm.nowMs + DRY_RUN_REST_MS;
            Alarms.raise(
                    farm,
                    "dry_run",
                    Alarm.Severity.CRITICAL,
                    subject,
                    Explanation.of("alarm.dry_run", "source", plan.name()));
            pause(farm, index);
        } else if (!dry && source.dryRun) {
            source.dryRun = false;
            Alarms.clear(farm, "dry_run", subject);
        }
    }

    /** The source's runs wait until it is back. */
    private static void pause(FarmNow farm, int index) {
        for (Run run : java.util.List.copyOf(farm.runs)) {
            if (run.phase == Run.Phase.OPEN && farm.entry(run).source() == index) {
                Waterworks.stop(farm, run, null);
            }
        }
    }

    static void unavailable(FarmNow farm, String name, Explanation reason) {
        int point = farm.layout.findPoint(name);
        // before the first plan nothing is watched, but the weather's points have their places already
        if (point == Layout.NONE
                || point >= farm.sensors.length
                || farm.sensors[point].fresh(farm.nowMs, MISSED_READING_MS)) {
            return;
        }
        // the reason is a message of its own, which reads the same arguments
        Map<String, Object> arguments = new HashMap<>();
        reason.args()
                .forEach((argument, value) -> arguments.put(
                        argument,
                        value instanceof String text && text.length() > LONGEST_REASON
                                ? text.substring(0, LONGEST_REASON)
                                : value));
        arguments.put("point", name);
        arguments.put("reason", reason.key());
        Alarms.raise(
                farm,
                "sensor_silent",
                Alarm.Severity.WARNING,
                Alarms.Subject.point(name),
                new Explanation("alarm.sensor_unavailable", arguments));
    }

    static boolean stuck(FarmNow farm, Sensor sensor) {
        return sensor.takenMs() != Sensor.NEVER && farm.nowMs - sensor.sameSinceMs() >= STUCK_MS;
    }

    /** Sensors that went silent, stick or do not answer to watering, of zones and sources that depend on them. */
    static void advance(FarmNow farm) {
        for (int i = 0; i < farm.sources.length; i++) {
            Layout.Source source = farm.layout.source(i);
            if (source.tankSensor() != Layout.NONE) {
                watchSilence(farm, source.tankSensor());
            }
            if (source.dryRunSensor() != Layout.NONE) {
                watchSilence(farm, source.dryRunSensor());
            }
        }
        if (farm.layout.skipsByWind() && farm.sensors[Layout.WIND].takenMs() != Sensor.NEVER) {
            watchSilence(farm, Layout.WIND);
        }
        if (farm.layout.skipsByFrost() && farm.sensors[Layout.AIR_TEMPERATURE].takenMs() != Sensor.NEVER) {
            watchSilence(farm, Layout.AIR_TEMPERATURE);
        }
        for (int i = 0; i < farm.zones.length; i++) {
            Layout.ZoneEntry entry = farm.layout.zone(i);
            int point = probe(entry);
            if (point != Layout.NONE) {
                watch(farm, point);
                judgeProbe(farm, i, entry);
            }
        }
    }

    /** What tells whether the zone needs water: its soil probe, or the level of a paddy. */
    private static int probe(Layout.ZoneEntry entry) {
        return entry.moistureSensor() != Layout.NONE ? entry.moistureSensor() : entry.levelSensor();
    }

    /** A run has given water, as flow has proved: the zone's probe must show it some time. */
    static void afterWater(FarmNow farm, Run run) {
        Layout.ZoneEntry entry = farm.entry(run);
        boolean enough = entry.levelSensor() == Layout.NONE
                ? run.wateredMs(farm.nowMs) >= LEAST_WATERED_MS
                : run.litres / entry.plan().areaM2() >= LEAST_FLOOD_MM;
        if (run.startedAt != null && run.confirmed && enough) {
            ZoneNow zone = farm.zones[run.zone];
            zone.probe = new ProbeWatch(zone.probe.before(), farm.nowMs + JUDGED_AFTER_MS, zone.probe.unanswered());
        }
    }

    private static void watch(FarmNow farm, int point) {
        watchSilence(farm, point);
        Sensor sensor = farm.sensors[point];
        if (stuck(farm, sensor) && !Double.isNaN(sensor.value())) {
            String name = farm.layout.point(point);
            Alarms.raise(
                    farm,
                    "sensor_stuck",
                    Alarm.Severity.WARNING,
                    Alarms.Subject.point(name),
                    Explanation.of("alarm.sensor_stuck", "point", name, "value", sensor.value()));
        }
    }

    private static void watchSilence(FarmNow farm, int point) {
        Sensor sensor = farm.sensors[point];
        if (sensor.takenMs() == Sensor.NEVER) {
            farm.sensors[point] = new Sensor(Double.NaN, farm.nowMs - MeasuredPrograms.FRESH_MS - 1, farm.nowMs);
            return;
        }
        long silentMs = sensor.takenMs() + SILENT_MS;
        if (farm.nowMs >= silentMs) {
            String name = farm.layout.point(point);
            Alarms.raise(
                    farm,
                    "sensor_silent",
                    Alarm.Severity.WARNING,
                    Alarms.Subject.point(name),
                    Explanation.of("alarm.sensor_silent", "point", name, "hours", SILENT_MS / 3_600_000));
        } else {
            farm.wakeAt(silentMs);
        }
    }

    /**
     * Notes what the zone's probe says before a run. A program that waters again before the run before was judged must not
     * put that off for ever: it is judged now, unless its water may still be on its way down.
     */
    static void beforeWater(FarmNow farm, int index) {
        int point = probe(farm.layout.zone(index));
        ZoneNow zone = farm.zones[index];
        if (point == Layout.NONE) {
            return;
        }
        if (zone.probe.judgeAtMs() != Sensor.NEVER) {
            if (farm.nowMs - zone.lastWaterMs < SOAKED_IN_MS) {
                return;
            }
            zone.probe = new ProbeWatch(zone.probe.before(), farm.nowMs, zone.probe.unanswered());
            judgeProbe(farm, index, farm.layout.zone(index));
        }
        zone.probe = new ProbeWatch(farm.sensors[point].value(), Sensor.NEVER, zone.probe.unanswered());
    }

    private static void judgeProbe(FarmNow farm, int index, Layout.ZoneEntry entry) {
        ZoneNow zone = farm.zones[index];
        int point = probe(entry);
        if (zone.probe.judgeAtMs() == Sensor.NEVER || point == Layout.NONE) {
            return;
        }
        Sensor sensor = farm.sensors[point];
        String name = farm.layout.point(point);
        double rise = entry.levelSensor() == point ? LEVEL_RISE_CM : PROBE_RISE;
        boolean rose = sensor.value() - zone.probe.before() >= rise;
        if (rose) {
            zone.probe = ProbeWatch.FRESH;
            Alarms.clear(farm, "sensor_not_responding", Alarms.Subject.point(name));
        } else if (farm.nowMs >= zone.probe.judgeAtMs()) {
            int unanswered = Double.isNaN(zone.probe.before()) ? 0 : zone.probe.unanswered() + 1;
            zone.probe = new ProbeWatch(Double.NaN, Sensor.NEVER, unanswered);
            if (unanswered >= ProbeWatch.LIMIT) {
                Alarms.raise(
                        farm,
                        "sensor_not_responding",
                        Alarm.Severity.WARNING,
                        Alarms.Subject.point(name),
                        Explanation.of("alarm.sensor_not_responding", "point", name, "runs", unanswered));
            }
        } else {
            farm.wakeAt(zone.probe.judgeAtMs());
        }
    }
}
