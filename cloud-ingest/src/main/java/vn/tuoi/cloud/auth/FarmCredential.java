package vn.tuoi.cloud.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A farm's broker password as it is stored: PBKDF2 with HMAC-SHA-512 in the form of Mosquitto's password file, {@code
 * $7$iterations$salt$hash}, so that one stored value serves the embedded broker and any external one. The password is
 * random and long, so few iterations are enough, and 13,000 farms that reconnect cost seconds. Thread-safe.
 */
public final class FarmCredential {
    /** Mosquitto's own default. */
    public static final int ITERATIONS = 101;

    public static final int HASH_BYTES = 64;

    private static final int SALT_BYTES = 12;
    private static final Pattern FORM = Pattern.compile("\\$7\\$(\\d{1,7})\\$([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+)");

    /**
     * A stored credential, taken apart.
     *
     * @param salt its bytes as ISO 8859-1; of those made here printable ASCII, because EMQX takes it as text
     * @param hash in hex
     */
    public record Parts(int iterations, String salt, String hash) {}

    private FarmCredential() {}

    /** What to store of a password; another value at every call. */
    public static String of(String password) {
        byte[] salt = new Secrets().next().substring(0, SALT_BYTES).getBytes(StandardCharsets.ISO_8859_1);
        Base64.Encoder base64 = Base64.getEncoder();
        return "$7$" + ITERATIONS + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash(password, salt, ITERATIONS, HASH_BYTES));
    }

    /** Whether a password is the stored one's, in time that does not depend on where they differ. */
    public static boolean matches(byte[] password, String stored) {
        if (!isPortable(stored)) {
            // registered when a plain SHA-256 was stored
            return Secrets.matches(password, stored);
        }
        Parts parts = parts(stored);
        byte[] wanted = HexFormat.of().parseHex(parts.hash());
        byte[] found = hash(
                new String(password, StandardCharsets.UTF_8),
                parts.salt().getBytes(StandardCharsets.ISO_8859_1),
                parts.iterations(),
                wanted.length);
        return MessageDigest.isEqual(found, wanted);
    }

    /** Whether another broker can check passwords against it. */
    public static boolean isPortable(String stored) {
        return FORM.matcher(stored).matches();
    }

    /** Takes a portable one apart. */
    public static Parts parts(String stored) {
        Matcher matcher = FORM.matcher(stored);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a portable credential");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new Parts(
                Integer.parseInt(matcher.group(1)),
                new String(base64.decode(matcher.group(2)), StandardCharsets.ISO_8859_1),
                HexFormat.of().formatHex(base64.decode(matcher.group(3))));
    }

    private static byte[] hash(String password, byte[] salt, int iterations, int bytes) {
        if (password.isEmpty()) {
            // the JDK refuses an empty one; it is nobody's
            return new byte[bytes];
        }
        PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, iterations, 8 * bytes);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no PBKDF2WithHmacSHA512", e);
        } finally {
            key.clearPassword();
        }
    }
}
