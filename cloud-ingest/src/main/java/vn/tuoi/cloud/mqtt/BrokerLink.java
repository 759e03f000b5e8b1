package vn.tuoi.cloud.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lasting connection of the cloud to the broker: a persistent session with manual acknowledgement, made again with
 * full-jitter back-off whenever it is lost. What was in flight when it was lost is sent again by the broker, or fails
 * for whoever published it. Thread-safe.
 */
public final class BrokerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);
    private static final int MAX_BACK_OFF_MS = 5_000;
    private static final int CONNECT_TIMEOUT_SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final long SESSION_EXPIRY_SECONDS = 86_400;
    private static final int SUBSCRIBE_TIMEOUT_MS = 10_000;
    private static final int CLOSE_TIMEOUT_MS = 1_000;

    /** The largest packet that the broker may send: what is larger it drops, MQTT 5 section 3.1.2.11.4. */
    private static final long MAX_PACKET_BYTES = 1 << 20;

    /** MQTT 5 section 3.8.3.1. */
    private static final int RETAINED_IF_NEW = 1;

    /** How often a receiver that was full is asked whether it has room again. */
    private static final int ROOM_POLL_MS = 5;

    /** Publications under way; more have to wait for {@link #PUBLISH_WAIT_MS}, then fail. */
    private static final int MAX_PUBLISHING = 500;

    private static final int PUBLISH_WAIT_MS = 5_000;

    /**
     * What a link is for.
     *
     * @param name short, for the client id, the log and the threads
     * @param clientId its session at the broker
     * @param receiveMaximum messages that the broker may have sent and not seen acknowledged
     * @param filters what it subscribes to, at QoS 1
     */
    public record Purpose(String name, String clientId, int receiveMaximum, List<String> filters) {
        public Purpose {
            filters = List.copyOf(filters);
        }
    }

    /** Where messages go; called on the connection's thread, must not block. */
    public interface Receiver {
        /** Takes a message over. */
        void take(Inbound message);

        /** Whether more may come; while not, nothing is read from the broker. */
        default boolean hasRoom() {
            return true;
        }
    }

    private final BrokerAddress address;
    private final Purpose purpose;
    private final ScheduledExecutorService thread;
    private final Semaphore publishing = new Semaphore(MAX_PUBLISHING);
    private volatile Receiver receiver = message -> {};
    private volatile Runnable onConnected = () -> {};
    private volatile @Nullable MqttAsyncClient client;
    private volatile boolean connected;
    private volatile boolean closed;
    private int failures;

    /** A link that is not connected yet, see {@link #start}. */
    public BrokerLink(BrokerAddress address, Purpose purpose) {
        this.address = address;
        this.purpose = purpose;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread connecting = new Thread(task, "link-" + purpose.name());
            connecting.setDaemon(true);
            return connecting;
        });
    }

    /**
     * Begins to connect and returns at once; the broker may come later. Called once.
     *
     * @param messageReceiver takes messages on Paho's thread
     * @param connectionListener called on the link's thread after every connection, subscriptions included
     */
    public void start(Receiver messageReceiver, Runnable connectionListener) {
        receiver = messageReceiver;
        onConnected = connectionListener;
        thread.execute(this::connect);
    }

    /** Whether it is connected and subscribed now. */
    public boolean isConnected() {
        return connected;
    }

    private void connect() {
        if (closed) {
            return;
        }
        MqttAsyncClient fresh = null;
        try {
            fresh = new MqttAsyncClient(address.uri(), purpose.clientId(), new MemoryPersistence());
            fresh.setManualAcks(true);
            fresh.setCallback(new Callback(fresh));
            client = fresh;
            fresh.connect(options()).waitForCompletion(TimeUnit.SECONDS.toMillis(CONNECT_TIMEOUT_SECONDS));
            if (!purpose.filters().isEmpty()) {
                MqttSubscription[] subscriptions =
                        purpose.filters().stream().map(BrokerLink::subscription).toArray(MqttSubscription[]::new);
                fresh.subscribe(subscriptions).waitForCompletion(SUBSCRIBE_TIMEOUT_MS);
            }
            connected = true;
            failures = 0;
            LOG.info("{} is connected to the broker {}", purpose.name(), address);
            onConnected.run();
        } catch (MqttException | RuntimeException e) {
            if (!closed && failures == 0) {
                LOG.warn("{} cannot reach the broker {} and goes on trying: {}", purpose.name(), address, e.toString());
            }
            lost(fresh);
        }
    }

    /**
     * What is retained comes once for each session: the session itself keeps what changes while the link is away. A
     * province has 26,600 retained messages, and would have them again at the very moment at which its farms come back.
     */
    private static MqttSubscription subscription(String filter) {
        MqttSubscription subscription = new MqttSubscription(filter, 1);
        subscription.setRetainHandling(RETAINED_IF_NEW);
        return subscription;
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(address.username());
        options.setPassword(address.password().getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_EXPIRY_SECONDS);
        options.setReceiveMaximum(purpose.receiveMaximum());
        options.setMaximumPacketSize(MAX_PACKET_BYTES);
        if (address.isPlain()) {
            options.setSocketFactory(new BrokerSockets());
        }
        options.setConnectionTimeout(CONNECT_TIMEOUT_SECONDS);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setAutomaticReconnect(false);
        return options;
    }

    /** Drops a connection and plans the next attempt, once for each connection. */
    private void lost(@Nullable MqttAsyncClient gone) {
        synchronized (this) {
            if (gone != client || closed) {
                return;
            }
            client = null;
            connected = false;
        }
        if (gone != null) {
            discard(gone);
        }
        failures = Math.min(failures + 1, 10);
        int ceilingMs = Math.min(MAX_BACK_OFF_MS, 100 << failures);
        var unused = thread.schedule(
                this::connect, ThreadLocalRandom.current().nextInt(50, ceilingMs), TimeUnit.MILLISECONDS);
    }

    private static void discard(MqttAsyncClient gone) {
        try {
            gone.disconnectForcibly(0, 1, false);
        } catch (MqttException e) {
            // it was not connected
        }
        try {
            gone.close(true);
        } catch (MqttException e) {
            LOG.warn("a broker connection could not be closed: {}", e.toString());
        }
    }

    /**
     * Publishes at QoS 1. Waits while too much is under way, so never call it on an event loop.
     *
     * @param expiry when the broker is to throw it away undelivered; null for never
     * @return completed when the broker has it
     */
    public CompletableFuture<Void> publish(String topic, byte[] payload, boolean retained, @Nullable Duration expiry) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        MqttAsyncClient current = client;
        try {
            if (current == null || !connected || !publishing.tryAcquire(PUBLISH_WAIT_MS, TimeUnit.MILLISECONDS)) {
                outcome.completeExceptionally(
                        new IllegalStateException("the broker " + address + " is not reachable or too busy"));
                return outcome;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome.completeExceptionally(e);
            return outcome;
        }
        var unused = outcome.whenComplete((done, failure) -> publishing.release());
        MqttMessage message = new MqttMessage(payload, 1, retained, new MqttProperties());
        if (expiry != null) {
            message.getProperties().setMessageExpiryInterval(Math.max(1, expiry.toSeconds()));
        }
        try {
            current.publish(topic, message, null, new Completion(outcome));
        } catch (MqttException e) {
            outcome.completeExceptionally(e);
        }
        return outcome;
    }

    private record Completion(CompletableFuture<Void> outcome) implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            outcome.complete(null);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            outcome.completeExceptionally(failure);
        }
    }

    private final class Callback implements MqttCallback {
        private final MqttAsyncClient connection;

        Callback(MqttAsyncClient connection) {
            this.connection = connection;
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
            // a connection that ends waits for this thread, so it must not wait for a connection that has ended
            while (!receiver.hasRoom() && connection.isConnected()) {
                TimeUnit.MILLISECONDS.sleep(ROOM_POLL_MS);
            }
            receiver.take(new Inbound(topic, message, connection));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            if (!closed) {
                LOG.warn("{} lost the broker {}: {}", purpose.name(), address, response.getReasonString());
                thread.execute(() -> lost(connection));
            }
        }

        @Override
        public void mqttErrorOccurred(MqttException failure) {
            LOG.warn("{}: {}", purpose.name(), failure.toString());
        }

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String uri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }

    /** Ends the connection; the session stays at the broker. */
    @Override
    public void close() {
        MqttAsyncClient last;
        synchronized (this) {
            closed = true;
            connected = false;
            last = client;
            client = null;
        }
        thread.shutdownNow();
        if (last != null) {
            try {
                if (last.isConnected()) {
                    last.disconnect(0).waitForCompletion(CLOSE_TIMEOUT_MS);
                }
            } catch (MqttException e) {
                LOG.debug("a broker connection ended the hard way: {}", e.toString());
            }
            discard(last);
        }
    }
}
