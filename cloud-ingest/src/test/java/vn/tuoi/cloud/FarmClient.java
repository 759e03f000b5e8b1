package vn.tuoi.cloud;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/** A farm's side of the broker, or an intruder's. */
public final class FarmClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 5_000;
    private static final int MAX_PENDING = 50;

    private final MqttAsyncClient client;
    private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private volatile boolean lost;

    /** A message that arrived. */
    public record Message(String topic, String text) {}

    private FarmClient(int port, String clientId) throws MqttException {
        this.client = new MqttAsyncClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence());
        client.setCallback(new Callback());
    }

    public static FarmClient connect(int port, String clientId, @Nullable String username, @Nullable String password)
            throws MqttException {
        return connect(port, clientId, username, password, null);
    }

    /** Connects with a will on a topic. */
    public static FarmClient connect(
            int port, String clientId, @Nullable String username, @Nullable String password, @Nullable String willTopic)
            throws MqttException {
        return connect(port, clientId, username, password, willTopic, new MqttConnectionOptions());
    }

    /** Connects to a session that outlives the connection, and goes on with it if it is there. */
    public static FarmClient resume(int port, String clientId, String username, String password) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(600L);
        return connect(port, clientId, username, password, null, options);
    }

    private static FarmClient connect(
            int port,
            String clientId,
            @Nullable String username,
            @Nullable String password,
            @Nullable String willTopic,
            MqttConnectionOptions options)
            throws MqttException {
        FarmClient farm = new FarmClient(port, clientId);
        if (username != null) {
            options.setUserName(username);
        }
        if (password != null) {
            options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        }
        if (willTopic != null) {
            options.setWill(willTopic, new MqttMessage("0".getBytes(StandardCharsets.UTF_8), 1, true, null));
        }
        options.setConnectionTimeout(5);
        farm.client.connect(options).waitForCompletion(TIMEOUT_MS);
        return farm;
    }

    /** Subscribes; returns the reason code. */
    public int subscribe(String filter) throws MqttException {
        IMqttToken token = client.subscribe(filter, 1);
        token.waitForCompletion(TIMEOUT_MS);
        return token.getReasonCodes()[0];
    }

    /** Publishes at QoS 1 and waits for the PUBACK; returns its reason code. */
    public int publish(String topic, String text, @Nullable Long seq) throws MqttException {
        MqttProperties properties = new MqttProperties();
        if (seq != null) {
            properties.setUserProperties(List.of(new UserProperty("seq", seq.toString())));
        }
        MqttMessage message = new MqttMessage(text.getBytes(StandardCharsets.UTF_8), 1, false, properties);
        IMqttToken token = client.publish(topic, message);
        token.waitForCompletion(TIMEOUT_MS);
        int[] codes = token.getReasonCodes();
        return codes == null || codes.length == 0 ? 0 : codes[0];
    }

    /** Publishes at QoS 1 and waits for nothing but room. */
    public void send(String topic, String text) throws MqttException, InterruptedException {
        while (client.getPendingTokens().length >= MAX_PENDING) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        client.publish(topic, new MqttMessage(text.getBytes(StandardCharsets.UTF_8), 1, false, null));
    }

    /** The next message on a topic that ends so; others are dropped. */
    public Message next(String topicEnd) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            Message message = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError("no message on …" + topicEnd + " within 10 s");
            }
            if (message.topic().endsWith(topicEnd)) {
                return message;
            }
        }
    }

    public List<Message> receivedSoFar() {
        return List.copyOf(received);
    }

    /** Takes everything that has arrived. */
    public List<Message> drain() {
        List<Message> all = new ArrayList<>();
        received.drainTo(all);
        return all;
    }

    public boolean isLost() {
        return lost;
    }

    /** Goes without a goodbye, so that the will is published. */
    public void vanish() throws MqttException {
        client.disconnectForcibly(0, 1, false);
    }

    /** Lets go of a connection that is broken. */
    public void discard() {
        try {
            client.disconnectForcibly(0, 1, false);
            client.close(true);
        } catch (MqttException e) {
            // nothing was left of it
        }
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect(0).waitForCompletion(TIMEOUT_MS);
        }
        client.close(true);
    }

    private final class Callback implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.add(new Message(topic, new String(message.getPayload(), StandardCharsets.UTF_8)));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            lost = true;
        }

        @Override
        public void mqttErrorOccurred(MqttException failure) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String uri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
