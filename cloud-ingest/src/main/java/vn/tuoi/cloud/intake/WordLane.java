package vn.tuoi.cloud.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.Inbound;
import vn.tuoi.cloud.registry.FarmChange;
import vn.tuoi.cloud.registry.FarmLog;
import vn.tuoi.cloud.registry.FarmMessage;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/** Events, replies, states and comings and goings into the registry. On the lane's thread only. */
final class WordLane implements Lane.Batcher {
    private final vn.tuoi.cloud.registry.Registry registry;
    private final Presence presence;
    private final InstantSource clock;
    private final Consumer<List<FarmChange>> changes;
    private final Acknowledger acknowledger;
    private final LongAdder messages;
    private final Quarantine quarantine;
    private final Persistence storing;

    WordLane(
            vn.tuoi.cloud.registry.Registry registry,
            Presence presence,
            InstantSource clock,
            Metrics metrics,
            Consumer<List<FarmChange>> changes,
            Acknowledger acknowledger) {
        this.registry = registry;
        this.presence = presence;
        this.clock = clock;
        this.changes = changes;
        this.acknowledger = acknowledger;
        this.messages = metrics.counter(
                "tuoi_intake_messages_total", "Messages stored or put into quarantine.", "lane=\"word\"");
        this.quarantine = new Quarantine(metrics, "word");
        this.storing = new Persistence("registry", metrics);
    }

    @Override
    public void take(List<Inbound> batch) throws InterruptedException {
        Instant now = clock.instant();
        List<FarmMessage> words = new ArrayList<>(batch.size());
        for (Inbound message : batch) {
            Optional<FarmTopic.Address> address = FarmTopic.parse(message.topic());
            if (address.isEmpty()
                    || registry.farms().find(address.get().farm().value()).isEmpty()) {
                quarantine.add(message, now.toEpochMilli(), "unknown_farm", "topic of no registered farm");
                continue;
            }
            try {
                words.add(read(address.get(), message.payload(), now));
                if (!message.retained()) {
                    presence.heard(address.get().farm(), now.toEpochMilli());
                }
            } catch (MalformedDocument e) {
                quarantine.add(message, now.toEpochMilli(), "malformed", String.valueOf(e.getMessage()));
            }
        }
        List<FarmLog.Refused> refused = quarantine.drain();
        List<FarmChange> changed = new ArrayList<>();
        storing.untilItHolds(() -> {
            if (!words.isEmpty()) {
                changed.addAll(registry.log().write(words));
                words.clear();
            }
            if (!refused.isEmpty()) {
                registry.log().quarantine(refused);
            }
        });
        acknowledger.acknowledge(batch);
        messages.add(batch.size());
        changes.accept(changed);
    }

    private static FarmMessage read(FarmTopic.Address address, byte[] payload, Instant now) throws MalformedDocument {
        FarmId farm = address.farm();
        return switch (address.topic()) {
            case EVENT -> new FarmMessage.Happened(farm, FarmEvent.parse(payload));
            case REPLY -> new FarmMessage.Replied(farm, StrictJson.read(payload, Reply.class));
            case STATE -> new FarmMessage.Reported(farm, StrictJson.read(payload, FarmState.class));
            case ONLINE -> new FarmMessage.Online(farm, online(payload), now);
            case TELEMETRY, ACK, PLAN, COMMAND, FORECAST ->
                throw new IllegalStateException("not subscribed to " + address.topic());
        };
    }

    private static boolean online(byte[] payload) throws MalformedDocument {
        String text = new String(payload, StandardCharsets.UTF_8);
        if (!text.equals("0") && !text.equals("1")) {
            throw new MalformedDocument("", "must be 0 or 1");
        }
        return text.equals("1");
    }
}
