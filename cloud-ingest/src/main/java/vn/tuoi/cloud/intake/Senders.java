package vn.tuoi.cloud.intake;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.registry.Farms;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Who sends on which topic, so that a topic is taken apart once and not with every message. Bounded by the registered
 * farms. One lane's, on its thread.
 */
final class Senders {
    /**
     * Hundreds of times what three days of backlog in an hour come to; the burst is what an outbox gathers in weeks. More
     * is put down unstored, and the farm, which gets no ack, sends it again later; so a farm in a loop cannot take the lane.
     */
    static final Allowance TELEMETRY = new Allowance(512 << 10, 32 << 20);

    /** Of events, replies and states, which cost the registry far more a byte. */
    static final Allowance WORDS = new Allowance(16 << 10, 2 << 20);

    private final Farms farms;
    private final Allowance allowance;
    private final Map<String, Sender> byTopic = new HashMap<>();

    Senders(Farms farms, Allowance allowance) {
        this.farms = farms;
        this.allowance = allowance;
    }

    /** What a farm may send on a topic: for long, and at once. */
    record Allowance(long bytesPerSecond, long burstBytes) {}

    /**
     * One topic of a registered farm.
     *
     * @param root what the farm's points are named below, e.g. {@code hill/}
     */
    record Sender(FarmId farm, String root, FarmTopic topic, Bucket bucket) {
        /** Whether the farm is within what it may send; counts the bytes. */
        boolean mayGoOn(int bytes) {
            return bucket.tryConsume(Math.max(1, bytes));
        }
    }

    /** Who a topic belongs to; null when it is no registered farm's. */
    @Nullable
    Sender find(String topic) {
        Sender known = byTopic.get(topic);
        Sender sender = known == null ? parse(topic) : known;
        if (sender == null || farms.find(sender.farm().value()).isEmpty()) {
            byTopic.remove(topic);
            return null;
        }
        if (known == null) {
            byTopic.put(topic, sender);
        }
        return sender;
    }

    private @Nullable Sender parse(String topic) {
        return FarmTopic.parse(topic)
                .map(address -> new Sender(address.farm(), address.farm().value() + "/", address.topic(), bucket()))
                .orElse(null);
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(allowance.burstBytes())
                        .refillGreedy(allowance.bytesPerSecond(), Duration.ofSeconds(1)))
                .build();
    }
}
