package vn.tuoi.cloud.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.mqtt.Inbound;

/**
 * A queue of messages and the one thread that takes them in batches. The queue holds as many as the broker may send
 * unacknowledged, so it never overflows with QoS 1: back-pressure is the broker's receive maximum, not memory. QoS 0
 * messages beyond it are dropped and counted.
 */
final class Lane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** Messages that wait for more to come: what a fuller batch is worth against what a phone waits. */
    private static final int LINGER_MS = 5;

    private static final int STOP_TIMEOUT_MS = 3_000;

    /** Stores a batch; on return it is durable and acknowledged. Returns early and unacknowledged when interrupted. */
    interface Batcher {
        void take(List<Inbound> batch) throws InterruptedException;
    }

    private final ArrayBlockingQueue<Inbound> queue;
    private final int maxBatch;
    private final LongAdder dropped;
    private final Batcher batcher;
    private final Thread thread;
    private volatile boolean stopping;

    Lane(String name, int capacity, int maxBatch, LongAdder dropped, Batcher batcher) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.maxBatch = maxBatch;
        this.dropped = dropped;
        this.batcher = batcher;
        this.thread = new Thread(this::run, "intake-" + name);
        thread.start();
    }

    /** Takes a message over; never blocks. */
    void offer(Inbound message) {
        if (!queue.offer(message)) {
            dropped.increment();
        }
    }

    int waiting() {
        return queue.size();
    }

    private void run() {
        List<Inbound> batch = new ArrayList<>(maxBatch);
        while (!stopping) {
            try {
                Inbound first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, maxBatch - 1);
                if (batch.size() < maxBatch) {
                    TimeUnit.MILLISECONDS.sleep(LINGER_MS);
                    queue.drainTo(batch, maxBatch - batch.size());
                }
                batcher.take(batch);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // a bug: the messages stay the broker's and come again on the next connection
                LOG.error("a batch of {} messages could not be taken in", batch.size(), e);
            } finally {
                batch.clear();
            }
        }
    }

    /** Finishes the batch under way and stops; what waits stays the broker's. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(STOP_TIMEOUT_MS);
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(STOP_TIMEOUT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
