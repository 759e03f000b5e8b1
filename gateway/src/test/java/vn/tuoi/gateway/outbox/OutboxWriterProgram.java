package vn.tuoi.gateway.outbox;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that appends as fast as it can and prints the number of each message that was answered; until killed. */
public final class OutboxWriterProgram {
    private static final int THREADS = 8;

    private OutboxWriterProgram() {}

    static Outbox open(Path directory) throws IOException {
        return Outbox.open(
                directory,
                new OutboxLimits(64 << 20, Duration.ofDays(30), 64 * 1024),
                DrainPolicy.STANDARD,
                new Thinning("farm/"),
                InstantSource.system());
    }

    static byte[] payload(long seq) {
        return ("message " + seq + " " + "x".repeat((int) (seq % 300))).getBytes(StandardCharsets.US_ASCII);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Outbox outbox = open(Path.of(arguments[0]));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
        AtomicInteger numbers = new AtomicInteger();
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> {
                        while (true) {
                            MessageKind kind =
                                    numbers.incrementAndGet() % 5 == 0 ? MessageKind.EVENT : MessageKind.TELEMETRY;
                            try {
                                long seq = outbox.append(kind, OutboxWriterProgram::payload)
                                        .join();
                                synchronized (out) {
                                    out.println(seq);
                                }
                            } catch (CompletionException e) {
                                // a full disk refuses: it was not answered
                                Thread.onSpinWait();
                            }
                        }
                    })
                    .start();
        }
        Thread.currentThread().join();
    }
}
