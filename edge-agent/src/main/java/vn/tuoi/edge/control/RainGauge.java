package vn.tuoi.edge.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Rain that has fallen, by the hour. Immutable.
 *
 * @param hours in order of time, hours without rain left out, at most {@link #MAX_HOURS} old
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RainGauge(@JsonProperty(required = true) List<Hour> hours) {
    static final int MAX_HOURS = 168;
    static final RainGauge DRY = new RainGauge(List.of());

    RainGauge {
        hours = List.copyOf(hours);
    }

    /**
     * Rain of one hour.
     *
     * @param at when the hour began
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Hour(
            @JsonProperty(required = true) Instant at,
            @JsonProperty(required = true) double mm) {}

    RainGauge plus(double mm, Instant at) {
        Instant hour = at.truncatedTo(ChronoUnit.HOURS);
        Instant oldest = hour.minus(Duration.ofHours(MAX_HOURS));
        List<Hour> kept = new ArrayList<>(hours.size() + 1);
        double already = 0;
        for (Hour old : hours) {
            if (old.at().equals(hour)) {
                already = old.mm();
            } else if (old.at().isAfter(oldest) && old.at().isBefore(hour)) {
                kept.add(old);
            }
        }
        kept.add(new Hour(hour, already + mm));
        return new RainGauge(kept);
    }

    /** Rain of the hours that begin from {@code from} to before {@code to}, in mm. */
    double betweenMm(Instant from, Instant to) {
        double sum = 0;
        for (Hour hour : hours) {
            if (!hour.at().isBefore(from) && hour.at().isBefore(to)) {
                sum += hour.mm();
            }
        }
        return sum;
    }

    /** Rain in the {@code span} before {@code now}, in mm, to the hour. */
    double fallenMm(Instant now, Duration span) {
        Instant from = now.minus(span);
        double sum = 0;
        for (Hour hour : hours) {
            if (hour.at().plus(1, ChronoUnit.HOURS).isAfter(from) && !hour.at().isAfter(now)) {
                sum += hour.mm();
            }
        }
        return sum;
    }
}
