package vn.tuoi.cloud.broker;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connection on what Artemis would read in its own way: {@code ::}, which addresses a queue, dots in client
 * ids, which could make two queues' names equal, and topics that begin with {@code $}. Public because Artemis makes it
 * by its name. Stateless.
 */
public final class PacketCheck implements MQTTInterceptor {
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SHARE_GROUP = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final int MAX_TOPIC_LENGTH = 256;
    private static final String SHARE = "$share/";

    /** Artemis makes it. */
    public PacketCheck() {}

    @Override
    public boolean intercept(MqttMessage packet, RemotingConnection connection) {
        if (packet instanceof MqttConnectMessage connect) {
            String id = connect.payload().clientIdentifier();
            return id != null
                    && CLIENT_ID.matcher(id).matches()
                    && (!connect.variableHeader().isWillFlag()
                            || isTopic(connect.payload().willTopic()));
        } else if (packet instanceof MqttPublishMessage publish) {
            String topic = publish.variableHeader().topicName();
            // empty is a topic alias, whose topic was checked when it was set
            return topic.isEmpty() || isTopic(topic);
        } else if (packet instanceof MqttSubscribeMessage subscribe) {
            return subscribe.payload().topicSubscriptions().stream()
                    .allMatch(subscription -> isFilter(subscription.topicFilter()));
        } else if (packet instanceof MqttUnsubscribeMessage unsubscribe) {
            return unsubscribe.payload().topics().stream().allMatch(PacketCheck::isFilter);
        }
        return true;
    }

    private static boolean isTopic(@Nullable String topic) {
        return topic != null && isPlain(topic) && topic.indexOf('+') < 0 && topic.indexOf('#') < 0;
    }

    private static boolean isFilter(@Nullable String filter) {
        if (filter == null) {
            return false;
        }
        if (filter.startsWith(SHARE)) {
            int slash = filter.indexOf('/', SHARE.length());
            return slash > 0
                    && SHARE_GROUP
                            .matcher(filter.substring(SHARE.length(), slash))
                            .matches()
                    && isPlain(filter.substring(slash + 1));
        }
        return isPlain(filter);
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_TOPIC_LENGTH
                && !text.startsWith("$")
                && !text.contains("::")
                && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    }
}
