package vn.tuoi.gateway.uplink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How Paho is used here: a client lives as long as one connection, without its own reconnection and message store. */
final class PahoClient {
    private static final Logger LOG = LoggerFactory.getLogger(PahoClient.class);

    static final int CONNECT_SECONDS = 20;
    static final int QOS = 1;
    private static final int KEEP_ALIVE_SECONDS = 60;

    private PahoClient() {}

    static MqttAsyncClient create(BrokerAddress broker) throws MqttException {
        return new MqttAsyncClient(broker.uri(), broker.clientId(), new MemoryPersistence());
    }

    static MqttConnectionOptions options(BrokerAddress broker) throws IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout(CONNECT_SECONDS);
        if (broker.username() != null) {
            options.setUserName(broker.username());
        }
        if (broker.password() != null) {
            options.setPassword(broker.password().getBytes(StandardCharsets.UTF_8));
        }
        if (broker.caFile() != null) {
            options.setSocketFactory(TrustedAuthority.socketFactory(broker.caFile()));
        }
        options.setHttpsHostnameVerificationEnabled(true);
        return options;
    }

    static MqttMessage message(byte[] payload, boolean retained) {
        MqttMessage message = new MqttMessage(payload);
        message.setQos(QOS);
        message.setRetained(retained);
        return message;
    }

    /** Ends a client in whatever state it is, its threads included. */
    static void discard(MqttAsyncClient client) {
        try {
            client.disconnectForcibly(0, 1, false);
        } catch (MqttException | RuntimeException e) {
            // it was not connected, or Paho was in the middle of finding out
            LOG.debug("disconnecting: {}", e.toString());
        }
        try {
            client.close(true);
        } catch (MqttException | RuntimeException e) {
            LOG.debug("closing: {}", e.toString());
        }
    }

    static String describe(MqttException e) {
        return e.getCause() == null ? e.getMessage() + " (" + e.getReasonCode() + ")" : String.valueOf(e.getCause());
    }

    /** What Paho tells a connection, less what nobody here asks for. */
    abstract static class Callback implements MqttCallback {
        /** The connection is over. */
        abstract void broke(String why);

        @Override
        public final void disconnected(MqttDisconnectResponse response) {
            broke(
                    response.getException() == null
                            ? "the broker said goodbye with " + response.getReturnCode()
                            : describe(response.getException()));
        }

        @Override
        public final void mqttErrorOccurred(MqttException exception) {
            LOG.info("MQTT: {}", describe(exception));
        }

        @Override
        public final void deliveryComplete(IMqttToken token) {
            // each publication is waited for, or has its own listener
        }

        @Override
        public final void connectComplete(boolean reconnect, String serverUri) {
            // the connecting thread waits for it
        }

        @Override
        public final void authPacketArrived(int reasonCode, MqttProperties properties) {
            // no extended authentication is asked for
        }
    }
}
