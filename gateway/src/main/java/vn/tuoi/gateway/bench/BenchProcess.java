package vn.tuoi.gateway.bench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A part of the benchmark as a process, on a core of its own where there are two and {@code taskset}. */
final class BenchProcess implements Closeable {
    private final Process process;
    private final BufferedReader lines;
    private final Writer questions;
    private int port;

    /** What a server says of itself. */
    record Figures(long accepted, long cpuNanos, long flushes, long heapBytes) {}

    static boolean isPinned() {
        return Runtime.getRuntime().availableProcessors() > 1
                && Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
    }

    /** A server; with an outbox when there is a folder for it. */
    static BenchProcess server(int nodes, @Nullable Path outbox) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(nodes)));
        if (outbox != null) {
            arguments.add(outbox.toString());
        }
        BenchProcess server = new BenchProcess(0, BenchServer.class, arguments);
        server.port = Integer.parseInt(server.line());
        return server;
    }

    static BenchProcess nodes(int port, int nodes, int seconds) throws IOException {
        return new BenchProcess(
                1,
                BenchNodes.class,
                List.of(Integer.toString(port), Integer.toString(nodes), Integer.toString(seconds)));
    }

    private BenchProcess(int core, Class<?> program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isPinned()) {
            command.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Xss256k",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        lines = process.inputReader(StandardCharsets.US_ASCII);
        questions = process.outputWriter(StandardCharsets.US_ASCII);
    }

    int port() {
        return port;
    }

    String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("a process of the benchmark has ended: see above");
        }
        return line;
    }

    Figures figures(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        String[] parts = line().split(" ", -1);
        return new Figures(
                Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
