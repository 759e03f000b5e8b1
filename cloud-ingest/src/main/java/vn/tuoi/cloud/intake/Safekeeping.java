package vn.tuoi.cloud.intake;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.metrics.Timer;
import vn.tuoi.cloud.spool.Spool;
import vn.tuoi.cloud.spool.Spooled;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.TelemetryStore;

/**
 * Makes telemetry durable: in the store, or in the spool while the store fails, hangs or has a backlog from then. One
 * thread drains the spool, oldest first; as long as anything is in it, what arrives goes behind it, so that of two values
 * for the same moment the one that came last stays. When neither takes a batch, {@link #keep} waits, nothing is
 * acknowledged, and the broker's receive maximum holds the rest back. One thread keeps.
 */
final class Safekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Safekeeping.class);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(5);

    /** How often a spool that takes nothing is tried again, and how often the drain looks at an empty one. */
    private static final int PAUSE_MS = 100;

    private static final int DRAIN_MESSAGES = 2_000;
    private static final int DRAIN_BYTES = 1 << 20;
    private static final int STOP_TIMEOUT_MS = 7_000;

    private final TimedWrites writes;
    private final Spool spool;
    private final PackDecoder decoder;
    private final Breaker breaker = new Breaker();
    private final Counts counts;
    private final Thread drain;
    private ReadingBatch drained = new ReadingBatch();
    private volatile boolean stopping;

    /** The last failure of the store, so that each is told once; empty while it works. */
    private volatile String storeFailure = "";

    /** Why neither takes anything now; empty while one does. */
    private volatile String blocked = "";

    private record Counts(
            LongAdder readings, LongAdder refusedRows, LongAdder spooled, LongAdder drained, Timer write, Timer spool) {
        static Counts in(Metrics metrics) {
            return new Counts(
                    metrics.counter("tuoi_intake_readings_total", "Readings stored.", ""),
                    metrics.counter("tuoi_intake_refused_rows_total", "Readings that the store will never take.", ""),
                    metrics.counter("tuoi_spool_messages_in_total", "Messages put into the spool.", ""),
                    metrics.counter("tuoi_spool_messages_out_total", "Messages drained from the spool.", ""),
                    metrics.timer(
                            "tuoi_intake_write_seconds", "Time that a batch took to be written to the store.", ""),
                    metrics.timer("tuoi_spool_append_seconds", "Time that a batch took to be put into the spool.", ""));
        }
    }

    /**
     * Starts to drain.
     *
     * @param decoder for the drain's thread alone
     */
    Safekeeping(TelemetryStore store, Spool spool, PackDecoder decoder, Metrics metrics) {
        this.writes = new TimedWrites(store, WRITE_TIMEOUT);
        this.spool = spool;
        this.decoder = decoder;
        this.counts = Counts.in(metrics);
        metrics.gauge("tuoi_spool_messages", "Messages in the spool.", "", spool::messages);
        metrics.gauge("tuoi_spool_bytes", "Bytes in the spool that count against its limit.", "", spool::bytes);
        metrics.gauge("tuoi_spool_oldest_seconds", "Age of the oldest message in the spool.", "", spool::oldestSeconds);
        metrics.gauge(
                "tuoi_store_breaker",
                "Whether the store is written to: 0 closed, 1 open (it failed, a pause), 2 about to be tried again.",
                "",
                () -> breaker.state(System.nanoTime()).code());
        metrics.gauge(
                "tuoi_intake_blocked",
                "1 while neither store nor spool takes telemetry and nothing is acknowledged.",
                "",
                () -> blocked.isEmpty() ? 0 : 1);
        this.drain = new Thread(this::drain, "spool-drain");
        drain.start();
    }

    /**
     * Returns when the messages are durable.
     *
     * @param rows what is in the messages
     * @return whether {@code rows} may be used again
     */
    boolean keep(ReadingBatch rows, List<Spooled> messages) throws InterruptedException {
        boolean mine = true;
        ReadingBatch current = rows;
        while (true) {
            if (spool.isEmpty() && breaker.state(System.nanoTime()) != Breaker.State.OPEN) {
                TimedWrites.Outcome outcome = write(current);
                if (outcome.failure() == null) {
                    unblock();
                    return mine && outcome.batchIsFree();
                }
                if (!outcome.batchIsFree()) {
                    mine = false;
                    current = copy(current);
                }
            }
            if (spooled(messages)) {
                unblock();
                return mine;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    private static ReadingBatch copy(ReadingBatch rows) {
        ReadingBatch copy = new ReadingBatch();
        for (int i = 0; i < rows.size(); i++) {
            copy.add(rows.farm(i), rows.point(i), rows.unit(i), rows.timeMs(i), rows.value(i));
        }
        return copy;
    }

    private TimedWrites.Outcome write(ReadingBatch rows) throws InterruptedException {
        long began = System.nanoTime();
        TimedWrites.Outcome outcome = writes.write(rows);
        Throwable failure = outcome.failure();
        if (failure == null) {
            counts.write().took(began);
            counts.readings().add(rows.size() - outcome.refusedRows());
            counts.refusedRows().add(outcome.refusedRows());
            if (!storeFailure.isEmpty()) {
                LOG.info("the store can be written to again; {} messages wait in the spool", spool.messages());
                storeFailure = "";
            }
            breaker.succeeded();
        } else {
            String why = failure.toString();
            if (!why.equals(storeFailure)) {
                LOG.error("the store cannot be written to, telemetry goes to the spool: {}", why);
                storeFailure = why;
            }
            breaker.failed(System.nanoTime());
        }
        return outcome;
    }

    private boolean spooled(List<Spooled> messages) {
        long began = System.nanoTime();
        String obstacle;
        try {
            if (spool.append(messages)) {
                counts.spool().took(began);
                counts.spooled().add(messages.size());
                return true;
            }
            obstacle = spool.obstacle();
        } catch (IOException e) {
            obstacle = String.valueOf(e.getMessage());
        }
        if (blocked.isEmpty()) {
            LOG.error("nothing is acknowledged until the store or the spool takes telemetry again: {}", obstacle);
        }
        blocked = obstacle.isEmpty() ? "the spool has no room for a batch" : obstacle;
        return false;
    }

    private void unblock() {
        if (!blocked.isEmpty()) {
            LOG.info("telemetry is taken in again");
            blocked = "";
        }
    }

    private void drain() {
        while (!stopping) {
            try {
                if (spool.isEmpty() || breaker.state(System.nanoTime()) == Breaker.State.OPEN) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                } else {
                    drainSome();
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.error("the spool is not drained: {}", e.toString());
                breaker.failed(System.nanoTime());
            }
        }
    }

    private void drainSome() throws IOException, InterruptedException {
        List<Spooled> oldest = spool.oldest(DRAIN_MESSAGES, DRAIN_BYTES);
        drained.clear();
        for (Spooled message : oldest) {
            PackDecoder.Refusal refusal = decoder.decode(
                    message.farm(), message.farm() + "/", message.payload(), message.receivedAtMs(), drained);
            if (refusal != null) {
                // only when a later version is stricter than the one that took it
                LOG.error("a message of {} in the spool is left out: {}", message.farm(), refusal.text());
            }
        }
        if (drained.size() > 0) {
            TimedWrites.Outcome outcome = write(drained);
            if (!outcome.batchIsFree()) {
                drained = new ReadingBatch();
            }
            if (outcome.failure() != null) {
                return;
            }
        }
        spool.remove(oldest);
        counts.drained().add(oldest.size());
    }

    /** Why telemetry is not taken in now, for people; empty when it is. */
    String obstacle() {
        return blocked;
    }

    /** Whether the last write to the store succeeded. */
    boolean storeWorks() {
        return breaker.state(System.nanoTime()) == Breaker.State.CLOSED;
    }

    /** Ends after the write under way; what is in the spool stays there. */
    @Override
    public void close() {
        stopping = true;
        try {
            drain.join(STOP_TIMEOUT_MS);
            if (drain.isAlive()) {
                drain.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writes.close();
    }
}
