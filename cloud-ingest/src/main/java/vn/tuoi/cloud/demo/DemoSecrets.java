package vn.tuoi.cloud.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import vn.tuoi.cloud.auth.Secrets;
import vn.tuoi.cloud.keys.PrivateFiles;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

/**
 * The generated secrets of a demo by name, in a file of its folder that the owner alone can read, so that a second start
 * has the same ones. Used once at the start.
 */
final class DemoSecrets {
    private static final int PIN_DIGITS = 6;
    private static final int NODE_KEY_CHARACTERS = 24;

    private record Document(@JsonProperty(required = true) Map<String, String> secrets) {}

    private final Path file;
    private final Secrets random = new Secrets();
    private final Map<String, String> secrets;

    private DemoSecrets(Path file, Map<String, String> secrets) {
        this.file = file;
        this.secrets = new TreeMap<>(secrets);
    }

    static DemoSecrets load(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new DemoSecrets(file, Map.of());
        }
        try {
            return new DemoSecrets(
                    file,
                    StrictJson.read(Files.readAllBytes(file), Document.class).secrets());
        } catch (MalformedDocument e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** A farm's broker password. */
    String password(String farm) {
        return secret("farm/" + farm, random::next);
    }

    String pin(String phone) {
        return secret("pin/" + phone, () -> random.digits(PIN_DIGITS));
    }

    /** A node's pre-shared key in hex; its bytes are printable ASCII, so that command-line CoAP clients can take it. */
    String nodeKeyHex(String identity) {
        return secret(
                "node/" + identity,
                () -> HexFormat.of()
                        .formatHex(random.next()
                                .replace('-', 'x')
                                .replace('_', 'y')
                                .substring(0, NODE_KEY_CHARACTERS)
                                .getBytes(StandardCharsets.US_ASCII)));
    }

    private String secret(String name, Supplier<String> generator) {
        return secrets.computeIfAbsent(name, ignored -> generator.get());
    }

    /** Writes the secrets down; before anything that uses them. */
    void save() throws IOException {
        PrivateFiles.write(file, StrictJson.write(new Document(secrets)));
    }
}
