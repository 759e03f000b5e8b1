package vn.tuoi.edge.program;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import vn.tuoi.config.plan.SunEvent;

/** Sunrise and sunset at a place. Immutable and thread-safe. */
final class SunTimes {
    private final double latitude;
    private final double longitude;
    private final ZoneId zone;

    SunTimes(double latitude, double longitude, ZoneId zone) {
        this.latitude = latitude;
        this.longitude = longitude;
        this.zone = zone;
    }

    /** When the sun's upper edge crosses the horizon on the local day; empty in a polar day or night. */
    Optional<Instant> of(LocalDate day, SunEvent event) {
        org.shredzone.commons.suncalc.SunTimes times = org.shredzone.commons.suncalc.SunTimes.compute()
                .on(day.atStartOfDay(zone))
                .at(latitude, longitude)
                .oneDay()
                .execute();
        ZonedDateTime time = event == SunEvent.SUNRISE ? times.getRise() : times.getSet();
        return Optional.ofNullable(time).map(ZonedDateTime::toInstant);
    }
}
