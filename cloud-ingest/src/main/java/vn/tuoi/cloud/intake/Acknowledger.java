package vn.tuoi.cloud.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.BrokerLink;
import vn.tuoi.cloud.mqtt.Inbound;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Says that messages are stored: to the broker, one by one, and to the farms, one {@code ack} a farm and batch. An ack
 * that the broker does not take is kept for the next batch; a farm that misses one sends again, which is harmless. One
 * lane's, on its thread; only completions come from elsewhere.
 */
final class Acknowledger {
    /** Farms whose acks wait for a broker that is away; above it the waiting ones are dropped. */
    private static final int MAX_WAITING_FARMS = 20_000;

    private final BrokerLink link;
    private final LongAdder acks;
    private final Map<FarmId, SeqRanges> waiting = new HashMap<>();

    Acknowledger(BrokerLink link, Metrics metrics, String lane) {
        this.link = link;
        this.acks = metrics.counter(
                "tuoi_intake_acks_total", "Application acks that the broker has taken.", "lane=\"" + lane + "\"");
    }

    /** Acknowledges what is durable now. */
    void acknowledge(List<Inbound> messages) {
        Map<FarmId, SeqRanges> byFarm;
        synchronized (waiting) {
            byFarm = new HashMap<>(waiting);
            waiting.clear();
        }
        for (Inbound message : messages) {
            message.acknowledge();
            long seq = message.seq();
            if (seq != Inbound.NO_SEQ) {
                FarmTopic.parse(message.topic())
                        .ifPresent(address -> byFarm.computeIfAbsent(address.farm(), farm -> new SeqRanges())
                                .add(seq));
            }
        }
        byFarm.forEach(this::publish);
    }

    private void publish(FarmId farm, SeqRanges ranges) {
        var unused = link.publish(FarmTopic.ACK.of(farm), StrictJson.write(ranges.ack()), false, null)
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        acks.increment();
                    } else {
                        keep(farm, ranges);
                    }
                });
    }

    private void keep(FarmId farm, SeqRanges ranges) {
        synchronized (waiting) {
            SeqRanges there = waiting.get(farm);
            if (there != null) {
                there.addAll(ranges);
            } else if (waiting.size() < MAX_WAITING_FARMS) {
                waiting.put(farm, ranges);
            }
        }
    }
}
