package vn.tuoi.gateway.uplink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a connection to a broker on the farm's own network, for programs that show the farm: what is published is
 * a copy, kept nowhere here, and nothing that comes from it moves water. One thread publishes.
 */
public final class LocalBroker implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalBroker.class);
    private static final long ANSWER_MS = 10_000;
    private static final long CLOSE_MS = 300;
    private static final byte[] ONLINE = "online".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OFFLINE = "offline".getBytes(StandardCharsets.US_ASCII);

    private final MqttAsyncClient client;
    private final String statusTopic;
    private volatile boolean up;

    /** What comes, on the connection's threads; must not block. */
    public interface Listener {
        void arrived(String topic, byte[] payload);

        void broke(String why);
    }

    private LocalBroker(MqttAsyncClient client, String statusTopic) {
        this.client = client;
        this.statusTopic = statusTopic;
    }

    /**
     * Connects and subscribes; blocks for at most half a minute.
     *
     * @param statusTopic says {@code online} while the connection stands and {@code offline} after it, retained
     * @param filters what to listen to; what this connection publishes does not come back
     */
    public static LocalBroker open(BrokerAddress broker, String statusTopic, List<String> filters, Listener listener)
            throws IOException {
        try {
            MqttAsyncClient client = PahoClient.create(broker);
            LocalBroker connection = new LocalBroker(client, statusTopic);
            try {
                connection.connect(broker, filters, listener);
                return connection;
            } catch (MqttException | IOException | RuntimeException e) {
                PahoClient.discard(client);
                throw e;
            }
        } catch (MqttException e) {
            throw new IOException(broker + ": " + PahoClient.describe(e), e);
        }
    }

    private void connect(BrokerAddress broker, List<String> filters, Listener listener)
            throws MqttException, IOException {
        MqttConnectionOptions options = PahoClient.options(broker);
        options.setCleanStart(true);
        options.setWill(statusTopic, PahoClient.message(OFFLINE, true));
        client.setCallback(new Callback(listener));
        client.connect(options).waitForCompletion(PahoClient.CONNECT_SECONDS * 1_000L);
        up = true;
        MqttSubscription[] subscriptions = filters.stream()
                .map(filter -> {
                    MqttSubscription subscription = new MqttSubscription(filter, PahoClient.QOS);
                    subscription.setNoLocal(true);
                    return subscription;
                })
                .toArray(MqttSubscription[]::new);
        client.subscribe(subscriptions).waitForCompletion(PahoClient.CONNECT_SECONDS * 1_000L);
        client.publish(statusTopic, PahoClient.message(ONLINE, true)).waitForCompletion(ANSWER_MS);
    }

    public boolean isUp() {
        return up;
    }

    /**
     * Publishes a retained message and waits until the broker has it; an empty one takes away what is retained.
     *
     * @param expirySeconds after which the broker forgets it; 0 for never
     * @throws IOException when the broker does not take it within 10 s; the connection is of no use then
     */
    public void retain(String topic, byte[] payload, long expirySeconds) throws IOException {
        MqttMessage message = PahoClient.message(payload, true);
        if (expirySeconds > 0) {
            MqttProperties properties = new MqttProperties();
            properties.setMessageExpiryInterval(expirySeconds);
            message.setProperties(properties);
        }
        try {
            IMqttToken token = client.publish(topic, message);
            token.waitForCompletion(ANSWER_MS);
        } catch (MqttException e) {
            up = false;
            throw new IOException(topic + " was not taken: " + PahoClient.describe(e), e);
        }
    }

    /** Says goodbye, and does not wait long for it. */
    @Override
    public void close() {
        if (up) {
            try {
                client.publish(statusTopic, PahoClient.message(OFFLINE, true)).waitForCompletion(CLOSE_MS);
                client.disconnect(0).waitForCompletion(CLOSE_MS);
            } catch (MqttException e) {
                LOG.debug("closing the connection to {}: {}", client.getServerURI(), PahoClient.describe(e));
            }
        }
        up = false;
        PahoClient.discard(client);
    }

    private final class Callback extends PahoClient.Callback {
        private final Listener listener;

        Callback(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            try {
                listener.arrived(topic, message.getPayload());
            } catch (RuntimeException e) {
                // an exception here would end the connection
                LOG.error("taking a message on {}", topic, e);
            }
        }

        @Override
        void broke(String why) {
            up = false;
            listener.broke(why);
        }
    }
}
