package vn.tuoi.edge.bench.footprint;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process whose cost is measured; its words go to a log. One thread. */
final class MeasuredProcess implements Closeable {
    private final Process process;
    private final Path log;
    private final long startedNanos = System.nanoTime();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile long readyNanos;

    /**
     * @param isReady a line that it says when it is ready
     * @param log takes what it says
     */
    MeasuredProcess(List<String> command, Map<String, String> environment, Path folder, Pattern isReady, Path log)
            throws IOException {
        this.log = log;
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        this.process = builder.start();
        Thread reader = new Thread(() -> listen(isReady), "log");
        reader.setDaemon(true);
        reader.start();
    }

    private void listen(Pattern isReady) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                Writer copy = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.write(line + "\n");
                copy.flush();
                if (ready.getCount() > 0 && isReady.matcher(line).find()) {
                    readyNanos = System.nanoTime();
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            // it has ended
        }
    }

    /** How long it took to be ready, ms. */
    long awaitReady(long atMostSeconds) throws IOException, InterruptedException {
        if (!ready.await(atMostSeconds, TimeUnit.SECONDS)) {
            throw new IOException("it is not ready after " + atMostSeconds + " s; see " + log);
        }
        return (readyNanos - startedNanos) / 1_000_000;
    }

    ProcessFigures figures() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("it has ended with " + process.exitValue() + "; see " + log);
        }
        return ProcessFigures.of(process.pid());
    }

    /** The number in the first line of its log that fits. */
    OptionalLong logged(Pattern pattern) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(log));
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
