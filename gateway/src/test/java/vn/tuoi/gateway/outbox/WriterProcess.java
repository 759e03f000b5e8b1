package vn.tuoi.gateway.outbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@link OutboxWriterProgram} as a process of its own, and the numbers that it has answered so far. */
final class WriterProcess {
    private final Process process;
    private final Thread reader;
    private final List<Long> answered = new CopyOnWriteArrayList<>();

    WriterProcess(Path outbox, Path log) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OutboxWriterProgram.class.getName(),
                        outbox.toString())
                .redirectError(log.toFile())
                .start();
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

    /** Stops it where it stands, so that nothing more is written. */
    void freeze() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** SIGKILL; then everything that it had answered. */
    List<Long> kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        reader.join();
        return answered();
    }
}
