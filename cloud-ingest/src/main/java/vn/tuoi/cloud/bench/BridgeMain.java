package vn.tuoi.cloud.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * The bridge that somebody writes in an afternoon, as a process, to compare with: Paho at QoS 1, SenML to line protocol
 * with Jackson's tree, one write to InfluxDB for a few messages, and their acknowledgement only after it. It checks
 * nothing, tells the farms nothing and ends at the first failure. Arguments: MQTT port, InfluxDB's address, database,
 * messages a write.
 */
public final class BridgeMain {
    private static final int QUEUE = 5_000;
    private static final int NO_CONTENT = 204;

    private BridgeMain() {}

    public static void main(String[] arguments) throws Exception {
        URI write = URI.create(arguments[1] + "/write?db=" + arguments[2] + "&precision=ms");
        int perWrite = Integer.parseInt(arguments[3]);
        BlockingQueue<MqttMessage> waiting = new ArrayBlockingQueue<>(QUEUE);
        MqttAsyncClient client =
                new MqttAsyncClient("tcp://127.0.0.1:" + arguments[0], "bridge", new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(new Receiver(waiting));
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName("bridge");
        options.setPassword(new byte[] {'-'});
        client.connect(options).waitForCompletion();
        client.subscribe("tuoi/v1/+/telemetry", 1).waitForCompletion();
        System.out.println("ready");
        HttpClient http = HttpClient.newHttpClient();
        ObjectMapper json = new ObjectMapper();
        List<MqttMessage> batch = new ArrayList<>();
        while (true) {
            batch.clear();
            batch.add(waiting.take());
            waiting.drainTo(batch, perWrite - 1);
            StringBuilder lines = new StringBuilder();
            for (MqttMessage message : batch) {
                append(json.readTree(message.getPayload()), lines);
            }
            int status = http.send(
                            HttpRequest.newBuilder(write)
                                    .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status != NO_CONTENT) {
                throw new IOException("InfluxDB answered " + status);
            }
            for (MqttMessage message : batch) {
                client.messageArrivedComplete(message.getId(), message.getQos());
            }
        }
    }

    private static void append(JsonNode pack, StringBuilder lines) {
        String base = "";
        double baseTime = 0;
        for (JsonNode item : pack) {
            base = item.path("bn").asText(base);
            baseTime = item.path("bt").asDouble(baseTime);
            String name = base + item.path("n").asText();
            int slash = name.indexOf('/');
            double value =
                    item.has("v") ? item.get("v").asDouble() : item.path("vb").asBoolean() ? 1 : 0;
            lines.append("telemetry,farm=")
                    .append(name, 0, slash)
                    .append(",point=")
                    .append(name, slash + 1, name.length())
                    .append(" value=")
                    .append(value)
                    .append(' ')
                    .append(Math.round((baseTime + item.path("t").asDouble()) * 1_000))
                    .append('\n');
        }
    }

    private record Receiver(BlockingQueue<MqttMessage> waiting) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
            waiting.put(message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            Runtime.getRuntime().halt(1);
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
