package vn.tuoi.gateway.outbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@link OutboxWriterProgram} as a process of its own, and the numbers that it has answered so far. */
final class WriterProcess {
    private final Process process;
    private final Thread reader;
    private final List<Long> answered = new CopyOnWriteArrayList<>();

    /** @param before what runs it, e.g. a fault injector; its own arguments first */
    WriterProcess(Path outbox, Path log, String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OutboxWriterProgram.class.getName(),
                outbox.toString()));
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        reader = new Thread(this::read);
        reader.start();
    }

    private void read() {
        StringBuilder line = new StringBuilder();
        try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int c = out.read(); c >= 0; c = out.read()) {
                if (c == '\n') {
                    answered.add(Long.parseLong(line.toString()));
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
        } catch (IOException e) {
            // killed: what came whole counts
        }
    }

    /** Those printed so far. */
    List<Long> answered() {
        return List.copyOf(answered);
    }

    /** SIGKILL; then everything that it had answered. */
    List<Long> kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        reader.join();
        return answered();
    }
}
