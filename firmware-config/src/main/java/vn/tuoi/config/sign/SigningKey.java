package vn.tuoi.config.sign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import vn.tuoi.config.json.StrictJson;

/** The cloud's Ed25519 key pair (RFC 8032), which signs what may move water. Immutable and thread-safe. */
public final class SigningKey {
    private final PrivateKey privateKey;
    private final VerificationKey verificationKey;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.verificationKey = VerificationKey.of(publicKey);
    }

    /** A new random key. */
    public static SigningKey generate() {
        try {
            KeyPair pair =
                    KeyPairGenerator.getInstance(SignedEnvelope.ALGORITHM).generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no Ed25519", e);
        }
    }

    /**
     * Reads what {@link #encoded()} wrote.
     *
     * @throws IllegalArgumentException when it is not such a key
     */
    public static SigningKey decode(String encoded) {
        String[] halves = encoded.strip().split("\\.", -1);
        if (halves.length != 2) {
            throw new IllegalArgumentException("is not an Ed25519 key pair: expected two base64url parts and a dot");
        }
        try {
            KeyFactory factory = KeyFactory.getInstance(SignedEnvelope.ALGORITHM);
            return new SigningKey(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(SignedEnvelope.decode(halves[0]))),
                    factory.generatePublic(new X509EncodedKeySpec(SignedEnvelope.decode(halves[1]))));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("is not an Ed25519 key pair", e);
        }
    }

    /** The pair as text: PKCS #8 and X.509 in base64url with a dot between. A secret. */
    public String encoded() {
        return SignedEnvelope.encode(privateKey.getEncoded()) + "." + verificationKey.encoded();
    }

    public VerificationKey verificationKey() {
        return verificationKey;
    }

    public String keyId() {
        return verificationKey.keyId();
    }

    /** The envelope of {@code payload} for {@code topic}, as JSON bytes. */
    public byte[] sign(String topic, byte[] payload) {
        try {
            Signature signature = Signature.getInstance(SignedEnvelope.ALGORITHM);
            signature.initSign(privateKey);
            // the topic under the signature: an envelope cannot be replayed to another farm
            signature.update(topic.getBytes(StandardCharsets.UTF_8));
            signature.update(payload);
            return StrictJson.write(new SignedEnvelope(
                    SignedEnvelope.encode(payload),
                    keyId(),
                    SignedEnvelope.ALGORITHM,
                    SignedEnvelope.encode(signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with " + keyId(), e);
        }
    }
}
