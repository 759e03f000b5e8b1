package vn.tuoi.agronomy.weather;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Consecutive days of weather of one place, oldest first, at least one and without a gap. Immutable. */
public final class WeatherSeries {

    private final List<WeatherDay> days;

    /** Takes the days in order; the decoder has checked that they follow each other. */
    public WeatherSeries(List<WeatherDay> days) {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a weather series needs at least one day");
        }
        for (int i = 1; i < days.size(); i++) {
            if (!days.get(i).date().equals(days.get(i - 1).date().plusDays(1))) {
                throw new IllegalArgumentException(
                        "weather of " + days.get(i - 1).date() + " is followed by "
                                + days.get(i).date() + ", must be the next day");
            }
        }
        this.days = List.copyOf(days);
    }

    /** Every day, oldest first. */
    public List<WeatherDay> days() {
        return days;
    }

    /** First day. */
    public LocalDate first() {
        return days.get(0).date();
    }

    /** Last day. */
    public LocalDate last() {
        return days.get(days.size() - 1).date();
    }

    /** Whether every one of so many days from start is there. */
    public boolean covers(LocalDate start, int dayCount) {
        return !start.isBefore(first()) && !start.plusDays(dayCount - 1L).isAfter(last());
    }

    /** The day of a date; the series must cover it. */
    public WeatherDay day(LocalDate date) {
        if (!covers(date, 1)) {
            throw new IllegalArgumentException(
                    "no weather for " + date + ": the series runs " + first() + " to " + last());
        }
        return days.get(Math.toIntExact(ChronoUnit.DAYS.between(first(), date)));
    }

    /** So many consecutive days from start; the series must cover them. */
    public List<WeatherDay> days(LocalDate start, int dayCount) {
        if (dayCount < 1 || !covers(start, dayCount)) {
            throw new IllegalArgumentException("no weather for " + dayCount + " days from " + start
                    + ": the series runs " + first() + " to " + last());
        }
        int from = Math.toIntExact(ChronoUnit.DAYS.between(first(), start));
        return days.subList(from, from + dayCount);
    }
}
