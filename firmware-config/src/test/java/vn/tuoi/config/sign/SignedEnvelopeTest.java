package vn.tuoi.config.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

class SignedEnvelopeTest {
    private static final String TOPIC = "tuoi/v1/tan-cuong-1/plan";
    private static final byte[] PAYLOAD = "{\"version\":1}".getBytes(StandardCharsets.UTF_8);

    private final SigningKey key = SigningKey.generate();

    @Test
    void givesBackWhatWasSigned() throws MalformedDocument {
        byte[] envelope = key.sign(TOPIC, PAYLOAD);

        assertThat(key.verificationKey().verify(TOPIC, envelope)).isEqualTo(PAYLOAD);
    }

    @Test
    void survivesBeingWrittenDown() throws MalformedDocument {
        SigningKey read = SigningKey.decode(key.encoded());
        VerificationKey pinned = VerificationKey.decode(key.verificationKey().encoded());

        assertThat(pinned.verify(TOPIC, read.sign(TOPIC, PAYLOAD))).isEqualTo(PAYLOAD);
        assertThat(pinned.keyId()).isEqualTo(key.keyId()).hasSize(16);
    }

    @Test
    void verifiesTheFirstVectorOfRfc8032() throws MalformedDocument {
        // RFC 8032 section 7.1, TEST 1: an empty message, hence an empty topic and an empty payload
        byte[] publicKey = HexFormat.of()
                .parseHex("302a300506032b6570032100"
                        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        byte[] signature = HexFormat.of()
                .parseHex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        VerificationKey vector = VerificationKey.decode(SignedEnvelope.encode(publicKey));
        byte[] envelope =
                StrictJson.write(new SignedEnvelope("", vector.keyId(), "Ed25519", SignedEnvelope.encode(signature)));

        assertThat(vector.verify("", envelope)).isEmpty();
    }

    @Test
    void refusesTheTopicOfAnotherFarm() {
        assertRefused("tuoi/v1/tan-cuong-2/plan", key.sign(TOPIC, PAYLOAD), "signature: does not hold");
    }

    @Test
    void refusesAnotherKey() {
        assertRefused(TOPIC, SigningKey.generate().sign(TOPIC, PAYLOAD), "keyId: is ");
    }

    @Test
    void refusesAChangedPayload() throws MalformedDocument {
        SignedEnvelope good = StrictJson.read(key.sign(TOPIC, PAYLOAD), SignedEnvelope.class);
        String other = SignedEnvelope.encode("{\"version\":2}".getBytes(StandardCharsets.UTF_8));

        assertRefused(
                TOPIC,
                StrictJson.write(new SignedEnvelope(other, good.keyId(), good.alg(), good.signature())),
                "signature: does not hold");
    }

    @Test
    void refusesAnotherAlgorithm() throws MalformedDocument {
        SignedEnvelope good = StrictJson.read(key.sign(TOPIC, PAYLOAD), SignedEnvelope.class);

        assertRefused(
                TOPIC,
                StrictJson.write(new SignedEnvelope(good.payload(), good.keyId(), "none", good.signature())),
                "alg: must be Ed25519");
    }

    @Test
    void refusesASignatureOfTheWrongLength() throws MalformedDocument {
        SignedEnvelope good = StrictJson.read(key.sign(TOPIC, PAYLOAD), SignedEnvelope.class);

        assertRefused(
                TOPIC,
                StrictJson.write(new SignedEnvelope(good.payload(), good.keyId(), good.alg(), "AAAA")),
                "signature: does not hold");
    }

    private void assertRefused(String topic, byte[] envelope, String message) {
        assertThatThrownBy(() -> key.verificationKey().verify(topic, envelope))
                .isInstanceOf(MalformedDocument.class)
                .hasMessageContaining(message);
    }
}
