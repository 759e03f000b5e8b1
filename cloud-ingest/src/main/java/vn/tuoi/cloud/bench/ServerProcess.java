package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own, on loopback, and what it uses. Thread-safe. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int POLL_MS = 50;
    private static final int STOP_SECONDS = 20;
    private static final int LOG_TAIL_LINES = 5;

    /** Of {@code /proc}: {@code USER_HZ} is 100 on every Linux that this runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    private final String name;
    private final Process process;
    private final Path log;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts a command; what it says goes to a file in {@code folder}. */
    static ServerProcess start(String name, Path folder, List<String> command) throws IOException {
        Path log = folder.resolve(name + ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            ServerProcess started = new ServerProcess(name, process, log);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return started;
        } catch (IOException e) {
            throw new IOException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Something that becomes true, or throws while it cannot be known. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits until the server is what it should be. */
    void await(String what, Condition condition) throws IOException, InterruptedException {
        await(what, PATIENCE, condition);
    }

    void await(String what, Duration patience, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Exception last = null;
        while (System.nanoTime() - deadline < 0) {
            if (!process.isAlive()) {
                throw new IOException(name + " ended with code " + process.exitValue() + ": " + tail());
            }
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                last = e;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        throw new IOException(
                name + ": " + what + " did not happen within " + patience.toSeconds() + " s: " + tail(), last);
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    }

    /** Whether an address answers with 200. */
    static boolean answers(HttpClient http, String url) throws IOException, InterruptedException {
        return http.send(
                                HttpRequest.newBuilder(URI.create(url))
                                        .timeout(Duration.ofSeconds(5))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    /** What the process has used since it started, in microseconds of one core; the system counts in steps of 10 ms. */
    long cpuMicros() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1_000;
    }

    /** What the compiler threads of a JVM have used, in microseconds; 0 of another process. */
    long compilerMicros() throws IOException {
        long ticks = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                ticks += compilerTicks(thread.resolve("stat"));
            }
        }
        return ticks * MICROS_PER_TICK;
    }

    /** {@code proc(5)}: the name in brackets, then fields; user time is the 14th of all, system time the 15th. */
    private static long compilerTicks(Path stat) throws IOException {
        String line;
        try {
            line = Files.readString(stat);
        } catch (NoSuchFileException e) {
            return 0;
        }
        int end = line.lastIndexOf(')');
        if (!line.substring(line.indexOf('(') + 1, end).matches("C[12] Compiler.*")) {
            return 0;
        }
        String[] fields = line.substring(end + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** Memory that the process holds now, bytes. */
    long residentBytes() throws IOException {
        return status("VmRSS:");
    }

    /** The most that it has held, bytes. */
    long peakResidentBytes() throws IOException {
        return status("VmHWM:");
    }

    private long status(String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024;
            }
        }
        throw new IOException("/proc says nothing about " + field + " of " + name);
    }

    @Nullable
    Integer exitCode() {
        return process.isAlive() ? null : process.exitValue();
    }

    /** Ends it in order, or by force when it does not follow. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
