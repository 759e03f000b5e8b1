package vn.tuoi.cloud.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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

/**
 * Events, replies, states and comings and goings into the registry. One that the registry refuses for what it says, with
 * the others and alone, goes into quarantine, so that it holds up nobody else's words. On the lane's thread only.
 */
final class WordLane implements Lane.Batcher {
    private final Senders senders;
    private final FarmLog log;
    private final InstantSource clock;
    private final Consumer<List<FarmChange>> changes;
    private final Quarantine quarantine;
    private final Acknowledger acknowledger;
    private final LongAdder messages;
    private final LongAdder putDown;
    private final Persistence storing;

    /** Where what farms say is written, and who is told of it. */
    record Listeners(FarmLog log, Consumer<List<FarmChange>> changes) {}

    private record Word(FarmMessage message, Taken taken) {}

    WordLane(
            Senders senders,
            Listeners listeners,
            Quarantine quarantine,
            Acknowledger acknowledger,
            InstantSource clock,
            Metrics metrics) {
        this.senders = senders;
        this.log = listeners.log();
        this.changes = listeners.changes();
        this.quarantine = quarantine;
        this.acknowledger = acknowledger;
        this.clock = clock;
        this.messages = metrics.counter("tuoi_intake_messages_total", "Messages stored or spooled.", "lane=\"word\"");
        this.putDown = metrics.counter(
                "tuoi_intake_put_down_total",
                "Messages of farms that send far too much, neither stored nor acknowledged to them.",
                "lane=\"word\"");
        this.storing = new Persistence("registry", metrics);
    }

    @Override
    public void take(List<Inbound> batch) throws InterruptedException {
        Instant now = clock.instant();
        List<Word> words = new ArrayList<>(batch.size());
        for (Inbound message : batch) {
            read(message, now, words);
        }
        List<FarmChange> changed = new ArrayList<>();
        if (!words.isEmpty()) {
            store(words, now, changed);
        }
        changes.accept(changed);
    }

    /** Stores and acknowledges words in their order, in halves when one of them cannot be stored. */
    private void store(List<Word> words, Instant now, List<FarmChange> changed) throws InterruptedException {
        List<RuntimeException> refusals = new ArrayList<>();
        storing.untilItHolds(() -> {
            try {
                changed.addAll(log.write(words.stream().map(Word::message).toList()));
            } catch (RuntimeException e) {
                if (!FarmLog.isForWhatItSays(e)) {
                    throw e;
                }
                refusals.add(e);
            }
        });
        if (refusals.isEmpty()) {
            acknowledger.acknowledge(words.stream().map(Word::taken).toList());
            messages.add(words.size());
        } else if (words.size() == 1) {
            quarantine.refuse(
                    words.get(0).taken(),
                    now.toEpochMilli(),
                    RefusalReasons.NOT_STORABLE,
                    "the registry refuses it: " + refusals.get(0));
        } else {
            int half = words.size() / 2;
            store(words.subList(0, half), now, changed);
            store(words.subList(half, words.size()), now, changed);
        }
    }

    private void read(Inbound message, Instant now, List<Word> words) {
        Sender sender = senders.find(message.topic());
        if (sender == null) {
            quarantine.refuse(
                    new Taken(message, null),
                    now.toEpochMilli(),
                    RefusalReasons.UNKNOWN_FARM,
                    "topic of no registered farm");
            return;
        }
        if (!sender.mayGoOn(message.payloadBytes())) {
            putDown.increment();
            Inbound.acknowledge(List.of(message));
            return;
        }
        try {
            words.add(new Word(read(sender, message.payload(), now), new Taken(message, sender.recipient())));
            if (!message.retained()) {
                sender.heardAt(now.toEpochMilli());
            }
        } catch (MalformedDocument e) {
            quarantine.refuse(
                    new Taken(message, sender.recipient()),
                    now.toEpochMilli(),
                    RefusalReasons.MALFORMED,
                    String.valueOf(e.getMessage()));
        }
    }

    /** A farm may be newer than this cloud: fields that it has added are passed over. */
    private static FarmMessage read(Sender sender, byte[] payload, Instant now) throws MalformedDocument {
        FarmId farm = sender.farm();
        return switch (sender.topic()) {
            case EVENT -> new FarmMessage.Happened(farm, FarmEvent.parse(payload));
            case REPLY -> new FarmMessage.Replied(farm, StrictJson.readOwn(payload, Reply.class));
            case STATE -> new FarmMessage.Reported(farm, StrictJson.readOwn(payload, FarmState.class));
            case ONLINE -> new FarmMessage.Online(farm, online(payload), now);
            case TELEMETRY, ACK, PLAN, COMMAND, FORECAST ->
                throw new IllegalStateException("not subscribed to " + sender.topic());
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
