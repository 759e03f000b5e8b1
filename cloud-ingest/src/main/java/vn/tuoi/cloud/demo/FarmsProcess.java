package vn.tuoi.cloud.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The process of the simulated farms. It ends by itself when this process dies, because its standard input then ends;
 * its log joins ours on standard error.
 */
final class FarmsProcess implements AutoCloseable {
    private static final int WRONG_USAGE = 2;
    private static final String MAIN_CLASS = "vn.tuoi.edge.simulated.SimulatedFarmsMain";
    private static final int STOP_SECONDS = 3;

    private final Process process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private FarmsProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "farms-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * What the farms are to be.
     *
     * @param classPath of the module edge-agent with what it needs
     * @param weather daily weather; null for the built-in climate
     */
    record Settings(
            String classPath,
            Path farms,
            DemoClock clock,
            long seed,
            @Nullable Path weather) {}

    static FarmsProcess start(Settings settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                settings.classPath(),
                MAIN_CLASS,
                "--farms",
                settings.farms().toString(),
                "--origin-real",
                settings.clock().realOrigin().toString(),
                "--origin-farm",
                settings.clock().farmOrigin().toString(),
                "--speed",
                Double.toString(settings.clock().speed()),
                "--seed",
                Long.toString(settings.seed())));
        if (settings.weather() != null) {
            command.add("--weather");
            command.add(settings.weather().toString());
        }
        return new FarmsProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.equals("ready")) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException("its output ended"));
    }

    /** Completed when every farm runs; fails when the process ends before. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Whether the process has ended, or is about to, because its options are wrong; it says so itself. */
    boolean refused() throws InterruptedException {
        return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS) && process.exitValue() == WRONG_USAGE;
    }

    /** Completed when the process has ended, for whatever reason. */
    CompletableFuture<Process> ended() {
        return process.onExit();
    }

    /** Tells the farms to close every valve and end; after three seconds they are ended. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
