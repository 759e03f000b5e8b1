package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.SkipRules;
import vn.tuoi.config.plan.Zone;

/** What must hold of programs: they water in their windows, and not into rain, wind or frost that the farm was told of. */
final class ProgramChecks {
    private static final long WINDOW_SLACK_MS = 2_000;
    private static final long WIND_FRESH_MS = Duration.ofMinutes(30).toMillis();
    private static final long AIR_FRESH_MS = Duration.ofMinutes(60).toMillis();
    private static final double NEXT_TO_NOTHING = 0.05;

    /** Rain that was told, by the farm's clock. */
    private record Rain(long wallMs, double mm) {}

    private final Scene scene;
    private final Deque<Rain> rain = new ArrayDeque<>();
    private double wind;
    private double windBefore;
    private long windAtMs = Long.MIN_VALUE / 2;
    private double celsius;
    private double celsiusBefore;
    private long celsiusAtMs = Long.MIN_VALUE / 2;
    private @Nullable Forecast forecast;
    private @Nullable Forecast forecastBefore;
    private long forecastAtMs = Long.MIN_VALUE / 2;
    /** What the farm knew when it died: a start in the same moment tells of what was decided by that. */
    private @Nullable Forecast forecastAtDeath;

    private long diedAtMs = Long.MIN_VALUE / 2;
    private long clockMovedAtMs = Long.MIN_VALUE / 2;
    private long checkedMinute = -1;

    ProgramChecks(Scene scene) {
        this.scene = scene;
    }

    void time() {
        if (scene.clockMoved()) {
            clockMovedAtMs = scene.nowMs();
            rain.clear(); // what was told by another clock is not counted here
        }
    }

    void died() {
        windAtMs = Long.MIN_VALUE / 2;
        celsiusAtMs = Long.MIN_VALUE / 2;
        forecastAtDeath = forecast;
        diedAtMs = scene.nowMs();
        forecast = null;
    }

    /** Wind is about to be told: what starts in that step may go by it or by what was told before. */
    void windTold(double metresPerSecond) {
        windBefore = wind;
        wind = metresPerSecond;
        windAtMs = scene.nowMs();
    }

    /** The temperature is about to be told. */
    void airTold(double celsiusNow) {
        celsiusBefore = celsius;
        celsius = celsiusNow;
        celsiusAtMs = scene.nowMs();
    }

    void rainTold(double mm) {
        if (scene.trusted()) {
            rain.addLast(new Rain(scene.wallMs(), mm));
        }
    }

    /** A forecast is about to be told. */
    void forecastTold(Forecast told) {
        forecastBefore = forecast;
        forecast = told;
        forecastAtMs = scene.nowMs();
    }

    /** A run has started, {@code decidedNow} when by the weather of now; of a calendar's its due time tells too. */
    void started(RunRecord run, boolean decidedNow) {
        if (!SeenRun.byProgram(run) || !scene.trusted()) {
            return;
        }
        Object due = run.explanation().args().get("due");
        boolean dueNow = run.cause() == RunRecord.Cause.CALENDAR
                && Math.abs(scene.wallMs() - Instant.parse(String.valueOf(due)).toEpochMilli()) <= 1_000;
        Zone zone = scene.site().zoneAt(Site.zone(run.zone()));
        Program program = zone == null ? null : zone.program();
        if (program == null || program.skip() == null || !(decidedNow || dueNow)) {
            return;
        }
        SkipRules rules = program.skipRules();
        String against = windOrFrost(rules);
        if (against == null) {
            against = rain(rules);
        }
        if (against != null) {
            throw scene.broken("skip-rules", run.zone() + " runs by its program in " + against);
        }
    }

    private @Nullable String windOrFrost(SkipRules rules) {
        Double windLimit = rules.windMetresPerSecond();
        double calmest = windAtMs == scene.nowMs() ? Math.min(wind, windBefore) : wind;
        if (windLimit != null && scene.nowMs() - windAtMs < WIND_FRESH_MS && calmest > windLimit) {
            return calmest + " m/s of wind";
        }
        Double frostLimit = rules.frostCelsius();
        double warmest = celsiusAtMs == scene.nowMs() ? Math.max(celsius, celsiusBefore) : celsius;
        return frostLimit != null && scene.nowMs() - celsiusAtMs < AIR_FRESH_MS && warmest < frostLimit
                ? "a frost of " + warmest
                : null;
    }

    private @Nullable String rain(SkipRules rules) {
        Double fallenLimit = rules.rainFallenMm();
        if (fallenLimit != null) {
            int hours = rules.rainFallenHours() == null ? 24 : rules.rainFallenHours();
            double mm = 0;
            for (Rain one : rain) {
                mm += scene.wallMs() - one.wallMs < hours * 3_600_000L ? one.mm : 0;
            }
            if (mm > fallenLimit + NEXT_TO_NOTHING) {
                return mm + " mm of fallen rain";
            }
        }
        Double comingLimit = rules.rainComingMm();
        if (comingLimit != null) {
            int hours = rules.rainComingHours() == null ? 24 : rules.rainComingHours();
            double mm = comingMm(forecast, hours);
            double least = scene.nowMs() == forecastAtMs ? Math.min(mm, comingMm(forecastBefore, hours)) : mm;
            if (least > comingLimit + NEXT_TO_NOTHING) {
                return least + " mm of coming rain";
            }
        }
        return null;
    }

    private double comingMm(@Nullable Forecast known, int hours) {
        if (known == null || !holds(known)) {
            return 0;
        }
        double mm = 0;
        for (Forecast.Hour hour : known.hours()) {
            long inMs = hour.at().toEpochMilli() - scene.wallMs();
            mm += inMs > -3_600_000L && inMs < hours * 3_600_000L ? hour.expectedRainMm() : 0;
        }
        return mm;
    }

    private boolean holds(@Nullable Forecast known) {
        return known != null && scene.wall().isBefore(known.expiresAt());
    }

    /** A run was left out for coming rain: there must be a forecast that still holds. */
    void skipped(RunRecord run) {
        boolean known = holds(forecast)
                || (scene.nowMs() == forecastAtMs && holds(forecastBefore))
                || (scene.nowMs() == diedAtMs && holds(forecastAtDeath));
        if (run.explanation().key().equals("run.skipped.rain_coming") && !known) {
            throw scene.broken("stale-forecast", run.zone() + " was left out by a forecast that had expired");
        }
    }

    /** The zone's valve opens for a run, or stays open. */
    void open(int zone, SeenRun run) {
        if (run.windows().isEmpty() || !run.byProgram() || !scene.trusted()) {
            return;
        }
        ZoneId timeZone = scene.site().plan().timeZone();
        if (clockMovedAtMs > run.decidedAfterMs() || Windows.unsure(timeZone, scene.wall())) {
            return; // the end of its window was taken by another clock
        }
        if (!Windows.allow(timeZone, run.windows(), scene.wall())
                && !Windows.allow(timeZone, run.windows(), scene.wall().minusMillis(WINDOW_SLACK_MS))) {
            throw scene.broken("window-holds", "valve-" + zone + " is open outside its windows at " + scene.wall());
        }
    }

    /** After the actions of a step, once a minute. */
    boolean minuteBegins() {
        long minute = scene.nowMs() / 60_000;
        boolean begins = minute != checkedMinute;
        checkedMinute = minute;
        return begins;
    }
}
