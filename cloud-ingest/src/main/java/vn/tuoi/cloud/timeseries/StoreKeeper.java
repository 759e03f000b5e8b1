package vn.tuoi.cloud.timeseries;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.metrics.Metrics;

/**
 * The thread that brings readings into the rollups and lets old ones go: a small step at a time with a pause as long as
 * the step after it, so that at least half of the time is the writer's.
 */
public final class StoreKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);

    /** Long enough for a farm to catch up on some hours, which else are rolled up again with every few messages. */
    private static final long PERIOD_MS = 60_000;

    private static final long LONGEST_BREATH_MS = 1_000;
    private static final int END_WITHIN_MS = 20_000;

    private final TelemetryStore store;
    private final LongAdder rolledHours;
    private final LongAdder droppedDays;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread;
    private volatile Upkeep last = new Upkeep(false, 0, 0, 0, Long.MAX_VALUE, -1);
    private volatile boolean failing;

    private StoreKeeper(TelemetryStore store, InstantSource clock, Metrics metrics) {
        this.store = store;
        this.rolledHours = metrics.counter("tuoi_rollup_hours_total", "Hours brought into the rollups.", "");
        this.droppedDays = metrics.counter("tuoi_store_dropped_days_total", "Days of readings let go.", "");
        metrics.gauge(
                "tuoi_rollup_waiting",
                "Series-days (SQLite) or farm-days (InfluxDB) with closed hours that are not in the rollups.",
                "",
                () -> last.waiting());
        metrics.gauge(
                "tuoi_rollup_lag_seconds", "Age of the oldest closed hour that is not in the rollups.", "", () -> {
                    long oldestMs = last.oldestWaitingMs();
                    return oldestMs == Long.MAX_VALUE ? 0 : Math.max(0, clock.millis() - oldestMs) / 1e3;
                });
        metrics.gauge("tuoi_store_bytes", "What the store uses; -1 when it cannot tell.", "", () -> last.bytes());
        metrics.gauge(
                "tuoi_store_upkeep_failing", "1 while upkeep fails and is tried again.", "", () -> failing ? 1 : 0);
        this.thread = new Thread(this::run, "store-keeper");
    }

    /**
     * Starts the thread.
     *
     * @param clock the farms' time, for the metric of the lag
     */
    public static StoreKeeper start(TelemetryStore store, InstantSource clock, Metrics metrics) {
        StoreKeeper keeper = new StoreKeeper(store, clock, metrics);
        keeper.thread.setDaemon(true);
        keeper.thread.start();
        return keeper;
    }

    private void run() {
        try {
            long pauseMs = 0;
            while (!ending.await(pauseMs, TimeUnit.MILLISECONDS)) {
                pauseMs = step();
            }
        } catch (InterruptedException e) {
            // asked to end
        }
    }

    /** Returns how long to wait before the next step. */
    private long step() {
        long began = System.nanoTime();
        try {
            Upkeep done = store.upkeep();
            last = done;
            rolledHours.add(done.rolledHours());
            droppedDays.add(done.droppedDays());
            failing = false;
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            return done.more() ? Math.min(tookMs + 1, LONGEST_BREATH_MS) : PERIOD_MS;
        } catch (StoreUnavailable | RuntimeException e) {
            if (!failing) {
                LOG.warn("upkeep of telemetry failed and will be tried again: {}", e.toString());
                failing = true;
            }
            return PERIOD_MS;
        }
    }

    /** Ends after the step that is being done. */
    @Override
    public void close() {
        ending.countDown();
        try {
            thread.join(END_WITHIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
