package vn.tuoi.config.senml;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever the bytes, a pack is taken or refused with a {@link MalformedPack}; one that is taken survives encoding. The
 * normal build replays the recorded inputs; {@code JAZZER_FUZZ=1} searches for new ones.
 */
class SenmlDecoderFuzzTest {
    private static final long NOW_MS = 1_732_435_200_000L;

    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);
    private final SenmlEncoder encoder = new SenmlEncoder();

    @FuzzTest(maxDuration = "2m")
    void takesOrRefuses(byte[] bytes) throws MalformedPack {
        List<Reading> delivered = new ArrayList<>();
        try {
            decoder.decode(
                    bytes,
                    0,
                    bytes.length,
                    "",
                    NOW_MS,
                    (point, unit, timeMs, value, isBoolean) ->
                            delivered.add(new Reading(point, unit, timeMs, value, isBoolean)));
        } catch (MalformedPack refused) {
            assertThat(delivered).isEmpty();
            assertThat(refused.getMessage())
                    .matches("[ -~]{1," + MalformedPack.MAX_MESSAGE_BYTES + "}")
                    .isNotBlank();
            return;
        }
        assertThat(delivered).isNotEmpty();
        if (delivered.size() <= SenmlEncoder.MAX_READINGS) {
            for (SenmlFormat format : SenmlFormat.values()) {
                assertThat(decoder.decode(encoder.encode(format, "", delivered), "", NOW_MS))
                        .isEqualTo(delivered);
            }
        }
    }
}
