package vn.tuoi.cloud.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.Ack;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.retry.FullJitter;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/**
 * A farm as the broker sees it: connects, subscribes and introduces itself as the gateway does, sends a message a
 * minute, keeps what is not acknowledged and sends it again on the next connection, and comes back with the gateway's own
 * pauses. On the loop of its fleet.
 */
final class SimulatedFarm implements LoadConnection.Listener {
    // as in the gateway's connection
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final long SESSION_EXPIRY_SECONDS = 7 * 86_400L;
    private static final int RECEIVE_MAXIMUM = 16;

    private final Fleet fleet;
    private final int number;
    private final FarmId id;
    private final LoadConnection.Identity identity;
    private final FullJitter pauses;
    private LoadConnection connection;
    private boolean subscribed;
    /** What a message number is when it is no telemetry. */
    private final Map<Long, Reply> replies = new HashMap<>();

    /** Acknowledged, but not yet everything before it: telemetry and replies are acknowledged apart. */
    private final Set<Long> ahead = new HashSet<>();

    private long taken;
    private long acknowledged;
    private long sent;
    private long planVersion;

    SimulatedFarm(Fleet fleet, int number, long seed) {
        this.fleet = fleet;
        this.number = number;
        this.id = FarmMessages.farmId(number);
        this.identity = new LoadConnection.Identity(
                id.value(),
                id.value(),
                CloudUnderTest.FARM_PASSWORD,
                KEEP_ALIVE_SECONDS,
                SESSION_EXPIRY_SECONDS,
                RECEIVE_MAXIMUM,
                FarmTopic.ONLINE.of(id));
        this.pauses = FullJitter.ofFarm(new SplittableRandom(seed + number));
        this.connection = new LoadConnection(identity, this);
    }

    void connect() {
        connection = fleet.loop().open(identity, this, true);
    }

    @Override
    public void answered(LoadConnection answered, boolean accepted) {
        if (accepted) {
            answered.subscribe(FarmTopic.everythingOf(id), true);
        } else {
            fleet.refused();
        }
    }

    @Override
    public void subscribed(LoadConnection now) {
        subscribed = true;
        now.publish(FarmTopic.ONLINE.of(id), "1".getBytes(StandardCharsets.US_ASCII), true, -1);
        now.publish(FarmTopic.STATE.of(id), state(), true, -1);
        now.flush();
        fleet.up();
        sent = acknowledged;
        sendWaiting();
    }

    private byte[] state() {
        return StrictJson.write(new FarmState(
                Instant.now(),
                planVersion,
                null,
                FarmState.ClockTrust.TRUSTED,
                null,
                List.of(),
                List.of(),
                List.of(),
                "tuoi 0.1.0",
                1_000L));
    }

    /** A minute is over: there is something to say. */
    void measure() {
        taken++;
        fleet.measured();
        sendWaiting();
    }

    private void sendWaiting() {
        while (subscribed && sent < taken && connection.room() > 0) {
            sent++;
            if (ahead.contains(sent)) {
                continue;
            }
            Reply reply = replies.get(sent);
            if (reply == null) {
                connection.publish(FarmTopic.TELEMETRY.of(id), fleet.payload(number, sent), false, sent);
            } else {
                connection.publish(FarmTopic.REPLY.of(id), StrictJson.write(reply), false, sent);
            }
            connection.flush();
        }
    }

    @Override
    public void arrived(String topic, ByteBuf payload) {
        try {
            if (topic.endsWith("/command")) {
                obey(ByteBufUtil.getBytes(payload));
            }
            if (topic.endsWith("/plan")) {
                apply(ByteBufUtil.getBytes(payload));
            }
            if (topic.endsWith("/telemetry")) {
                fleet.echoed();
            }
            if (!topic.endsWith("/ack")) {
                return;
            }
            for (Ack.Range range : Ack.parse(ByteBufUtil.getBytes(payload)).ranges()) {
                for (long seq = Math.max(range.from(), acknowledged + 1); seq <= range.to(); seq++) {
                    free(seq);
                }
            }
            while (ahead.remove(acknowledged + 1)) {
                acknowledged++;
            }
            pauses.reset();
        } catch (MalformedDocument e) {
            throw new IllegalStateException("what the cloud sends cannot be read", e);
        }
    }

    /** Reports a plan that it has not seen yet as applied. */
    private void apply(byte[] envelope) throws MalformedDocument {
        long version = document(envelope).path("version").asLong();
        if (version > planVersion) {
            planVersion = version;
            connection.publish(FarmTopic.STATE.of(id), state(), true, -1);
            connection.flush();
        }
    }

    /** What an envelope holds; its signature is not looked at. */
    private static JsonNode document(byte[] envelope) throws MalformedDocument {
        String document =
                StrictJson.read(envelope, JsonNode.class).path("payload").asText();
        return StrictJson.read(Base64.getUrlDecoder().decode(document), JsonNode.class);
    }

    /** Answers at once that it is done. */
    private void obey(byte[] envelope) throws MalformedDocument {
        UUID command = UUID.fromString(document(envelope).path("id").asText());
        fleet.commanded(number);
        taken++;
        fleet.measured();
        replies.put(taken, new Reply(command, Reply.State.DONE, null, Instant.now()));
        sendWaiting();
    }

    private void free(long seq) {
        if (ahead.add(seq)) {
            fleet.acknowledged();
            if (replies.remove(seq) != null) {
                fleet.replied(number);
            }
        }
    }

    @Override
    public void ended(LoadConnection gone) {
        if (gone != connection) {
            return;
        }
        if (subscribed) {
            subscribed = false;
            fleet.down();
        }
        fleet.again(this, pauses.next().toMillis());
    }

    /** Ends as when the power fails. */
    void cut() {
        connection.close();
    }
}
