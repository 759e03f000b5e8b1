package vn.tuoi.edge.program;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import vn.tuoi.config.plan.Window;

/** When a program may water. */
public final class AllowedWindows {
    /** The end of a window that never ends. */
    public static final Instant NO_END = Instant.MAX;

    private AllowedWindows() {}

    /** When the allowed time that {@code now} lies in is over; empty outside every window. */
    public static Optional<Instant> openUntil(List<Window> windows, ZoneId zone, Instant now) {
        if (windows.isEmpty()) {
            return Optional.of(NO_END);
        }
        Instant end = null;
        LocalDate today = now.atZone(zone).toLocalDate();
        for (Window window : windows) {
            if (window.from().equals(window.to())) {
                return Optional.of(NO_END);
            }
            boolean overMidnight = window.to().isBefore(window.from());
            // yesterday's is over unless it lasts into today
            for (LocalDate day = overMidnight ? today.minusDays(1) : today;
                    !day.isAfter(today);
                    day = day.plusDays(1)) {
                Instant from = at(day, window.from(), zone);
                Instant to = at(overMidnight ? day.plusDays(1) : day, window.to(), zone);
                if (!now.isBefore(from) && now.isBefore(to) && (end == null || to.isAfter(end))) {
                    end = to;
                }
            }
        }
        return Optional.ofNullable(end);
    }

    /** When allowed time begins next at or after {@code now}: {@code now} itself inside a window. */
    public static Instant nextOpening(List<Window> windows, ZoneId zone, Instant now) {
        if (openUntil(windows, zone, now).isPresent()) {
            return now;
        }
        LocalDate today = now.atZone(zone).toLocalDate();
        Instant first = now.plus(Duration.ofDays(2));
        for (Window window : windows) {
            for (LocalDate day : List.of(today, today.plusDays(1))) {
                Instant from = at(day, window.from(), zone);
                if (!from.isBefore(now) && from.isBefore(first)) {
                    first = from;
                }
            }
        }
        return first;
    }

    private static Instant at(LocalDate day, LocalTime time, ZoneId zone) {
        return ZonedDateTime.of(day, time, zone).toInstant();
    }
}
