package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On which days a calendar program runs; the parts given all apply, and an empty rule means every day.
 *
 * @param weekdays days of the week; empty means all
 * @param everyDays every so many days, 1 to 60, counted from {@code anchor}
 * @param anchor a day on which the interval falls; required with {@code everyDays}
 * @param parity odd or even days of the month; odd leaves out the 31st and 29 February, so that two are never adjacent
 * @param from first day
 * @param to last day
 */
public record DayRule(
        Set<Weekday> weekdays,
        @Nullable Integer everyDays,
        @Nullable LocalDate anchor,
        @Nullable Parity parity,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {
    public DayRule {
        weekdays = Set.copyOf(weekdays);
    }

    public static final DayRule EVERY_DAY = new DayRule(Set.of(), null, null, null, null, null);

    public static DayRule weekdays(Set<Weekday> weekdays) {
        return new DayRule(weekdays, null, null, null, null, null);
    }

    /** Odd or even days of the month. */
    public enum Parity {
        @JsonProperty("odd")
        ODD,
        @JsonProperty("even")
        EVEN
    }

    /** A day of the week by its short English name. */
    public enum Weekday {
        MON(DayOfWeek.MONDAY),
        TUE(DayOfWeek.TUESDAY),
        WED(DayOfWeek.WEDNESDAY),
        THU(DayOfWeek.THURSDAY),
        FRI(DayOfWeek.FRIDAY),
        SAT(DayOfWeek.SATURDAY),
        SUN(DayOfWeek.SUNDAY);

        private final DayOfWeek dayOfWeek;

        Weekday(DayOfWeek dayOfWeek) {
            this.dayOfWeek = dayOfWeek;
        }

        public DayOfWeek dayOfWeek() {
            return dayOfWeek;
        }
    }
}
