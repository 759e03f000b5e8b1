package vn.tuoi.cloud.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.BrokerLink;
import vn.tuoi.cloud.mqtt.Inbound;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Says that messages are stored: to the broker at once, and to the farms in rounds, one {@code ack} each with all that
 * was stored meanwhile. A publication costs as much as half of all that became of the message, so the more farms a round
 * tells, the later the next one comes, see {@link #pauseMs}. The farms are told on a thread of its own, so that a slow
 * broker holds up no lane. An ack that the broker does not take is kept for the next time; a farm that misses one sends
 * again, which is harmless. Thread-safe.
 */
final class Acknowledger implements AutoCloseable {
    /** While few send: nobody waits for an ack, but a farm that is cut off sends again what it was not told of. */
    private static final int SHORTEST_PAUSE_MS = 100;

    /** A small part of the time after which a farm that is told nothing sends again, 30 s. */
    private static final int LONGEST_PAUSE_MS = 4_000;

    /** About so many farms are told in a second while more send. */
    private static final int FARMS_A_SECOND = 4_000;

    private static final int STOP_TIMEOUT_MS = 2_000;

    private final BrokerLink link;
    private final LongAdder acks;
    private final Thread thread;
    private final CountDownLatch ending = new CountDownLatch(1);

    /** Bounded by the registered farms, as {@link #due} is; both guarded by this. */
    private final Map<FarmId, Recipient> recipients = new HashMap<>();

    /** Whom the next round tells. */
    private List<Recipient> due = new ArrayList<>();

    Acknowledger(BrokerLink link, Metrics metrics, String lane) {
        this.link = link;
        this.acks = metrics.counter(
                "tuoi_intake_acks_total", "Application acks that the broker has taken.", "lane=\"" + lane + "\"");
        metrics.gauge(
                "tuoi_intake_acks_waiting",
                "Farms that are to be told what is stored.",
                "lane=\"" + lane + "\"",
                this::dueFarms);
        this.thread = new Thread(this::run, "acks-" + lane);
        thread.start();
    }

    /** The one recipient that stands for a farm, which must be registered. */
    synchronized Recipient recipient(FarmId farm) {
        return recipients.computeIfAbsent(farm, Recipient::new);
    }

    /** Acknowledges what is durable now. */
    void acknowledge(List<Taken> messages) {
        Inbound.acknowledge(messages.stream().map(Taken::message).toList());
        synchronized (this) {
            for (Taken taken : messages) {
                long seq = taken.message().seq();
                Recipient sender = taken.sender();
                if (seq != Inbound.NO_SEQ && sender != null) {
                    sender.stored.add(seq);
                    makeDue(sender);
                }
            }
        }
    }

    private synchronized void makeDue(Recipient recipient) {
        if (!recipient.isDue) {
            recipient.isDue = true;
            due.add(recipient);
        }
    }

    private synchronized int dueFarms() {
        return due.size();
    }

    private void run() {
        try {
            int told = 0;
            while (!ending.await(pauseMs(told), TimeUnit.MILLISECONDS)) {
                told = publishAll();
            }
        } catch (InterruptedException e) {
            // asked to end
        }
    }

    /** How long acks gather after a round that told so many farms. */
    static int pauseMs(int told) {
        long pauseMs = told * 1_000L / FARMS_A_SECOND;
        return (int) Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, pauseMs));
    }

    /** Returns how many farms there were to tell. */
    private int publishAll() {
        List<Recipient> now;
        synchronized (this) {
            if (due.isEmpty() || !link.isConnected()) {
                return 0;
            }
            now = due;
            due = new ArrayList<>(now.size());
        }
        now.forEach(this::publish);
        return now.size();
    }

    private void publish(Recipient recipient) {
        SeqRanges told = take(recipient);
        var unused = link.publish(FarmTopic.ACK.of(recipient.farm()), told.json(), false, null)
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        acks.increment();
                    } else {
                        giveBack(recipient, told);
                    }
                });
    }

    private synchronized SeqRanges take(Recipient recipient) {
        recipient.isDue = false;
        return recipient.stored.takeAll();
    }

    private synchronized void giveBack(Recipient recipient, SeqRanges untold) {
        recipient.stored.addAll(untold);
        makeDue(recipient);
    }

    /** Tells what is to be told and ends. */
    @Override
    public void close() {
        ending.countDown();
        try {
            thread.join(STOP_TIMEOUT_MS);
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(STOP_TIMEOUT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int unusedTold = publishAll();
    }
}
