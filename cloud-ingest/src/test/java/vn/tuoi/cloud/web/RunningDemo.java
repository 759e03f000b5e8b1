package vn.tuoi.cloud.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The whole system in its own processes, as {@code ./tuoi demo} starts it, on free ports. */
final class RunningDemo implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final int STOP_SECONDS = 15;

    private final Process process;
    private final JsonNode description;

    private RunningDemo(Process process, JsonNode description) {
        this.process = process;
        this.description = description;
    }

    /** A demo that is ready; its log is {@code demo.log} in the folder. */
    static RunningDemo start(Path folder) throws IOException {
        String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path log = folder.resolve("demo.log");
        Path data = folder.resolve("data");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classpath,
                        "vn.tuoi.cloud.demo.DemoMain",
                        "--farm-classpath",
                        classpath,
                        "--http",
                        "0",
                        "--mqtt",
                        "0",
                        "--coap",
                        "0",
                        "--farms",
                        "2",
                        "--data",
                        data.toString()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        Path description = data.resolve("demo.json");
        try {
            Awaitility.await("the demo to be ready; see " + log)
                    .atMost(READY)
                    .failFast("the demo ended; see " + log, () -> !process.isAlive())
                    .until(() -> Files.exists(description));
        } catch (RuntimeException | Error e) {
            process.destroy();
            throw new IllegalStateException("the demo did not start:\n" + Files.readString(log), e);
        }
        return new RunningDemo(process, new ObjectMapper().readTree(Files.readAllBytes(description)));
    }

    /** Where the page is. */
    String address() {
        return description.path("http").textValue();
    }

    /** The first account with a role. */
    JsonNode account(String role) {
        for (JsonNode account : description.path("accounts")) {
            if (account.path("role").textValue().equals(role)) {
                return account;
            }
        }
        throw new IllegalStateException("demo.json has no account of a " + role);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
