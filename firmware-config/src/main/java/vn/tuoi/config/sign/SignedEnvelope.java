package vn.tuoi.config.sign;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Base64;

/**
 * A document with the Ed25519 signature of the cloud, as it travels on {@code plan} and {@code command}.
 *
 * @param payload the document's bytes, base64url without padding
 * @param keyId which key signed, see {@link SigningKey#keyId()}
 * @param alg always {@value #ALGORITHM}
 * @param signature over the topic's UTF-8 bytes followed by the payload's bytes, base64url without padding
 */
public record SignedEnvelope(
        @JsonProperty(required = true) String payload,
        @JsonProperty(required = true) String keyId,
        @JsonProperty(required = true) String alg,
        @JsonProperty(required = true) String signature) {
    public static final String ALGORITHM = "Ed25519";

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws IllegalArgumentException when {@code text} is not base64url */
    static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
