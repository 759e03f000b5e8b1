package vn.tuoi.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import vn.tuoi.config.sign.SigningKey;

/**
 * Settings files that somebody has spoilt, from the example of the guide: bytes cut, doubled and exchanged, values that
 * no device has, nests and numbers without end, files that are no text at all. The same seed gives the same file.
 */
public final class SpoiltSettings {
    private static final List<String> VALUES = List.of(
            "-1",
            "0",
            "27.5",
            "1e999",
            "1e-999",
            "99999999999999999999999999",
            "2147483648",
            "\"\"",
            "\"\\u0000\"",
            "\"../../etc\"",
            "\"" + "x".repeat(70_000) + "\"",
            "null",
            "true",
            "{}",
            "[]",
            "[null]",
            "{\"kind\":\"gpio\"}",
            "{\"kind\":\"no-such-thing\",\"pin\":1}",
            "[".repeat(40) + "]".repeat(40),
            "\"\uD83D\uDCA7 nước\"");

    private final String example;

    public SpoiltSettings() throws IOException {
        this.example = Files.readString(Path.of("../docs/examples/edge.json"))
                .replace("CLOUD_KEY", SigningKey.generate().verificationKey().encoded());
    }

    /** What it was before. */
    public byte[] whole() {
        return example.getBytes(StandardCharsets.UTF_8);
    }

    public byte[] spoilt(Random random) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            byte[] noise = new byte[random.nextInt(4_000)];
            random.nextBytes(noise);
            return noise;
        }
        if (kind == 1) {
            return ("{\"a\":".repeat(random.nextInt(100_000)) + "1").getBytes(StandardCharsets.UTF_8);
        }
        if (kind == 2) {
            // more bytes than any settings have
            return ("{\"farm\":\"" + "a".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(example);
        for (int i = 1 + random.nextInt(kind < 12 ? 2 : 12); i > 0; i--) {
            if (kind % 2 == 0) {
                exchangeValue(text, random);
            } else {
                int at = random.nextInt(text.length());
                int until = Math.min(text.length(), at + random.nextInt(30));
                String piece = text.substring(at, until);
                text.replace(at, until, random.nextBoolean() ? "" : piece + piece);
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Puts something else in the place of what follows a colon. */
    private static void exchangeValue(StringBuilder text, Random random) {
        int colon = text.indexOf(": ", random.nextInt(text.length()));
        if (colon < 0) {
            return;
        }
        int end = colon + 2;
        while (end < text.length() && ",}]\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        text.replace(colon + 2, end, VALUES.get(random.nextInt(VALUES.size())));
    }
}
