package vn.tuoi.cloud.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import vn.tuoi.config.sign.SigningKey;

/** The file with the key that signs what may move water; farms pin its public half, so it must not be lost. */
public final class KeyFile {
    private KeyFile() {}

    /** Reads the key, or makes one at the first start. */
    public static SigningKey loadOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            PrivateFiles.write(file, SigningKey.generate().encoded().getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return SigningKey.decode(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IOException("signing key " + file + " " + e.getMessage(), e);
        }
    }
}
