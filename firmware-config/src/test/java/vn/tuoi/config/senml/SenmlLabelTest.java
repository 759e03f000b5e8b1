package vn.tuoi.config.senml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenmlLabelTest {
    @Test
    void findsEveryCborLabelAndNoOther() {
        for (int number = -130; number <= 130; number++) {
            int wanted = number;
            SenmlLabel expected = Arrays.stream(SenmlLabel.values())
                    .filter(label -> label.cbor() == wanted)
                    .findAny()
                    .orElse(null);
            assertThat(SenmlLabel.ofCbor(Integer.toString(number)))
                    .as("%d", number)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "--", "-0", "+1", "01", "n", "/", ":", "1 ", "١"})
    void takesNoOtherTextForALabel(String text) {
        assertThat(SenmlLabel.ofCbor(text)).isNull();
    }
}
