package vn.tuoi.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickInstantTest {
    record Holder(Instant at) {}

    private static Instant read(String text) throws MalformedDocument {
        return StrictJson.read(("{\"at\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8), Holder.class)
                .at();
    }

    @Test
    void everyInstantOfFourDigitYearsIsReadAsItWasWritten() throws MalformedDocument {
        SplittableRandom random = new SplittableRandom(1);
        long from = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        long to = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        int[] units = {1_000_000_000, 1_000_000, 1_000, 1};
        for (int i = 0; i < 20_000; i++) {
            int unit = units[random.nextInt(units.length)];
            long nanos = (long) random.nextInt(1_000_000_000) / unit * unit;
            Instant at = Instant.ofEpochSecond(random.nextLong(from, to + 1), nanos);
            assertThat(QuickInstant.parse(at.toString())).isEqualTo(at);
            assertThat(read(at.toString())).isEqualTo(at);
        }
    }

    @Test
    void anyNumberOfDecimalsIsRead() {
        for (String decimals : new String[] {"1", "12", "000", "0001", "123456789", "000000001"}) {
            String text = "2024-02-29T23:59:59." + decimals + "Z";
            assertThat(QuickInstant.parse(text)).isEqualTo(Instant.parse(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-28T02:00:00+07:00",
                "2026-03-28T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "-0001-03-28T02:00:00Z",
                "+12026-03-28T02:00:00Z",
                "2026-03-28t02:00:00z",
                "2026-02-29T02:00:00Z",
                "2026-13-01T02:00:00Z",
                "2026-00-01T02:00:00Z",
                "2026-03-00T02:00:00Z",
                "2026-03-28T02:60:00Z",
                "2026-03-28T02:00:61Z",
                "2026-03-28T25:00:00Z",
                "2026-03-28T02:00Z",
                "2026-03-28T02:00:00",
                "2026-03-28T02:00:00.Z",
                "2026-03-28T02:00:00,5Z",
                "2026-03-28T02:00:00.1234567890Z",
                "2026-03-28T02:00:00.12x4Z",
                "2026-03-28 02:00:00Z",
                "2026-03-2٣T02:00:00Z",
                "yesterday",
                "Z",
                ""
            })
    void whatIsNotInTheUsualFormIsLeftToTheLibrary(String text) {
        assertThat(QuickInstant.parse(text)).isNull();
    }

    @Test
    void theLibraryReadsAndRefusesTheRest() throws MalformedDocument {
        assertThat(read("2026-03-28T09:00:00+07:00")).isEqualTo(Instant.parse("2026-03-28T02:00:00Z"));
        assertThat(read("2026-03-28T24:00:00Z")).isEqualTo(Instant.parse("2026-03-29T00:00:00Z"));
        assertThatThrownBy(() -> read("2026-02-30T02:00:00Z"))
                .isInstanceOf(MalformedDocument.class)
                .hasMessageContaining("at");
    }
}
