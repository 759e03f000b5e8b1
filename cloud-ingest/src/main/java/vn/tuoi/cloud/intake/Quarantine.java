package vn.tuoi.cloud.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.Inbound;
import vn.tuoi.cloud.registry.RefusedMessages;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Messages that a lane refused, on their way to where people can look at them. They are written and acknowledged on a
 * thread of their own, so that bad messages never delay good ones; and they are acknowledged, or they would come for
 * ever. When they cannot be written for {@value #PATIENCE_MS} ms they are counted, acknowledged and gone: a refused
 * message is evidence, not a reading. {@link #refuse} is for the lane's thread.
 */
final class Quarantine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    /** Above the receive maximum, so only messages of QoS 0 can find no room; they are counted alone. */
    private static final int QUEUE_CAPACITY = 1_500;

    private static final int MAX_BATCH = 200;

    /** Between batches: a flood of bad messages costs ten transactions a second and a thousand rows. */
    private static final int PERIOD_MS = 100;

    /** Of a batch this many of a farm are kept; the rest is counted. */
    private static final int KEPT_OF_A_FARM = 10;

    static final int PATIENCE_MS = 5_000;
    private static final int PAUSE_MS = 250;
    private static final int STOP_TIMEOUT_MS = 2_000;

    private final RefusedMessages refusedMessages;
    private final Acknowledger acknowledger;
    private final ArrayBlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final Map<String, LongAdder> refused = new HashMap<>();
    private final LongAdder unrecorded;
    private final Thread thread;
    private volatile boolean stopping;

    private record Waiting(Taken taken, long nowMs, String reason, String text) {}

    Quarantine(RefusedMessages refusedMessages, Acknowledger acknowledger, Metrics metrics, String lane) {
        this.refusedMessages = refusedMessages;
        this.acknowledger = acknowledger;
        for (String reason : RefusalReasons.all()) {
            refused.put(
                    reason,
                    metrics.counter(
                            "tuoi_intake_refused_total",
                            "Messages refused, by reason.",
                            "lane=\"" + lane + "\",reason=\"" + reason + "\""));
        }
        this.unrecorded = metrics.counter(
                "tuoi_intake_refused_unrecorded_total",
                "Refused messages that are not in the quarantine: too many at once, or it could not be written.",
                "lane=\"" + lane + "\"");
        this.thread = new Thread(this::run, "quarantine-" + lane);
        thread.start();
    }

    /** Takes a message over, acknowledgement included. */
    void refuse(Taken message, long nowMs, String reason, String text) {
        LongAdder counter = refused.get(reason);
        if (counter == null) {
            throw new IllegalArgumentException("no reason for a refusal: " + reason);
        }
        counter.increment();
        if (!queue.offer(new Waiting(message, nowMs, reason, text))) {
            unrecorded.increment();
        }
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>(MAX_BATCH);
        try {
            while (!stopping) {
                Waiting first = queue.poll(PERIOD_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, MAX_BATCH - 1);
                    write(batch);
                    acknowledger.acknowledge(batch.stream().map(Waiting::taken).toList());
                    batch.clear();
                    if (queue.size() < MAX_BATCH) {
                        TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
                    }
                }
            }
        } catch (InterruptedException e) {
            // asked to end: what waits stays the broker's
        }
    }

    private void write(List<Waiting> batch) throws InterruptedException {
        Map<String, Integer> ofFarm = new HashMap<>();
        List<RefusedMessages.Refused> rows = new ArrayList<>();
        for (Waiting waiting : batch) {
            RefusedMessages.Refused row = row(waiting);
            if (ofFarm.merge(row.farm(), 1, Integer::sum) <= KEPT_OF_A_FARM) {
                rows.add(row);
            } else {
                unrecorded.increment();
            }
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (true) {
            try {
                refusedMessages.add(rows);
                return;
            } catch (RuntimeException e) {
                if (System.nanoTime() - deadline > 0) {
                    unrecorded.add(rows.size());
                    LOG.error("{} refused messages could not be put into quarantine: {}", rows.size(), e.toString());
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        }
    }

    private static RefusedMessages.Refused row(Waiting waiting) {
        Inbound message = waiting.taken().message();
        Recipient sender = waiting.taken().sender();
        String id = sender != null
                ? sender.farm().value()
                : FarmTopic.parse(message.topic())
                        .map(address -> address.farm().value())
                        .orElse("");
        byte[] payload = message.payload();
        byte[] beginning = Arrays.copyOf(payload, Math.min(payload.length, RefusedMessages.MAX_PAYLOAD_BYTES));
        return new RefusedMessages.Refused(
                id,
                message.topic(),
                waiting.nowMs(),
                waiting.reason(),
                waiting.text(),
                payload.length,
                Base64.getEncoder().encodeToString(beginning));
    }

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
