package vn.tuoi.cloud.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.BrokerLink;
import vn.tuoi.cloud.mqtt.Inbound;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Says that messages are stored: to the broker at once, and to the farms at most once in {@value #PERIOD_MS}
 * ms, one {@code ack} each with all that was stored meanwhile. The farms are told on a thread of its own, so that a slow
 * broker holds up no lane. An ack that the broker does not take is kept for the next time; a farm that misses one sends
 * again, which is harmless. Thread-safe.
 */
final class Acknowledger implements AutoCloseable {
    private static final int PERIOD_MS = 100;

    /** Farms whose acks wait for a broker that is away; above it the waiting ones are dropped. */
    private static final int MAX_WAITING_FARMS = 20_000;

    private static final int STOP_TIMEOUT_MS = 2_000;

    private final BrokerLink link;
    private final LongAdder acks;
    private final Thread thread;
    private Map<FarmId, SeqRanges> waiting = new HashMap<>();
    private volatile boolean stopping;

    Acknowledger(BrokerLink link, Metrics metrics, String lane) {
        this.link = link;
        this.acks = metrics.counter(
                "tuoi_intake_acks_total", "Application acks that the broker has taken.", "lane=\"" + lane + "\"");
        metrics.gauge(
                "tuoi_intake_acks_waiting",
                "Farms that are to be told what is stored.",
                "lane=\"" + lane + "\"",
                this::waitingFarms);
        this.thread = new Thread(this::run, "acks-" + lane);
        thread.start();
    }

    /** Acknowledges what is durable now. */
    void acknowledge(List<Taken> messages) {
        Inbound.acknowledge(messages.stream().map(Taken::message).toList());
        synchronized (this) {
            for (Taken taken : messages) {
                long seq = taken.message().seq();
                FarmId farm = taken.farm();
                if (seq != Inbound.NO_SEQ && farm != null) {
                    SeqRanges ranges = rangesOf(farm);
                    if (ranges != null) {
                        ranges.add(seq);
                    }
                }
            }
        }
    }

    private synchronized @Nullable SeqRanges rangesOf(FarmId farm) {
        SeqRanges there = waiting.get(farm);
        if (there == null && waiting.size() < MAX_WAITING_FARMS) {
            there = new SeqRanges();
            waiting.put(farm, there);
        }
        return there;
    }

    private synchronized int waitingFarms() {
        return waiting.size();
    }

    private void run() {
        try {
            while (!stopping) {
                TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
                publishAll();
            }
        } catch (InterruptedException e) {
            // asked to end
        }
    }

    private void publishAll() {
        Map<FarmId, SeqRanges> now;
        synchronized (this) {
            if (waiting.isEmpty() || !link.isConnected()) {
                return;
            }
            now = waiting;
            waiting = new HashMap<>();
        }
        now.forEach(this::publish);
    }

    private void publish(FarmId farm, SeqRanges ranges) {
        var unused = link.publish(FarmTopic.ACK.of(farm), ranges.json(), false, null)
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        acks.increment();
                    } else {
                        keep(farm, ranges);
                    }
                });
    }

    private synchronized void keep(FarmId farm, SeqRanges ranges) {
        SeqRanges there = rangesOf(farm);
        if (there != null) {
            there.addAll(ranges);
        }
    }

    /** Tells what is to be told and ends. */
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
        publishAll();
    }
}
