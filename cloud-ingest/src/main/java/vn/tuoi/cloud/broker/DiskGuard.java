package vn.tuoi.cloud.broker;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the disk that the broker writes to: a store that has hit its end does not work again before a restart, and the
 * databases need the rest. Thread-safe.
 */
final class DiskGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskGuard.class);

    /** Below it farms have to wait. */
    private static final long MIN_FREE_BYTES = 256L << 20;

    private static final int PERIOD_MS = 1_000;

    private final File folder;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watching = new Thread(task, "broker-disk");
        watching.setDaemon(true);
        return watching;
    });
    private volatile boolean full;

    private DiskGuard(File folder) {
        this.folder = folder;
    }

    static DiskGuard start(Path folder) {
        DiskGuard guard = new DiskGuard(folder.toFile());
        guard.look();
        var unused = guard.thread.scheduleWithFixedDelay(guard::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        return guard;
    }

    private void look() {
        boolean now = folder.getUsableSpace() < MIN_FREE_BYTES;
        if (now != full) {
            full = now;
            if (now) {
                LOG.error(
                        "the broker takes nothing more: less than {} MB are free in {}", MIN_FREE_BYTES >> 20, folder);
            } else {
                LOG.info("the broker takes messages again: there is room in {}", folder);
            }
        }
    }

    /** Whether farms have to wait. */
    boolean isFull() {
        return full;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
