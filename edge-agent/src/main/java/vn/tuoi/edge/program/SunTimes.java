package vn.tuoi.edge.program;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.SunEvent;

/**
 * Sunrise and sunset at a place. Thread-safe; the answer to a question never changes. Days are remembered, since a
 * program looks at the same few again and again and the sun's position is the dearest thing it asks for.
 */
final class SunTimes {
    /** Beyond it all days are forgotten: a program that looks ahead asks for two weeks, and more by a clock that jumps. */
    private static final int MAX_DAYS = 128;
    /** Beyond it all places are forgotten: an agent has one, and it asks anew for every program and every step. */
    private static final int MAX_PLACES = 8;

    private record Place(double latitude, double longitude, ZoneId zone) {}

    /** Never changed, only replaced; what two threads remember at once may be lost to one of them, and is computed again. */
    private static volatile Map<Place, SunTimes> places = Map.of();

    private final double latitude;
    private final double longitude;
    private final ZoneId zone;
    /** Never changed, only replaced: two threads at once compute a day twice, and both rightly. */
    private volatile Map<LocalDate, Day> days = Map.of();

    private record Day(Optional<Instant> sunrise, Optional<Instant> sunset) {}

    SunTimes(double latitude, double longitude, ZoneId zone) {
        this.latitude = latitude;
        this.longitude = longitude;
        this.zone = zone;
    }

    /** Those of a place, with the days that were asked for there before. */
    static SunTimes at(double latitude, double longitude, ZoneId zone) {
        Place place = new Place(latitude, longitude, zone);
        SunTimes known = places.get(place);
        if (known == null) {
            known = new SunTimes(latitude, longitude, zone);
            Map<Place, SunTimes> more = places.size() < MAX_PLACES ? new HashMap<>(places) : new HashMap<>();
            more.put(place, known);
            places = more;
        }
        return known;
    }

    /** When the sun's upper edge crosses the horizon on the local day; empty in a polar day or night. */
    Optional<Instant> of(LocalDate date, SunEvent event) {
        Map<LocalDate, Day> known = days;
        Day day = known.get(date);
        if (day == null) {
            day = compute(date);
            Map<LocalDate, Day> more = known.size() < MAX_DAYS ? new HashMap<>(known) : new HashMap<>();
            more.put(date, day);
            days = more;
        }
        return event == SunEvent.SUNRISE ? day.sunrise() : day.sunset();
    }

    private Day compute(LocalDate date) {
        org.shredzone.commons.suncalc.SunTimes times = org.shredzone.commons.suncalc.SunTimes.compute()
                .on(date.atStartOfDay(zone))
                .at(latitude, longitude)
                .oneDay()
                .execute();
        return new Day(instant(times.getRise()), instant(times.getSet()));
    }

    private static Optional<Instant> instant(@Nullable ZonedDateTime time) {
        return Optional.ofNullable(time).map(ZonedDateTime::toInstant);
    }
}
