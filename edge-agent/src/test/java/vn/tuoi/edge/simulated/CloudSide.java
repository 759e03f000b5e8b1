package vn.tuoi.edge.simulated;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.senml.MalformedPack;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlLimits;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/** What a cloud does for one farm: signs plans and commands, and hears everything that the farm says. */
public final class CloudSide implements AutoCloseable {
    public final SigningKey key = SigningKey.generate();
    public final List<Reply> replies = new CopyOnWriteArrayList<>();
    public final List<FarmEvent> events = new CopyOnWriteArrayList<>();
    public final List<FarmState> states = new CopyOnWriteArrayList<>();
    public final List<Reading> readings = new CopyOnWriteArrayList<>();
    public final List<Exception> unreadable = new CopyOnWriteArrayList<>();

    private final FarmId farm;
    private final MqttAsyncClient client;
    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);

    public CloudSide(int port, FarmId farm) throws MqttException {
        this.farm = farm;
        this.client = new MqttAsyncClient("tcp://127.0.0.1:" + port, "cloud", new MemoryPersistence());
        client.connect().waitForCompletion(5_000);
        client.setCallback(new Ears());
        client.subscribe("tuoi/v1/+/+", 1).waitForCompletion(5_000);
    }

    public void publish(FarmPlan plan) throws MqttException {
        publishSigned(FarmTopic.PLAN, StrictJson.write(plan));
    }

    public void publish(Command command) throws MqttException {
        publishSigned(FarmTopic.COMMAND, StrictJson.write(command));
    }

    /** Whatever it is, signed as the cloud signs. */
    public void publishSigned(FarmTopic topic, byte[] payload) throws MqttException {
        client.publish(topic.of(farm), key.sign(topic.of(farm), payload), 1, topic.retained())
                .waitForCompletion(5_000);
    }

    private void hear(String topic, MqttMessage message) {
        try {
            switch (FarmTopic.parse(topic).orElseThrow().topic()) {
                case REPLY -> replies.add(StrictJson.read(message.getPayload(), Reply.class));
                case EVENT -> events.add(FarmEvent.parse(message.getPayload()));
                case STATE -> states.add(StrictJson.read(message.getPayload(), FarmState.class));
                case TELEMETRY ->
                    readings.addAll(decoder.decode(message.getPayload(), farm + "/", System.currentTimeMillis()));
                default -> {
                    // what the cloud itself says
                }
            }
        } catch (MalformedDocument | MalformedPack e) {
            unreadable.add(e);
        }
    }

    private final class Ears implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            hear(topic, message);
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

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 1_000, false);
        client.close(true);
    }
}
