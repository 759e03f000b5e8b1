package vn.tuoi.cloud.broker;

import com.google.inject.Injector;
import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.mqtt.handler.disconnect.MqttServerDisconnector;
import com.hivemq.mqtt.message.reason.Mqtt5DisconnectReasonCode;
import com.hivemq.persistence.connection.ConnectionPersistence;
import com.hivemq.persistence.connection.ConnectionPersistenceImpl;
import java.util.Map;

/** The connections that the broker has now. Stateless. */
final class Connections {
    private Connections() {}

    /** Says goodbye to all that came in under a user name; returns at once. */
    static void end(Injector broker, String username) {
        MqttServerDisconnector disconnector = broker.getInstance(MqttServerDisconnector.class);
        var all = (ConnectionPersistenceImpl) broker.getInstance(ConnectionPersistence.class);
        for (Map.Entry<String, ClientConnection> entry : all.entries()) {
            ClientConnection connection = entry.getValue();
            if (username.equals(connection.getAuthUsername())) {
                connection
                        .getChannel()
                        .eventLoop()
                        .execute(() -> disconnector.disconnect(
                                connection.getChannel(),
                                null,
                                "password revoked",
                                Mqtt5DisconnectReasonCode.NOT_AUTHORIZED,
                                "the password is no longer valid"));
            }
        }
    }
}
