package vn.tuoi.config.sign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

/** The public half of a {@link SigningKey}, pinned by a farm at enrolment. Immutable and thread-safe. */
public final class VerificationKey {
    private final PublicKey publicKey;
    private final String keyId;

    private VerificationKey(PublicKey publicKey) {
        this.publicKey = publicKey;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
            this.keyId = HexFormat.of().formatHex(digest, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    static VerificationKey of(PublicKey publicKey) {
        return new VerificationKey(publicKey);
    }

    /**
     * Reads what {@link #encoded()} wrote.
     *
     * @throws IllegalArgumentException when it is not such a key
     */
    public static VerificationKey decode(String encoded) {
        try {
            return new VerificationKey(KeyFactory.getInstance(SignedEnvelope.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(SignedEnvelope.decode(encoded.strip()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("is not an Ed25519 public key (X.509, base64url)", e);
        }
    }

    /** The key as text: X.509 in base64url. */
    public String encoded() {
        return SignedEnvelope.encode(publicKey.getEncoded());
    }

    /** The first 8 bytes of the key's SHA-256, in hex. */
    public String keyId() {
        return keyId;
    }

    /**
     * The payload of an envelope that was signed by this key for this topic.
     *
     * @throws MalformedDocument when it is no envelope, is of another key or algorithm, or the signature does not hold
     */
    public byte[] verify(String topic, byte[] envelopeJson) throws MalformedDocument {
        SignedEnvelope envelope = StrictJson.read(envelopeJson, SignedEnvelope.class);
        if (!envelope.alg().equals(SignedEnvelope.ALGORITHM)) {
            throw new MalformedDocument("alg", "must be Ed25519, not \"" + envelope.alg() + "\"");
        }
        if (!envelope.keyId().equals(keyId)) {
            throw new MalformedDocument("keyId", "is " + envelope.keyId() + "; this farm trusts " + keyId + " only");
        }
        byte[] payload = decode("payload", envelope.payload());
        byte[] signatureBytes = decode("signature", envelope.signature());
        boolean holds;
        try {
            Signature signature = Signature.getInstance(SignedEnvelope.ALGORITHM);
            signature.initVerify(publicKey);
            signature.update(topic.getBytes(StandardCharsets.UTF_8));
            signature.update(payload);
            holds = signature.verify(signatureBytes);
        } catch (GeneralSecurityException e) {
            // a signature of the wrong length is reported by exception: it does not hold either
            holds = false;
        }
        if (!holds) {
            throw new MalformedDocument("signature", "does not hold for topic " + topic);
        }
        return payload;
    }

    private static byte[] decode(String field, String text) throws MalformedDocument {
        try {
            return SignedEnvelope.decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedDocument(field, "is not base64url");
        }
    }
}
