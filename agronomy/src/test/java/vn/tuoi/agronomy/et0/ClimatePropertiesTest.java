package vn.tuoi.agronomy.et0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherColumn;
import vn.tuoi.agronomy.weather.WeatherDay;

/** No combination of measured columns, and no value in range, gives anything but a sound evapotranspiration. */
class ClimatePropertiesTest {

    private static final LocalDate DATE = LocalDate.of(2024, 1, 1);
    private static final List<ReferenceMethod> METHODS = List.of(ReferenceMethod.values());
    private static final List<ClimateEstimator.Et0Source> SOURCES = List.of(ClimateEstimator.Et0Source.values());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anyColumnsInRangeGiveANumber(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5000; i++) {
            Map<WeatherColumn, Double> values = new EnumMap<>(WeatherColumn.class);
            for (WeatherColumn column : WeatherColumn.values()) {
                if (random.nextBoolean()) {
                    values.put(
                            column,
                            random.nextDouble(
                                    column.range().min(), column.range().max()));
                }
            }
            double one = random.nextDouble(-60, 60);
            double other = random.nextDouble(-60, 60);
            values.put(WeatherColumn.TMIN, Math.min(one, other));
            values.put(WeatherColumn.TMAX, Math.max(one, other));
            Site site = new Site(random.nextDouble(-66.5, 66.5), random.nextDouble(-430, 6000), random.nextBoolean());
            ReferenceMethod method = METHODS.get(random.nextInt(METHODS.size()));
            ClimateEstimator.Et0Source source = SOURCES.get(random.nextInt(SOURCES.size()));
            WeatherDay day = WeatherDay.of(DATE.plusDays(random.nextInt(366)), values, random.nextDouble(0.5, 200));
            DailyClimate climate = new ClimateEstimator(site, method, source).climate(day);
            assertThat(climate.et0Mm()).as(day.toString()).isFinite().isNotNegative();
            assertThat(climate.rhMinPercent()).isBetween(0.0, 100.0);
            assertThat(climate.wind2mMetresPerSecond()).isFinite().isNotNegative();
        }
    }

    @Test
    void moreSunMeansMoreEvapotranspiration() {
        ClimateEstimator estimator = ClimateEstimator.fao56(Site.inland(21.5, 40));
        double before = 0;
        for (double solar = 2; solar <= 30; solar += 2) {
            WeatherDay day = WeatherDay.of(
                    DATE, Map.of(WeatherColumn.TMIN, 20.0, WeatherColumn.TMAX, 30.0, WeatherColumn.RS_MJ, solar));
            double now = estimator.climate(day).et0Mm();
            assertThat(now).isGreaterThan(before);
            before = now;
        }
    }

    @Test
    void aDayWithoutTemperatureAndEt0IsRefusedByDate() {
        WeatherDay day = WeatherDay.of(DATE, Map.of(WeatherColumn.RAIN_MM, 3.0));
        ClimateEstimator estimator = ClimateEstimator.fao56(Site.inland(21.5, 40));
        assertThat(estimator.refusal(day))
                .hasValueSatisfying(reason -> assertThat(reason).contains("2024-01-01"));
        assertThatThrownBy(() -> estimator.climate(day)).hasMessageContaining("no tmin and tmax");
    }

    @Test
    void givenEt0NeedsNoTemperature() {
        WeatherDay day = WeatherDay.of(DATE, Map.of(WeatherColumn.ET0_MM, 4.2));
        DailyClimate climate = ClimateEstimator.fao56(Site.inland(21.5, 40)).climate(day);
        assertThat(climate.et0Mm()).isEqualTo(4.2);
        assertThat(climate.estimated()).containsExactlyInAnyOrder(Estimated.WIND, Estimated.LOWEST_HUMIDITY_STANDARD);
    }

    @Test
    void calibrationFindsTheLineItWasMadeFrom() {
        double[] estimated = new double[30];
        double[] better = new double[30];
        for (int i = 0; i < estimated.length; i++) {
            estimated[i] = 2 + i * 0.1;
            better[i] = 0.4 + 1.1 * estimated[i];
        }
        Hargreaves calibrated = Hargreaves.calibrated(estimated, better);
        assertThat(calibrated.offsetMm()).isCloseTo(0.4, within(1e-9));
        assertThat(calibrated.factor()).isCloseTo(1.1, within(1e-9));
        assertThatThrownBy(() -> Hargreaves.calibrated(new double[3], new double[3]))
                .hasMessageContaining("at least 10 pairs");
    }

    @Test
    void refusesAPlaceBeyondThePolarCircle() {
        assertThatThrownBy(() -> Site.inland(70, 0)).hasMessage("latitude is 70.0 °, must be -66.5 to 66.5 °");
    }
}
