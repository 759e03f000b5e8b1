package vn.tuoi.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import vn.tuoi.config.event.Ack;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.senml.MalformedPack;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlLimits;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/** The cloud as a farm sees it: it stores by (point, time) or event id, and acknowledges what it stored. */
public final class FakeCloud implements AutoCloseable {
    public static final FarmId FARM = new FarmId("tea-hill");

    public final SigningKey key = SigningKey.generate();
    public final Map<String, Double> readings = new ConcurrentHashMap<>();
    public final List<String> events = new CopyOnWriteArrayList<>();
    public final List<String> replies = new CopyOnWriteArrayList<>();
    public final List<Long> seqs = new CopyOnWriteArrayList<>();
    public final Map<String, String> retained = new ConcurrentHashMap<>();
    public final AtomicInteger messages = new AtomicInteger();
    public volatile boolean acknowledges = true;

    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);
    private final int port;
    private final Queue<Long> stored = new ConcurrentLinkedQueue<>();
    private final ScheduledThreadPoolExecutor acknowledger = new ScheduledThreadPoolExecutor(1);
    private volatile MqttAsyncClient client;

    public FakeCloud(int port) {
        this.port = port;
        this.client = connect();
        var unused = acknowledger.scheduleWithFixedDelay(this::acknowledgeStored, 10, 10, TimeUnit.MILLISECONDS);
    }

    private MqttAsyncClient connect() {
        try {
            MqttAsyncClient made = new MqttAsyncClient("tcp://127.0.0.1:" + port, "cloud", new MemoryPersistence());
            made.setCallback(new Callback());
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setCleanStart(true);
            options.setReceiveMaximum(1_000);
            made.connect(options).waitForCompletion(5_000);
            made.subscribe("tuoi/v1/+/+", 1).waitForCompletion(5_000);
            return made;
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Comes back after the broker was restarted. */
    public void reconnect() {
        disconnect();
        client = connect();
    }

    public void send(FarmTopic topic, byte[] payload, boolean isRetained) {
        try {
            client.publish(topic.of(FARM), payload, 1, isRetained);
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    public void sendSigned(FarmTopic topic, String payload) {
        send(topic, key.sign(topic.of(FARM), payload.getBytes(StandardCharsets.UTF_8)), topic.retained());
    }

    private void acknowledgeStored() {
        List<Ack.Range> ranges = new ArrayList<>();
        for (Long seq = stored.poll(); seq != null && ranges.size() < Ack.MAX_RANGES; seq = stored.poll()) {
            ranges.add(new Ack.Range(seq, seq));
        }
        MqttAsyncClient connected = client;
        if (!ranges.isEmpty() && connected.isConnected()) {
            try {
                connected
                        .publish(FarmTopic.ACK.of(FARM), StrictJson.write(Ack.of(ranges)), 1, false)
                        .waitForCompletion(2_000);
            } catch (MqttException e) {
                // lost with the connection: the farm sends again
            }
        }
    }

    public void acknowledge(long from, long to) {
        send(FarmTopic.ACK, StrictJson.write(Ack.of(List.of(new Ack.Range(from, to)))), false);
    }

    @Override
    public void close() {
        acknowledger.shutdownNow();
        disconnect();
    }

    private void disconnect() {
        try {
            client.disconnectForcibly(0, 1, false);
            client.close(true);
        } catch (MqttException e) {
            // it was gone already
        }
    }

    private void take(FarmTopic topic, byte[] payload) throws MalformedPack {
        String text = new String(payload, StandardCharsets.UTF_8);
        switch (topic) {
            case TELEMETRY -> {
                Map<String, Double> pack = new HashMap<>();
                for (Reading reading : decoder.decode(payload, FARM + "/", System.currentTimeMillis())) {
                    pack.put(reading.point() + "@" + reading.timeMs(), reading.value());
                }
                readings.putAll(pack);
            }
            case EVENT -> events.add(text);
            case REPLY -> replies.add(text);
            default -> retained.put(topic.of(FARM), text);
        }
    }

    private final class Callback implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) throws Exception {
            FarmTopic.Address address = FarmTopic.parse(topic).orElseThrow();
            if (address.topic().publisher() == FarmTopic.Publisher.CLOUD) {
                return;
            }
            messages.incrementAndGet();
            take(address.topic(), message.getPayload());
            for (UserProperty property : message.getProperties().getUserProperties()) {
                if (property.getKey().equals("seq")) {
                    long seq = Long.parseLong(property.getValue());
                    seqs.add(seq);
                    if (acknowledges) {
                        stored.add(seq);
                    }
                }
            }
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
