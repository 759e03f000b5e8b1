package vn.tuoi.edge.serial;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Two serial ports that are the ends of one cable, by Debian's socat. */
final class PseudoTerminal implements AutoCloseable {
    final Path master;
    final Path slave;
    private final Process socat;

    PseudoTerminal(Path folder) throws IOException {
        this.master = folder.resolve("master");
        this.slave = folder.resolve("slave");
        this.socat = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + master, "pty,raw,echo=0,link=" + slave)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("socat.log").toFile())
                .start();
        await().until(() -> Files.exists(master) && Files.exists(slave));
    }

    @Override
    public void close() {
        socat.destroy();
        try {
            // it takes its links along, which whoever deletes the folder must not meet half way
            boolean unusedEnded = socat.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
