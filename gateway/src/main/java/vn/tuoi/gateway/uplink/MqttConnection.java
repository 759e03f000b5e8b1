package vn.tuoi.gateway.uplink;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.topic.FarmTopic;

/**
 * One life of an MQTT connection: made once, used until it breaks, then closed and replaced by a new one. Paho's own
 * reconnection and message store are not used: the outbox knows what was sent. The broker keeps the session in between.
 * Thread-safe.
 */
final class MqttConnection implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
    private static final long SESSION_EXPIRY_SECONDS = 7 * 86_400L;
    private static final long CLOSE_MS = 500;
    private static final int RECEIVE_MAXIMUM = 16;

    /** MQTT 5 section 3.8.3.1. */
    private static final int RETAINED_ONLY_WHEN_NEW = 1;

    /** What a broker takes that says nothing: MQTT 5 section 3.2.2.3.3. */
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;

    /** For the state and the presence, which are not of the outbox: Paho throws when the broker's window is full. */
    private static final int RESERVED = 2;

    /** A plan's envelope is a plan of at most 1 MiB in base64. */
    private static final long MAX_PACKET_BYTES = 2L << 20;

    private static final byte[] ONLINE = {'1'};
    private static final byte[] OFFLINE = {'0'};

    private final MqttAsyncClient client;
    private final String onlineTopic;
    private boolean sessionLost;
    private int receiveMaximum = DEFAULT_RECEIVE_MAXIMUM;
    private volatile boolean up;

    /** What a connection tells, on its own threads; none may block. */
    interface Events {
        /** Something came; it is acknowledged to the broker when this returns, or throws. */
        void arrived(String topic, byte[] payload);

        /** The broker's word on a message, which it took or not. */
        void confirmed(long seq, boolean taken);

        void broke(String why);
    }

    private MqttConnection(MqttAsyncClient client, String onlineTopic) {
        this.client = client;
        this.onlineTopic = onlineTopic;
    }

    /** Connects and subscribes; blocks for at most half a minute. */
    static MqttConnection open(UplinkSettings settings, Events events) throws IOException {
        BrokerAddress broker = settings.broker();
        String onlineTopic = FarmTopic.ONLINE.of(settings.farm());
        try {
            MqttAsyncClient client = PahoClient.create(broker);
            MqttConnection connection = new MqttConnection(client, onlineTopic);
            try {
                connection.connect(settings, events);
                return connection;
            } catch (MqttException | IOException | RuntimeException e) {
                connection.discard();
                throw e;
            }
        } catch (MqttException e) {
            throw new IOException(broker + ": " + PahoClient.describe(e), e);
        }
    }

    private void connect(UplinkSettings settings, Events events) throws MqttException, IOException {
        MqttConnectionOptions options = PahoClient.options(settings.broker());
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_EXPIRY_SECONDS);
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        options.setMaximumPacketSize(MAX_PACKET_BYTES);
        options.setWill(onlineTopic, PahoClient.message(OFFLINE, true));
        client.setManualAcks(true);
        client.setCallback(new Callback(events));
        IMqttToken connected = client.connect(options);
        connected.waitForCompletion(PahoClient.CONNECT_SECONDS * 1_000L);
        sessionLost = !connected.getSessionPresent();
        Integer offered = connected.getResponseProperties().getReceiveMaximum();
        if (offered != null) {
            receiveMaximum = offered;
        }
        up = true;
        MqttSubscription everything = new MqttSubscription(FarmTopic.everythingOf(settings.farm()), PahoClient.QOS);
        everything.setNoLocal(true);
        // a session that is resumed has what came meanwhile in its queue
        everything.setRetainHandling(RETAINED_ONLY_WHEN_NEW);
        client.subscribe(new MqttSubscription[] {everything}).waitForCompletion(PahoClient.CONNECT_SECONDS * 1_000L);
        client.publish(onlineTopic, PahoClient.message(ONLINE, true));
    }

    boolean isUp() {
        return up;
    }

    /** Whether the broker has forgotten what it was told before. */
    boolean sessionLost() {
        return sessionLost;
    }

    /** How many messages of the outbox may be unconfirmed at once. */
    int window() {
        return Math.max(1, receiveMaximum - RESERVED);
    }

    /** Sends a message of the outbox; its number travels as user property {@code seq}. */
    void publish(String topic, byte[] payload, long seq, Events events) throws IOException {
        MqttMessage message = PahoClient.message(payload, false);
        MqttProperties properties = new MqttProperties();
        properties.setUserProperties(List.of(new UserProperty("seq", Long.toString(seq))));
        message.setProperties(properties);
        send(topic, message, new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                int[] codes = token.getReasonCodes();
                events.confirmed(seq, codes == null || codes.length == 0 || codes[0] < 0x80);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable exception) {
                events.confirmed(seq, false);
            }
        });
    }

    /** Sends a message that replaces the last one of its topic. */
    void publishRetained(String topic, byte[] payload) throws IOException {
        send(topic, PahoClient.message(payload, true), null);
    }

    private void send(String topic, MqttMessage message, @Nullable MqttActionListener listener) throws IOException {
        try {
            if (listener == null) {
                client.publish(topic, message);
            } else {
                client.publish(topic, message, null, listener);
            }
        } catch (MqttException e) {
            up = false;
            throw new IOException(PahoClient.describe(e), e);
        }
    }

    /** Says goodbye: the will is not needed, since a farm that leaves in order says itself that it is gone. */
    @Override
    public void close() {
        if (up) {
            try {
                client.publish(onlineTopic, PahoClient.message(OFFLINE, true)).waitForCompletion(CLOSE_MS);
                client.disconnect(0).waitForCompletion(CLOSE_MS);
            } catch (MqttException e) {
                LOG.info("closing the connection to {}: {}", client.getServerURI(), PahoClient.describe(e));
            }
        }
        up = false;
        discard();
    }

    private void discard() {
        up = false;
        PahoClient.discard(client);
    }

    private final class Callback extends PahoClient.Callback {
        private final Events events;

        Callback(Events events) {
            this.events = events;
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) throws MqttException {
            try {
                events.arrived(topic, message.getPayload());
            } catch (RuntimeException e) {
                // an exception here would end the connection, and the broker would send the same message again
                LOG.error("taking a message on {}", topic, e);
            }
            client.messageArrivedComplete(message.getId(), message.getQos());
        }

        @Override
        void broke(String why) {
            up = false;
            events.broke(why);
        }
    }
}
