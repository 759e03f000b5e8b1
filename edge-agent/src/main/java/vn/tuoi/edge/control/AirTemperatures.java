package vn.tuoi.edge.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowest and highest air temperature of the last local days. Immutable.
 *
 * @param days in the order in which they came, at most {@link #MAX_DAYS}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record AirTemperatures(@JsonProperty(required = true) List<Day> days) {
    static final int MAX_DAYS = 4;
    static final AirTemperatures NONE = new AirTemperatures(List.of());
    /** A day with fewer readings says nothing about its extremes. */
    private static final int ENOUGH_READINGS = 8;

    AirTemperatures {
        days = List.copyOf(days);
    }

    /** Extremes of one local day, in °C. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Day(
            @JsonProperty(required = true) LocalDate date,
            @JsonProperty(required = true) double minCelsius,
            @JsonProperty(required = true) double maxCelsius,
            @JsonProperty(required = true) int readings) {}

    AirTemperatures plus(LocalDate date, double celsius) {
        List<Day> newer = new ArrayList<>(days);
        Day last = days.isEmpty() ? null : days.get(days.size() - 1);
        if (last != null && last.date().equals(date)) {
            newer.set(
                    days.size() - 1,
                    new Day(
                            date,
                            Math.min(last.minCelsius(), celsius),
                            Math.max(last.maxCelsius(), celsius),
                            last.readings() + 1));
        } else {
            newer.add(new Day(date, celsius, celsius, 1));
            if (newer.size() > MAX_DAYS) {
                newer.remove(0);
            }
        }
        return new AirTemperatures(newer);
    }

    Optional<Day> of(LocalDate date) {
        return days.stream()
                .filter(day -> day.date().equals(date) && day.readings() >= ENOUGH_READINGS)
                .findFirst();
    }

    /** The newest day that was measured well enough. */
    Optional<Day> last() {
        for (int i = days.size() - 1; i >= 0; i--) {
            if (days.get(i).readings() >= ENOUGH_READINGS) {
                return Optional.of(days.get(i));
            }
        }
        return Optional.empty();
    }
}
