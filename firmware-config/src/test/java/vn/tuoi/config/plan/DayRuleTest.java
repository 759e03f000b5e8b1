package vn.tuoi.config.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DayRuleTest {

    private static final LocalDate TUESDAY = LocalDate.of(2026, 11, 24);

    @Test
    void anEmptyRuleIncludesEveryDay() {
        assertThat(DayRule.EVERY_DAY.includes(TUESDAY)).isTrue();
    }

    @Test
    void namedWeekdaysAreIncludedAndOthersAreNot() {
        DayRule rule = DayRule.weekdays(Set.of(DayRule.Weekday.TUE));
        assertThat(rule.includes(TUESDAY)).isTrue();
        assertThat(rule.includes(TUESDAY.plusDays(1))).isFalse();
    }

    @Test
    void anIntervalCountsFromItsAnchorBothWays() {
        DayRule rule = new DayRule(Set.of(), 3, TUESDAY, null, null, null);
        assertThat(rule.includes(TUESDAY.plusDays(3))).isTrue();
        assertThat(rule.includes(TUESDAY.minusDays(3))).isTrue();
        assertThat(rule.includes(TUESDAY.minusDays(1))).isFalse();
    }

    @Test
    void oddDaysAreNeverAdjacent() {
        DayRule odd = new DayRule(Set.of(), null, null, DayRule.Parity.ODD, null, null);
        DayRule even = new DayRule(Set.of(), null, null, DayRule.Parity.EVEN, null, null);
        assertThat(odd.includes(LocalDate.of(2026, 8, 31))).isFalse();
        assertThat(odd.includes(LocalDate.of(2028, 2, 29))).isFalse();
        assertThat(odd.includes(LocalDate.of(2026, 8, 29))).isTrue();
        assertThat(even.includes(LocalDate.of(2026, 8, 30))).isTrue();
    }

    @Test
    void aDateRangeIncludesItsEnds() {
        DayRule rule = new DayRule(Set.of(), null, null, null, TUESDAY, TUESDAY.plusDays(2));
        assertThat(rule.includes(TUESDAY.minusDays(1))).isFalse();
        assertThat(rule.includes(TUESDAY)).isTrue();
        assertThat(rule.includes(TUESDAY.plusDays(2))).isTrue();
        assertThat(rule.includes(TUESDAY.plusDays(3))).isFalse();
    }
}
