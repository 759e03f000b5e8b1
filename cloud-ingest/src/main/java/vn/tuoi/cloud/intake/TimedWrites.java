package vn.tuoi.cloud.intake;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.TelemetryStore;

/**
 * Writes to a store that may hang: on a thread of their own, with a limit on how long anybody waits. Until a write that
 * was given up has come to its end, further ones fail at once, so a hung store costs one thread and one batch. Safe for
 * several threads; one at a time writes.
 */
final class TimedWrites implements AutoCloseable {
    private static final int STOP_TIMEOUT_MS = 2_000;

    private final TelemetryStore store;
    private final Duration timeout;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread writing = new Thread(task, "store-writes");
        // a store that hangs must not keep the process from ending
        writing.setDaemon(true);
        return writing;
    });

    private Future<?> last = CompletableFuture.completedFuture(null);

    TimedWrites(TelemetryStore store, Duration timeout) {
        this.store = store;
        this.timeout = timeout;
    }

    /**
     * What became of a write.
     *
     * @param failure null when it is durable
     * @param refusedRows rows that the store will never take
     * @param batchIsFree whether the batch may be used again; one that was given up is still being read
     */
    record Outcome(@Nullable Throwable failure, int refusedRows, boolean batchIsFree) {}

    synchronized Outcome write(ReadingBatch batch) throws InterruptedException {
        if (!last.isDone()) {
            return new Outcome(new TimeoutException("the write before it has not come to its end"), 0, true);
        }
        Future<Integer> writing = thread.submit(() -> store.write(batch));
        last = writing;
        try {
            return new Outcome(null, writing.get(timeout.toMillis(), TimeUnit.MILLISECONDS), true);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return new Outcome(cause == null ? e : cause, 0, true);
        } catch (TimeoutException e) {
            return new Outcome(new TimeoutException("not written within " + timeout.toSeconds() + " s"), 0, false);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
