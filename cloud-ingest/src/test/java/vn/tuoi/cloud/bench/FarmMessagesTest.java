package vn.tuoi.cloud.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tuoi.config.senml.MalformedPack;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.config.senml.SenmlLimits;

/** Counting what arrives needs messages that are all different. */
class FarmMessagesTest {
    private static final long NOW_MS = 1_790_000_000_000L;
    private static final int MESSAGES = 2_000;

    private static FarmMessages row(int farms, int zones, int burst, SenmlFormat format, int poisonEvery) {
        IngestRun.Load load = new IngestRun.Load(farms, zones, burst, format, poisonEvery, 1_000, MESSAGES);
        return new FarmMessages(load, NOW_MS, MESSAGES);
    }

    @Test
    void countsTheBrokenMessagesThatNoDecoderTakes() {
        FarmMessages messages = row(10, 1, 1, SenmlFormat.CBOR, 11);
        SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);
        long refused = 0;
        for (long number = 0; number < 100; number++) {
            try {
                decoder.decode(messages.payload(number), "bench-", NOW_MS);
            } catch (MalformedPack e) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(messages.poisoned(100)).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"10, 1, 1", "10, 3, 1", "7, 1, 16", "5, 4, 8"})
    void numbersEachFarmsMessagesWithoutAGapAndFindsThemAgain(int farms, int zones, int burst) {
        FarmMessages messages = row(farms, zones, burst, SenmlFormat.CBOR, 0);
        Map<Integer, Long> last = new HashMap<>();
        for (long number = 0; number < MESSAGES; number++) {
            int farm = messages.farm(number);
            long seq = messages.seq(number);
            assertThat(seq).isEqualTo(last.getOrDefault(farm, 0L) + 1);
            last.put(farm, seq);
            assertThat(messages.number(farm, seq)).isEqualTo(number);
        }
        assertThat(last).hasSize(farms);
    }

    @ParameterizedTest
    @CsvSource({"10, 1, 1, JSON", "10, 3, 1, CBOR", "7, 1, 16, CBOR", "5, 4, 8, JSON"})
    void givesEveryReadingAFarmPointAndTimeOfItsOwn(int farms, int zones, int burst, SenmlFormat format)
            throws MalformedPack {
        FarmMessages messages = row(farms, zones, burst, format, 0);
        SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);
        Set<String> readings = new HashSet<>();
        for (long number = 0; number < MESSAGES; number++) {
            String farm = FarmMessages.farmId(messages.farm(number)).value();
            byte[] pack = messages.payload(number);
            decoder.decode(
                    pack,
                    0,
                    pack.length,
                    farm + "/",
                    NOW_MS,
                    (point, unit, timeMs, value, isBoolean) -> readings.add(farm + " " + point + " " + timeMs));
        }
        assertThat(readings).hasSize(MESSAGES * FarmMessages.READINGS);
    }
}
