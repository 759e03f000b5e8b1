package vn.tuoi.cloud.intake;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.SynchronizationStrategy;
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
    private final Presence presence;
    private final Acknowledger acknowledger;
    private final Allowance allowance;
    private final Map<String, Sender> byTopic = new HashMap<>();

    /** @param acknowledger of the same lane */
    Senders(Farms farms, Presence presence, Acknowledger acknowledger, Allowance allowance) {
        this.farms = farms;
        this.presence = presence;
        this.acknowledger = acknowledger;
        this.allowance = allowance;
    }

    /** What a farm may send on a topic: for long, and at once. */
    record Allowance(long bytesPerSecond, long burstBytes) {}

    /** Who a topic belongs to; null when it is no registered farm's. A farm that is registered stays so. */
    @Nullable
    Sender find(String topic) {
        Sender known = byTopic.get(topic);
        if (known != null) {
            return known;
        }
        Sender found = FarmTopic.parse(topic)
                .filter(address -> farms.find(address.farm().value()).isPresent())
                .map(this::sender)
                .orElse(null);
        if (found != null) {
            byTopic.put(topic, found);
        }
        return found;
    }

    private Sender sender(FarmTopic.Address address) {
        FarmId farm = address.farm();
        return new Sender(acknowledger.recipient(farm), address.topic(), bucket(), presence.seen(farm));
    }

    private Bucket bucket() {
        return Bucket.builder()
                // changed in place: else each message leaves a new object that the collector copies
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .addLimit(limit -> limit.capacity(allowance.burstBytes())
                        .refillGreedy(allowance.bytesPerSecond(), Duration.ofSeconds(1)))
                .build();
    }
}
