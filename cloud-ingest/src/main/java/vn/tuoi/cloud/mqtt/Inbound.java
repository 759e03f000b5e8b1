package vn.tuoi.cloud.mqtt;

import java.util.List;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** A message from the broker that stays the broker's until it is acknowledged. Immutable; usable on any thread. */
public final class Inbound {
    /** No sequence number was given, or none that is a number. */
    public static final long NO_SEQ = -1;

    private static final int MAX_SEQ_DIGITS = 18;

    private final String topic;
    private final MqttMessage message;
    private final MqttAsyncClient connection;
    private final long receivedNanos = System.nanoTime();

    Inbound(String topic, MqttMessage message, MqttAsyncClient connection) {
        this.topic = topic;
        this.message = message;
        this.connection = connection;
    }

    public String topic() {
        return topic;
    }

    /** Not copied; not to be changed. */
    public byte[] payload() {
        return message.getPayload();
    }

    public int payloadBytes() {
        return message.getPayload().length;
    }

    /** When it came, of {@link System#nanoTime}. */
    public long receivedNanos() {
        return receivedNanos;
    }

    public boolean retained() {
        return message.isRetained();
    }

    /** The farm's sequence number, from the user property {@code seq}; {@link #NO_SEQ} when there is none. */
    public long seq() {
        MqttProperties properties = message.getProperties();
        List<UserProperty> user = properties == null ? List.of() : properties.getUserProperties();
        for (UserProperty property : user) {
            if (property.getKey().equals("seq")) {
                return number(property.getValue());
            }
        }
        return NO_SEQ;
    }

    private static long number(String text) {
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
        return message.getQos() > 0;
    }

    /**
     * Gives messages up. On a connection that is gone this does nothing: the broker sends the message again on the next
     * one, and an id of the old one would acknowledge a stranger there.
     */
    public static void acknowledge(List<Inbound> messages) {
        for (Inbound message : messages) {
            if (message.needsAcknowledgement()) {
                message.acknowledge();
            }
        }
    }

    private void acknowledge() {
        try {
            connection.messageArrivedComplete(message.getId(), message.getQos());
        } catch (MqttException | NullPointerException e) {
            // the connection is gone, see above; Paho's client has nothing left to call once it is closed
        }
    }
}
