package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.CycleSoak;
import vn.tuoi.config.plan.DayRule;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.StartTime;
import vn.tuoi.config.plan.SunEvent;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;

/**
 * When a zone's calendar is due, worked out from the plan by code that shares nothing with the controller's: the days
 * are walked one by one, clock changes are looked up, and the sun comes from the sunrise equation.
 */
final class DueStarts {
    /** The sunrise equation is good for it; the day's start is looked at a day around. */
    private static final long SUN_TOLERANCE_MS = Duration.ofMinutes(6).toMillis();

    private static final long CLOCK_TOLERANCE_MS = 1_000;
    /** Lead and lag of a pump around every cycle of a run. */
    private static final long PUMPS_AND_PAUSES_MS = Duration.ofMinutes(30).toMillis();

    private static final double METERED_TIME_FACTOR = 1.5;
    private static final double JULIAN_EPOCH_2000 = 10_957.5;

    /**
     * A start.
     *
     * @param atMs in epoch milliseconds
     * @param toleranceMs how far off this computation may be
     */
    record Due(long atMs, long toleranceMs) {
        boolean is(long otherMs) {
            return Math.abs(atMs - otherMs) <= toleranceMs;
        }
    }

    private DueStarts() {}

    /** Every start from {@code fromMs} to {@code toMs}. */
    static List<Due> between(FarmPlan plan, Zone zone, Program.Calendar calendar, long fromMs, long toMs) {
        List<Due> starts = new ArrayList<>();
        ZoneId timeZone = plan.timeZone();
        LocalDate day =
                Instant.ofEpochMilli(fromMs).atZone(timeZone).toLocalDate().minusDays(1);
        LocalDate last =
                Instant.ofEpochMilli(toMs).atZone(timeZone).toLocalDate().plusDays(1);
        for (; !day.isAfter(last); day = day.plusDays(1)) {
            if (falls(calendar.days(), day)) {
                on(plan, zone, calendar, day, starts);
            }
        }
        starts.removeIf(due -> due.atMs < fromMs || due.atMs > toMs);
        return starts;
    }

    private static boolean falls(@Nullable DayRule rule, LocalDate day) {
        if (rule == null) {
            return true;
        }
        boolean weekday = rule.weekdays().isEmpty();
        for (DayRule.Weekday one : rule.weekdays()) {
            weekday |= day.getDayOfWeek().name().startsWith(one.name());
        }
        Integer every = rule.everyDays();
        LocalDate anchor = rule.anchor();
        boolean interval =
                every == null || anchor == null || Math.abs(day.toEpochDay() - anchor.toEpochDay()) % every == 0;
        boolean parity = rule.parity() == null || (rule.parity() == DayRule.Parity.EVEN) == even(day);
        boolean season = (rule.from() == null || !rule.from().isAfter(day))
                && (rule.to() == null || !rule.to().isBefore(day));
        return weekday && interval && parity && !(rule.parity() == DayRule.Parity.ODD && twice(day)) && season;
    }

    private static boolean even(LocalDate day) {
        return (day.getDayOfMonth() & 1) == 0;
    }

    /** An odd day before another odd day. */
    private static boolean twice(LocalDate day) {
        return day.getDayOfMonth() % 2 == 1 && day.plusDays(1).getDayOfMonth() % 2 == 1;
    }

    private static void on(FarmPlan plan, Zone zone, Program.Calendar calendar, LocalDate day, List<Due> into) {
        StartTime finish = calendar.finishBy();
        if (finish != null) {
            Due end = time(plan, day, finish);
            if (end != null) {
                long latestMs = end.atMs - lengthMs(plan, zone, calendar);
                long othersMs = othersMs(plan, zone, finish);
                into.add(new Due(latestMs - othersMs / 2, othersMs / 2 + end.toleranceMs));
            }
            return;
        }
        int count = calendar.repeat() == null ? 1 : calendar.repeat().count();
        long everyMs = calendar.repeat() == null ? 0 : calendar.repeat().everyMinutes() * 60_000L;
        for (StartTime start : calendar.starts()) {
            Due first = time(plan, day, start);
            for (int i = 0; i < count && first != null; i++) {
                into.add(new Due(first.atMs + i * everyMs, first.toleranceMs));
            }
        }
    }

    /** Zones that share a source and a time to be done by take turns before it: so much earlier may one of them start. */
    private static long othersMs(FarmPlan plan, Zone zone, StartTime finish) {
        long sumMs = PUMPS_AND_PAUSES_MS;
        for (Zone other : plan.zones()) {
            if (!other.id().equals(zone.id())
                    && other.source().equals(zone.source())
                    && other.program() instanceof Program.Calendar calendar
                    && finish.equals(calendar.finishBy())) {
                sumMs += lengthMs(plan, other, calendar) + PUMPS_AND_PAUSES_MS;
            }
        }
        return sumMs;
    }

    private static @Nullable Due time(FarmPlan plan, LocalDate day, StartTime start) {
        LocalTime at = start.at();
        if (at != null) {
            return new Due(onTheClock(plan.timeZone(), day.atTime(at)), CLOCK_TOLERANCE_MS);
        }
        Double hour = sunHour(plan, day, Objects.requireNonNull(start.sun()));
        if (hour == null) {
            return null;
        }
        long offsetMinutes = Objects.requireNonNullElse(start.offsetMinutes(), 0);
        // the first passing of the sun within 24 hours from the day's beginning, which is elsewhere on the clock
        // when a farm keeps another zone's time
        long beginsMs = onTheClock(plan.timeZone(), day.atStartOfDay());
        long atMs = day.toEpochDay() * 86_400_000 + Math.round(hour * 3_600_000);
        long days = Math.floorDiv(beginsMs + 86_400_000 - 1 - atMs, 86_400_000L);
        return new Due(atMs + days * 86_400_000 + offsetMinutes * 60_000, SUN_TOLERANCE_MS);
    }

    /** A time that the clocks leave out is an hour later; one that comes twice is the first. */
    private static long onTheClock(ZoneId zone, LocalDateTime local) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        ZoneOffset offset = transition == null ? zone.getRules().getOffset(local) : transition.getOffsetBefore();
        return local.toInstant(offset).toEpochMilli();
    }

    /** UTC hours of the day at which the sun rises or sets; null when it does not. */
    private static @Nullable Double sunHour(FarmPlan plan, LocalDate day, SunEvent event) {
        double n = day.toEpochDay() - JULIAN_EPOCH_2000 + 0.5;
        double meanAnomaly = Math.toRadians(357.5291 + 0.98560028 * n);
        double centre = 1.9148 * Math.sin(meanAnomaly) + 0.02 * Math.sin(2 * meanAnomaly);
        double longitude = Math.toRadians(Math.toDegrees(meanAnomaly) + centre + 180 + 102.9372);
        double declination = Math.asin(Math.sin(longitude) * Math.sin(Math.toRadians(23.4397)));
        double latitude = Math.toRadians(plan.latitude());
        double cosine = (Math.sin(Math.toRadians(-0.833)) - Math.sin(latitude) * Math.sin(declination))
                / (Math.cos(latitude) * Math.cos(declination));
        if (Math.abs(cosine) > 1) {
            return null;
        }
        double equationHours = (0.0053 * Math.sin(meanAnomaly) - 0.0069 * Math.sin(2 * longitude)) * 24;
        double noon = 12 - plan.longitude() / 15 + equationHours;
        double half = Math.toDegrees(Math.acos(cosine)) / 15;
        return event == SunEvent.SUNRISE ? noon - half : noon + half;
    }

    private static long lengthMs(FarmPlan plan, Zone zone, Program.Calendar calendar) {
        double share = calendar.seasonalPercent() == null ? 1 : calendar.seasonalPercent() / 100;
        Double minutes = calendar.amount().minutes();
        double waterMinutes;
        if (minutes != null) {
            waterMinutes = Math.min(minutes * share, zone.maxMinutes());
        } else {
            double litres = calendar.amount().litres() != null
                    ? calendar.amount().litres() * share
                    : Objects.requireNonNull(calendar.amount().millimetres())
                            * share
                            * zone.areaM2()
                            / zone.efficiency();
            double byDesign = litres / zone.flowLitresPerMinute();
            double most = Math.min(byDesign * (metered(plan, zone) ? METERED_TIME_FACTOR : 1), zone.maxMinutes());
            waterMinutes = Math.min(byDesign, most);
        }
        CycleSoak cycles = calendar.cycleSoak();
        Double cycle = cycles == null ? null : cycles.maxCycleMinutes();
        Double soak = cycles == null ? null : cycles.minSoakMinutes();
        double pauses = cycle == null || soak == null || cycle >= waterMinutes
                ? 0
                : (Math.ceil(waterMinutes / cycle - 1e-9) - 1) * soak;
        return Math.round((waterMinutes + pauses) * 60_000);
    }

    private static boolean metered(FarmPlan plan, Zone zone) {
        return zone.flowPoint() != null
                || plan.source(zone.source()).map(WaterSource::flowPoint).isPresent();
    }
}
