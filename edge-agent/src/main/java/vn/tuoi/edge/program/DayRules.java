package vn.tuoi.edge.program;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import vn.tuoi.config.plan.DayRule;

/** Whether a calendar program runs on a day. */
final class DayRules {
    private DayRules() {}

    static boolean matches(DayRule rule, LocalDate day) {
        if ((rule.from() != null && day.isBefore(rule.from())) || (rule.to() != null && day.isAfter(rule.to()))) {
            return false;
        }
        if (!rule.weekdays().isEmpty()
                && rule.weekdays().stream().noneMatch(weekday -> weekday.dayOfWeek() == day.getDayOfWeek())) {
            return false;
        }
        LocalDate anchor = rule.anchor();
        Integer everyDays = rule.everyDays();
        if (everyDays != null
                && anchor != null
                && Math.floorMod(ChronoUnit.DAYS.between(anchor, day), everyDays) != 0) {
            return false;
        }
        DayRule.Parity parity = rule.parity();
        return parity == null
                || (parity == DayRule.Parity.EVEN ? day.getDayOfMonth() % 2 == 0 : oddAndNotAdjacent(day));
    }

    /** The 31st and 29 February are followed by another odd day. */
    private static boolean oddAndNotAdjacent(LocalDate day) {
        boolean leapDay = day.getMonthValue() == 2 && day.getDayOfMonth() == 29;
        return day.getDayOfMonth() % 2 == 1 && day.getDayOfMonth() != 31 && !leapDay;
    }
}
