package vn.tuoi.edge.program;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.plan.SkipRules;
import vn.tuoi.config.plan.Window;

/**
 * Which of a day's windows wastes least: the one in which least evaporates, by the forecast where it tells, else by the
 * usual course of a day; and of two that are as good the earlier, which leaves leaves dry at night. A window in which a
 * rule would leave the water out by the expected wind or frost is the last resort.
 */
public final class BestWindow {
    /** Differences below it are none: mm of reference evapotranspiration in an hour, or the same share of a day's peak. */
    private static final double AS_GOOD = 0.02;

    private static final double HOURS_ROUND = 2 * Math.PI / 24;

    private BestWindow() {}

    /** A piece of the day in which watering is allowed. */
    private record Opening(Instant from, Instant to) {}

    /**
     * When to water on a day, seen from {@code now}.
     *
     * @param windows at least one
     * @param rules by which the water would be left out
     * @param longitude of the farm, in degrees east
     * @param watering how long it takes at most
     * @param forecast one that may be used; null without
     * @return the beginning of the window, {@code now} inside it; after the day when it has no window any more
     */
    public static Instant opening(
            List<Window> windows,
            SkipRules rules,
            ZoneId zone,
            double longitude,
            LocalDate day,
            Instant now,
            Duration watering,
            @Nullable Forecast forecast) {
        List<Opening> openings = openings(windows, zone, day, now);
        if (openings.size() < 2) {
            return AllowedWindows.nextOpening(windows, zone, now);
        }
        boolean told = openings.stream().allMatch(opening -> known(forecast, span(opening, watering)));
        Opening best = openings.get(0);
        double least = Double.POSITIVE_INFINITY;
        for (Opening opening : openings) {
            Opening span = span(opening, watering);
            double loss = forecast != null && told ? evaporationMm(forecast, span) : usualLoss(span, longitude);
            loss += forecast != null && leftOut(forecast, rules, span) ? 1_000 : 0;
            if (loss < least - AS_GOOD || (loss <= least + AS_GOOD && opening.from.isBefore(best.from))) {
                best = opening;
                least = loss;
            }
        }
        return best.from;
    }

    private static List<Opening> openings(List<Window> windows, ZoneId zone, LocalDate day, Instant now) {
        Instant begins = day.atStartOfDay(zone).toInstant();
        Instant from = now.isAfter(begins) ? now : begins;
        Instant ends = day.plusDays(1).atStartOfDay(zone).toInstant();
        List<Opening> openings = new ArrayList<>();
        for (Window window : windows) {
            boolean overMidnight = !window.from().isBefore(window.to());
            for (LocalDate first : List.of(day.minusDays(1), day)) {
                Instant opens = ZonedDateTime.of(first, window.from(), zone).toInstant();
                Instant closes = ZonedDateTime.of(overMidnight ? first.plusDays(1) : first, window.to(), zone)
                        .toInstant();
                Instant allowed = opens.isAfter(from) ? opens : from;
                if (allowed.isBefore(closes) && allowed.isBefore(ends)) {
                    openings.add(new Opening(allowed, closes));
                }
            }
        }
        return openings;
    }

    private static Opening span(Opening opening, Duration watering) {
        Instant end = opening.from.plus(watering);
        return end.isBefore(opening.to) ? new Opening(opening.from, end) : opening;
    }

    private static List<Forecast.Hour> hours(Forecast forecast, Opening span) {
        return forecast.hours().stream()
                .filter(hour -> hour.at().isBefore(span.to)
                        && hour.at().plus(Duration.ofHours(1)).isAfter(span.from))
                .toList();
    }

    private static boolean known(@Nullable Forecast forecast, Opening span) {
        if (forecast == null) {
            return false;
        }
        List<Forecast.Hour> hours = hours(forecast, span);
        return !hours.isEmpty() && hours.stream().allMatch(hour -> hour.et0Mm() != null);
    }

    private static double evaporationMm(Forecast forecast, Opening span) {
        return hours(forecast, span).stream()
                .mapToDouble(hour -> hour.et0Mm() == null ? 0 : hour.et0Mm())
                .average()
                .orElse(0);
    }

    private static boolean leftOut(Forecast forecast, SkipRules rules, Opening span) {
        Double wind = rules.windMetresPerSecond();
        Double frost = rules.frostCelsius();
        return hours(forecast, span).stream()
                .anyMatch(hour ->
                        (wind != null && hour.windMetresPerSecond() != null && hour.windMetresPerSecond() > wind)
                                || (frost != null
                                        && hour.airTemperatureCelsius() != null
                                        && hour.airTemperatureCelsius() < frost));
    }

    /** The sun's height, and the air's warmth, which lags behind it: for putting hours in order, no more. */
    private static double usualLoss(Opening span, double longitude) {
        long middleMs = (span.from.toEpochMilli() + span.to.toEpochMilli()) / 2;
        double solarHour = Math.floorMod(middleMs, 86_400_000L) / 3_600_000.0 + longitude / 15;
        double sun = Math.max(0, Math.cos((solarHour - 12.5) * HOURS_ROUND));
        double warmth = (1 + Math.cos((solarHour - 14) * HOURS_ROUND)) / 2;
        return sun + 0.2 * warmth;
    }
}
