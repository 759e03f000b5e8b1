package vn.tuoi.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code ./tuoi gateway} as a process of its own. */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("serves nodes on \\S*:(\\d+)");

    private final Process process;
    private final Path log;

    /** @param before what runs it, e.g. a fault injector; its own arguments first */
    GatewayProcess(Path config, Path log, String... before) throws IOException {
        this.log = log;
        Files.deleteIfExists(log);
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayMain.class.getName(),
                "--config",
                config.toString()));
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** The port on which it serves nodes, once it does. */
    int coapPort() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ADDRESS.matcher(log()).find());
        Matcher address = ADDRESS.matcher(log());
        if (!address.find()) {
            throw new IllegalStateException(log());
        }
        return Integer.parseInt(address.group(1));
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
