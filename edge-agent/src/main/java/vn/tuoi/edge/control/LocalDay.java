package vn.tuoi.edge.control;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A day by the farm's clock, worked out once and carried from step to step, since calendar arithmetic for every zone
 * would be most of what a step costs. Immutable.
 *
 * @param zone whose day it is
 * @param yesterday the date before
 * @param begins the first instant that belongs to it
 * @param ends the first instant that does not any more
 */
record LocalDay(ZoneId zone, LocalDate yesterday, LocalDate date, Instant begins, Instant ends) {
    /** The day that {@code now} lies in. */
    static LocalDay of(Instant now, ZoneId zone) {
        LocalDate date = now.atZone(zone).toLocalDate();
        return new LocalDay(
                zone,
                date.minusDays(1),
                date,
                date.atStartOfDay(zone).toInstant(),
                date.plusDays(1).atStartOfDay(zone).toInstant());
    }

    boolean is(Instant now, ZoneId ofZone) {
        return !now.isBefore(begins) && now.isBefore(ends) && zone.equals(ofZone);
    }
}
