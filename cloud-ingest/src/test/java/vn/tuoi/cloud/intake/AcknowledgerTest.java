package vn.tuoi.cloud.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcknowledgerTest {
    @ParameterizedTest
    @CsvSource({"0, 100", "1, 100", "500, 100", "1000, 200", "5000, 1000", "13300, 2000", "2000000000, 2000"})
    void waitsLongerAfterARoundThatToldMany(int told, int pauseMs) {
        assertThat(Acknowledger.pauseMs(told)).isEqualTo(pauseMs);
    }
}
