package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
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

    /** Whether the rule lets a program run on {@code date}; every part given has to agree. */
    public boolean includes(LocalDate date) {
        if ((from != null && date.isBefore(from)) || (to != null && date.isAfter(to))) {
            return false;
        }
        if (!weekdays.isEmpty() && weekdays.stream().noneMatch(weekday -> weekday.dayOfWeek() == date.getDayOfWeek())) {
            return false;
        }
        if (everyDays != null
                && anchor != null
                && Math.floorMod(date.toEpochDay() - anchor.toEpochDay(), (long) everyDays) != 0) {
            return false;
        }
        return parity == null || parity.includes(date);
    }

    public static DayRule weekdays(Set<Weekday> weekdays) {
        return new DayRule(weekdays, null, null, null, null, null);
    }

    /** Odd or even days of the month. */
    public enum Parity {
        @JsonProperty("odd")
        ODD,
        @JsonProperty("even")
        EVEN;

        boolean includes(LocalDate date) {
            int day = date.getDayOfMonth();
            if (this == EVEN) {
                return day % 2 == 0;
            }
            boolean beforeAnOddFirst = day == 31 || (date.getMonth() == Month.FEBRUARY && day == 29);
            return day % 2 == 1 && !beforeAnOddFirst;
        }
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
