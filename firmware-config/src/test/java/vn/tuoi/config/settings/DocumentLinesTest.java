package vn.tuoi.config.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DocumentLinesTest {
    private static final DocumentLines LINES = new DocumentLines("""
            {
              "farm": "x",
              "stations": [
                {"station": "a", "output": {"kind": "gpio", "pin": 17}},
                {"station": "b", "output": {"kind": "gpio",
                  "pin": 17}}
              ]
            }
            """.getBytes(StandardCharsets.UTF_8));

    @Test
    void namesTheLineOfAValue() {
        assertThat(LINES.withLine("farm")).isEqualTo("farm (line 2)");
        assertThat(LINES.withLine("stations[1].output.pin")).isEqualTo("stations[1].output.pin (line 6)");
    }

    @Test
    void namesTheLineOfWhatShouldHoldAMissingValue() {
        assertThat(LINES.withLine("stations[1].output.activeLow")).isEqualTo("stations[1].output.activeLow (line 5)");
        assertThat(LINES.withLine("cloudKey")).isEqualTo("cloudKey");
        assertThat(LINES.withLine("")).isEmpty();
    }

    @Test
    void namesTheLineOfAnotherEntryWithinASentence() {
        assertThat(LINES.withLines("pin 17 is already used by stations[0].output.pin"))
                .isEqualTo("pin 17 is already used by stations[0].output.pin (line 4)");
        assertThat(LINES.withLines("must be 1 to 7, see stations[]")).isEqualTo("must be 1 to 7, see stations[]");
    }
}
