package vn.tuoi.cloud.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcknowledgerTest {
    @ParameterizedTest
    @CsvSource({"0, 100", "1, 100", "400, 100", "1000, 250", "4000, 1000", "13300, 3325", "2000000000, 4000"})
    void waitsLongerAfterARoundThatToldMany(int told, int pauseMs) {
        assertThat(Acknowledger.pauseMs(told)).isEqualTo(pauseMs);
    }
}
