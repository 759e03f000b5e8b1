package vn.tuoi.cloud.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.BrokerLink;
import vn.tuoi.cloud.mqtt.Inbound;

/**
 * A queue of messages and the one thread that takes them in batches. Back-pressure is the broker's receive maximum, not
 * memory. A broker may send more all the same (Mosquitto 2.0.11 does when it has a backlog and many are acknowledged at
 * once, and every broker sends again what a lost connection held), and a message may have a megabyte: when the queue is
 * full, in messages or bytes, the connection is not read.
 * QoS 0 messages that find no room are dropped and counted.
 */
final class Lane implements BrokerLink.Receiver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** A batch of so many costs each of them little of what a batch costs, and waits for no more. */
    private static final int ENOUGH_MESSAGES = 1_000;

    /** So many wait for more only while more come: a broker that may send no more until these are acknowledged must not be waited for. */
    private static final int SOME_MESSAGES = 300;

    /** The first of the pauses in which a smaller batch waits for more; each is twice the one before. */
    private static final int FIRST_PAUSE_MS = 5;

    /** A batch ends at the first of these; the bytes bound the memory that its readings take. */
    private static final int MAX_MESSAGES = 2_000;

    private static final int MAX_BYTES = 2 << 20;

    /** Of payloads that wait; a fifth of the smallest heap, with what Java adds to them. */
    private static final int MAX_QUEUED_BYTES = 32 << 20;

    private static final int STOP_TIMEOUT_MS = 7_000;

    /** Stores a batch; on return it is durable and acknowledged. Returns early and unacknowledged when interrupted. */
    interface Batcher {
        void take(List<Inbound> batch) throws InterruptedException;
    }

    private final int capacity;

    /** Not bounded by itself: above the capacity come at most the few messages that Paho holds when it is told to wait. */
    private final LinkedBlockingQueue<Inbound> queue = new LinkedBlockingQueue<>();

    /** Of payloads in the queue. */
    private final AtomicLong queuedBytes = new AtomicLong();

    private final LongAdder dropped;
    private final Batcher batcher;
    private final int pauses;
    private final Thread thread;
    private final LongAdder batches;
    private volatile boolean stopping;

    /** When the oldest message of the batch in hand came, of {@link System#nanoTime}; null between batches. */
    private volatile @Nullable Long inHandNanos;

    /**
     * Starts to take.
     *
     * @param pauses in which a small batch waits for more: 1 is 5 ms, 4 are 75. What a fuller batch is worth, a commit to
     *     disk among others, against what people wait
     */
    Lane(String name, int capacity, int pauses, Batcher batcher, Metrics metrics) {
        String label = "lane=\"" + name + "\"";
        this.capacity = capacity;
        this.batcher = batcher;
        this.pauses = pauses;
        this.dropped = metrics.counter("tuoi_intake_dropped_total", "QoS 0 messages that found no room.", label);
        metrics.gauge("tuoi_intake_waiting", "Messages received and not taken yet.", label, queue::size);
        metrics.gauge(
                "tuoi_intake_lag_seconds",
                "Age of the oldest message that was received and is neither stored nor spooled; 0 when there is none.",
                label,
                this::lagSeconds);
        this.batches = metrics.counter("tuoi_intake_batches_total", "Batches taken.", label);
        this.thread = new Thread(this::run, "intake-" + name);
        thread.start();
    }

    @Override
    public void take(Inbound message) {
        if (message.needsAcknowledgement() || hasRoom()) {
            queuedBytes.addAndGet(message.payloadBytes());
            queue.add(message);
        } else {
            dropped.increment();
        }
    }

    @Override
    public boolean hasRoom() {
        return queue.size() < capacity && queuedBytes.get() < MAX_QUEUED_BYTES;
    }

    private double lagSeconds() {
        Long since = inHandNanos;
        if (since == null) {
            Inbound head = queue.peek();
            since = head == null ? null : (Long) head.receivedNanos();
        }
        return since == null ? 0 : (System.nanoTime() - since) / 1e9;
    }

    private void run() {
        List<Inbound> batch = new ArrayList<>(MAX_MESSAGES);
        while (!stopping) {
            try {
                Inbound first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                inHandNanos = first.receivedNanos();
                batch.add(first);
                int bytes = fill(batch, first.payloadBytes());
                boolean moreCome = true;
                for (int pause = 0; pause < pauses && moreCome && isSmall(batch.size(), bytes); pause++) {
                    TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MS << pause);
                    int before = batch.size();
                    bytes = fill(batch, bytes);
                    moreCome = before < SOME_MESSAGES || batch.size() > before;
                }
                queuedBytes.addAndGet(-bytes);
                batcher.take(batch);
                batches.increment();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // a bug: the messages stay the broker's and come again on the next connection
                LOG.error("a batch of {} messages could not be taken in", batch.size(), e);
            } finally {
                batch.clear();
                inHandNanos = null;
            }
        }
    }

    private static boolean isSmall(int messages, int bytes) {
        return messages < ENOUGH_MESSAGES && bytes < MAX_BYTES;
    }

    /** Adds what waits to a batch of so many bytes; returns how many it has then. */
    private int fill(List<Inbound> batch, int before) {
        int bytes = before;
        while (batch.size() < MAX_MESSAGES && bytes < MAX_BYTES) {
            Inbound next = queue.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
            bytes += next.payloadBytes();
        }
        return bytes;
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
