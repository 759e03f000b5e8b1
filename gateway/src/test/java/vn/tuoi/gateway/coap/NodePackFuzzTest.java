package vn.tuoi.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import vn.tuoi.config.senml.MalformedPack;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.config.senml.SenmlLimits;
import vn.tuoi.gateway.node.NodeSettings;

/**
 * Whatever a node posts is answered: taken, and then it is what the cloud can read below the node's zone, or refused with a
 * reason. The normal build replays the recorded inputs; {@code JAZZER_FUZZ=1} searches for new ones.
 */
class NodePackFuzzTest {
    private static final long NOW_MS = 1_764_000_000_000L;
    private static final NodeSettings NODE =
            new NodeSettings("n1", "i1", "00112233445566778899aabbccddeeff", "tea-1", List.of("v1"), null);
    private static final int[] FORMATS = {-1, 110, 112, 50};

    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);
    private final SenmlEncoder encoder = new SenmlEncoder();

    /** The first byte chooses the content format. */
    @FuzzTest(maxDuration = "2m")
    void isAnswered(byte[] bytes) throws MalformedPack {
        if (bytes.length == 0) {
            return;
        }
        byte[] payload = java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
        int format = FORMATS[Math.floorMod(bytes[0], FORMATS.length)];

        NodePack pack = NodePack.read(decoder, NODE, format, payload, NOW_MS);

        if (pack instanceof NodePack.Refused refused) {
            assertThat(refused.code().isClientError()).isTrue();
            assertThat(refused.diagnostic()).matches("[ -~]{1,200}");
        } else if (pack instanceof NodePack.Taken taken) {
            assertThat(format).isNotEqualTo(50);
            assertThat(taken.readings())
                    .isNotEmpty()
                    .allMatch(reading -> reading.point().startsWith("tea-1/"));
            for (int from = 0; from < taken.readings().size(); from += SenmlEncoder.MAX_READINGS) {
                List<Reading> part = taken.readings()
                        .subList(
                                from,
                                Math.min(
                                        from + SenmlEncoder.MAX_READINGS,
                                        taken.readings().size()));
                byte[] message = encoder.encode(SenmlFormat.CBOR, "farm/", part);
                assertThat(decoder.decode(message, "farm/", NOW_MS)).isEqualTo(part);
            }
        }
    }
}
