package vn.tuoi.gateway.uplink;

import java.util.function.Consumer;
import vn.tuoi.config.event.Ack;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.topic.FarmTopic;
import vn.tuoi.gateway.outbox.Outbox;

/** Judges what comes over the broker, and hands on what is good: plans and commands only when the cloud has signed them. */
final class DownlinkDesk {
    private final UplinkSettings settings;
    private final Outbox outbox;
    private final Downlinks takers;

    DownlinkDesk(UplinkSettings settings, Outbox outbox, Downlinks takers) {
        this.settings = settings;
        this.outbox = outbox;
        this.takers = takers;
    }

    /** @throws MalformedDocument when it is not for this farm, not of the cloud, or not what its topic promises */
    void take(String topic, byte[] payload) throws MalformedDocument {
        FarmTopic.Address address = FarmTopic.parse(topic)
                .filter(parsed -> parsed.farm().equals(settings.farm()))
                .orElseThrow(() -> new MalformedDocument("", "is not a topic of this farm"));
        switch (address.topic()) {
            case ACK -> outbox.free(Ack.parse(payload).ranges());
            case PLAN -> verified(topic, payload, takers.plan());
            case COMMAND -> verified(topic, payload, takers.command());
            case FORECAST -> takers.forecast().accept(payload);
            case TELEMETRY, EVENT, STATE, ONLINE, REPLY -> {
                // our own, retained from an earlier connection: a new subscription is told
            }
        }
    }

    private void verified(String topic, byte[] payload, Consumer<byte[]> taker) throws MalformedDocument {
        if (payload.length == 0) {
            // an empty retained message only clears what was there
            return;
        }
        taker.accept(settings.cloudKey().verify(topic, payload));
    }
}
