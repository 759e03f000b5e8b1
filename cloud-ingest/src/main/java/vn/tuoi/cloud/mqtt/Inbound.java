package vn.tuoi.cloud.mqtt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message from the broker that stays the broker's until it is acknowledged. Immutable; usable on any thread. */
public final class Inbound {
    /** No sequence number was given, or none that is a number. */
    public static final long NO_SEQ = -1;

    /** Instead of a packet id, of QoS 0. */
    static final int NOT_OWED = 0;

    private static final int MAX_SEQ_DIGITS = 18;

    private final String topic;
    private final byte[] payload;
    private final boolean retained;
    private final long seq;
    private final int packetId;
    private final BrokerConnection connection;
    private final long receivedNanos = System.nanoTime();

    Inbound(String topic, byte[] payload, boolean retained, long seq, int packetId, BrokerConnection connection) {
        this.topic = topic;
        this.payload = payload;
        this.retained = retained;
        this.seq = seq;
        this.packetId = packetId;
        this.connection = connection;
    }

    public String topic() {
        return topic;
    }

    /** Not copied; not to be changed. */
    public byte[] payload() {
        return payload;
    }

    public int payloadBytes() {
        return payload.length;
    }

    /** When it came, of {@link System#nanoTime}. */
    public long receivedNanos() {
        return receivedNanos;
    }

    public boolean retained() {
        return retained;
    }

    /** The farm's sequence number, from the user property {@code seq}; {@link #NO_SEQ} when there is none. */
    public long seq() {
        return seq;
    }

    static long seq(String text) {
        if (text.isEmpty() || text.length() > MAX_SEQ_DIGITS) {
            return NO_SEQ;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return NO_SEQ;
            }
            number = 10 * number + (digit - '0');
        }
        return number;
    }

    /** Whether the broker waits for that; not for QoS 0. */
    public boolean needsAcknowledgement() {
        return packetId != NOT_OWED;
    }

    /**
     * Gives messages up, in one write for those of a connection. On a connection that is gone this does nothing: the
     * broker sends the message again on the next one, and an id of the old one would acknowledge a stranger there.
     */
    public static void acknowledge(List<Inbound> messages) {
        int[] packetIds = new int[messages.size()];
        int count = 0;
        BrokerConnection connection = null;
        for (Inbound message : messages) {
            if (message.connection != connection) {
                acknowledge(connection, packetIds, count);
                connection = message.connection;
                count = 0;
            }
            if (message.packetId != NOT_OWED) {
                packetIds[count++] = message.packetId;
            }
        }
        acknowledge(connection, packetIds, count);
    }

    private static void acknowledge(@Nullable BrokerConnection connection, int[] packetIds, int count) {
        if (connection != null) {
            connection.acknowledge(packetIds, count);
        }
    }
}
