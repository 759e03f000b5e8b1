package vn.tuoi.config.senml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
    private static final long TIME_MS = 1_732_435_200_000L;

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "tưới", "a+", "a#"})
    void pointsAreSenmlNames(String point) {
        assertThatIllegalArgumentException().isThrownBy(() -> Reading.ofNumber(point, null, TIME_MS, 1));
    }

    @Test
    void pointsAreBounded() {
        assertThat(Reading.ofNumber("a".repeat(128), null, TIME_MS, 1).point()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> Reading.ofNumber("a".repeat(129), null, TIME_MS, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "l min", "°C", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
    void unitsAreShortAscii(String unit) {
        assertThatIllegalArgumentException().isThrownBy(() -> Reading.ofNumber("a", unit, TIME_MS, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Reading.EARLIEST_MS - 1, Reading.LATEST_MS + 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void timesAreThoseThatSenmlCanSayInAbsoluteTerms(long timeMs) {
        assertThatIllegalArgumentException().isThrownBy(() -> Reading.ofNumber("a", null, timeMs, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void valuesAreFinite(double value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Reading.ofNumber("a", null, TIME_MS, value));
    }

    @Test
    void booleansAreZeroOrOne() {
        assertThat(Reading.ofBoolean("a", TIME_MS, true).value()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Reading("a", null, TIME_MS, 0.5, true));
    }

    @Test
    void minusZeroIsZero() {
        assertThat(Reading.ofNumber("a", null, TIME_MS, -0.0)).isEqualTo(Reading.ofNumber("a", null, TIME_MS, 0));
    }
}
