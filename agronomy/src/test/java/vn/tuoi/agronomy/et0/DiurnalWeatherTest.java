package vn.tuoi.agronomy.et0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherColumn;
import vn.tuoi.agronomy.weather.WeatherDay;

class DiurnalWeatherTest {

    private static final double STEPS_PER_HOUR = 60;

    private final WeatherDay day = WeatherDay.of(
            LocalDate.of(2025, 6, 10),
            Map.of(
                    WeatherColumn.TMIN, 24.0,
                    WeatherColumn.TMAX, 33.5,
                    WeatherColumn.RS_MJ, 18.0,
                    WeatherColumn.WIND2_MS, 1.5,
                    WeatherColumn.RAIN_MM, 42.0));
    private final DiurnalWeather diurnal = new DiurnalWeather(Site.inland(21.5, 30), day, 23.0);

    @Test
    void hoursAddUpToTheDay() {
        double solarMj = 0;
        double rainMm = 0;
        double wind = 0;
        int steps = (int) (24 * STEPS_PER_HOUR);
        for (int i = 0; i < steps; i++) {
            DiurnalWeather.Instant now = diurnal.at((i + 0.5) / STEPS_PER_HOUR);
            solarMj += now.solarWattsPerSquareMetre() * 3600 / STEPS_PER_HOUR / 1e6;
            rainMm += now.rainMmPerHour() / STEPS_PER_HOUR;
            wind += now.wind2mMetresPerSecond() / steps;
        }
        assertThat(solarMj).isCloseTo(18.0, within(0.01));
        assertThat(rainMm).isCloseTo(42.0, within(0.2));
        assertThat(wind).isCloseTo(1.5, within(1e-9));
    }

    @Test
    void temperatureReachesItsExtremesAndMeetsTheNextDay() {
        double lowest = Double.MAX_VALUE;
        double highest = -Double.MAX_VALUE;
        for (double hour = 3; hour < 16; hour += 0.01) {
            double now = diurnal.at(hour).airCelsius();
            lowest = Math.min(lowest, now);
            highest = Math.max(highest, now);
        }
        assertThat(lowest).isCloseTo(24.0, within(0.01));
        assertThat(highest).isCloseTo(33.5, within(0.01));
        assertThat(diurnal.at(23.99).airCelsius()).isBetween(23.0, 28.0);
    }

    @Test
    void nightIsDarkAndHumidityStaysInRange() {
        assertThat(diurnal.at(2).solarWattsPerSquareMetre()).isZero();
        for (double hour = 0; hour < 24; hour += 0.25) {
            assertThat(diurnal.at(hour).relativeHumidityPercent()).isBetween(0.0, 100.0);
        }
    }
}
