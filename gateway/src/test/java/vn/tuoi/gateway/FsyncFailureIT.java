package vn.tuoi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.sign.SigningKey;

/**
 * A whole gateway on a disk whose flushes fail: what was written since the last good flush of a file is gone then, also when
 * the file is flushed again and says that all is well ({@code lost-fsync.c}). Needs a C compiler.
 */
final class FsyncFailureIT {
    private static final int NODES = 4;
    private static final int PERCENT = 25;

    @TempDir
    Path directory;

    private Path failingDisk() throws IOException, InterruptedException {
        Path source = directory.resolve("lost-fsync.c");
        try (InputStream in = Objects.requireNonNull(FsyncFailureIT.class.getResourceAsStream("lost-fsync.c"))) {
            Files.copy(in, source);
        }
        Path library = directory.resolve("lost-fsync.so");
        Process compiler = new ProcessBuilder(
                        "gcc",
                        "-shared",
                        "-fPIC",
                        "-O1",
                        "-Wall",
                        "-Werror",
                        "-o",
                        library.toString(),
                        source.toString(),
                        "-ldl")
                .redirectErrorStream(true)
                .start();
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as("gcc: " + output).isZero();
        return library;
    }

    @Test
    void nothingIsAnsweredThatAFailedFlushHasLost() throws IOException, InterruptedException {
        Path config = directory.resolve("gateway.json");
        Path failing = directory.resolve("failing");
        Files.writeString(
                config, """
                {"farm":"tea-hill","cloudKey":"%s","mqtt":{"port":1},
                 "coap":{"port":0,"packsPerSecond":100000},"nodes":%s}
                """.formatted(SigningKey.generate().verificationKey().encoded(), PostingNodes.json(NODES)));
        Map<String, Double> answered;
        String log;
        try (GatewayProcess gateway = new GatewayProcess(
                        config,
                        directory.resolve("log"),
                        "env",
                        "LD_PRELOAD=" + failingDisk(),
                        "TUOI_FSYNC_FAILS_WHEN=" + failing,
                        "TUOI_FSYNC_FAILS_PERCENT=" + PERCENT);
                PostingNodes nodes = new PostingNodes(
                        gateway.coapPort(), NODES, new AtomicLong(System.currentTimeMillis() - 3_600_000))) {
            await().atMost(Duration.ofMinutes(3)).until(() -> nodes.answered().size() > 100);
            Files.createFile(failing);
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> nodes.unanswered() > 10 && nodes.answered().size() > 600);
            gateway.kill();
            answered = nodes.answered();
            log = gateway.log();
        }

        // flushes did fail, once and twice in a row
        assertThat(log).contains("went on in a new file", "failed twice, refusing");
        assertThat(StoredReadings.take(directory.resolve("data"), "tea-hill")).containsAllEntriesOf(answered);
    }
}
