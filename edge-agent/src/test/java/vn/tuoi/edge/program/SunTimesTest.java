package vn.tuoi.edge.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.plan.SunEvent;

class SunTimesTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    private final SunTimes sun = new SunTimes(21.59, 105.84, ZONE);

    @Test
    void aRememberedDayIsTheDayAsComputed() {
        // more days than are remembered, asked for in two orders
        for (int i = 0; i < 200; i++) {
            LocalDate day = FIRST.plusDays(i * 37L % 200);
            for (SunEvent event : SunEvent.values()) {
                assertThat(sun.of(day, event)).isEqualTo(new SunTimes(21.59, 105.84, ZONE).of(day, event));
                assertThat(sun.of(day, event)).isPresent();
            }
        }
    }

    @Test
    void aPlaceIsRememberedAndNotTakenForAnother() {
        assertThat(SunTimes.at(21.59, 105.84, ZONE)).isSameAs(SunTimes.at(21.59, 105.84, ZONE));
        for (int i = 0; i < 30; i++) {
            double latitude = 8 + i / 2.0;
            for (ZoneId zone : List.of(ZONE, ZoneId.of("Europe/Berlin"))) {
                assertThat(SunTimes.at(latitude, 105.84, zone).of(FIRST, SunEvent.SUNSET))
                        .isEqualTo(new SunTimes(latitude, 105.84, zone).of(FIRST, SunEvent.SUNSET));
            }
        }
    }

    @Test
    void thereIsNoSunriseInAPolarNight() {
        SunTimes tromso = new SunTimes(69.65, 18.96, ZoneId.of("Europe/Oslo"));
        assertThat(tromso.of(LocalDate.of(2026, 12, 21), SunEvent.SUNRISE)).isEmpty();
        assertThat(tromso.of(LocalDate.of(2026, 3, 20), SunEvent.SUNRISE)).isPresent();
    }
}
