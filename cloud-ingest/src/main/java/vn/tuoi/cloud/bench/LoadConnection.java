package vn.tuoi.cloud.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttVersion;
import org.jspecify.annotations.Nullable;

/**
 * One life of a light MQTT 5 connection: no thread and no store of its own, so that one process holds the connections of
 * a province. All on its event loop.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // what cannot be written ends the connection, and the listener hears of that
final class LoadConnection extends SimpleChannelInboundHandler<MqttMessage> {
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;

    /** Who connects, and what the broker keeps for it. */
    record Identity(
            String clientId,
            String username,
            String password,
            int keepAliveSeconds,
            long sessionExpirySeconds,
            int receiveMaximum,
            @Nullable String willTopic) {}

    /** What happens to a connection; on its event loop. */
    interface Listener {
        /** The broker has answered; {@code accepted} false ends the connection. */
        void answered(LoadConnection connection, boolean accepted);

        default void subscribed(LoadConnection connection) {}

        /** The broker has taken the message with this packet id; {@code taken} false when it refuses it. */
        default void confirmed(int packetId, boolean taken) {}

        /** A message came; it is acknowledged by itself. */
        default void arrived(String topic, ByteBuf payload) {}

        default void ended(LoadConnection connection) {}
    }

    private final Identity identity;
    private final Listener listener;
    private @Nullable Channel channel;
    private int receiveMaximum = DEFAULT_RECEIVE_MAXIMUM;
    private int unconfirmed;
    private int lastPacketId;

    LoadConnection(Identity identity, Listener listener) {
        this.identity = identity;
        this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(
                MqttProperties.SESSION_EXPIRY_INTERVAL, (int) identity.sessionExpirySeconds()));
        properties.add(new MqttProperties.IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, identity.receiveMaximum()));
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(identity.clientId())
                .username(identity.username())
                .password(identity.password().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .cleanSession(identity.sessionExpirySeconds() == 0)
                .keepAlive(identity.keepAliveSeconds())
                .properties(properties);
        if (identity.willTopic() != null) {
            connect.willFlag(true)
                    .willTopic(identity.willTopic())
                    .willMessage(new byte[] {'0'})
                    .willQoS(MqttQoS.AT_LEAST_ONCE)
                    .willRetain(true);
        }
        MqttConnectMessage message = connect.build();
        context.writeAndFlush(message, context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
        switch (message.fixedHeader().messageType()) {
            case CONNACK -> welcome(((MqttConnAckMessage) message));
            case SUBACK -> listener.subscribed(this);
            case PUBACK -> {
                unconfirmed--;
                MqttMessageIdVariableHeader header = (MqttMessageIdVariableHeader) message.variableHeader();
                listener.confirmed(header.messageId(), !isRefusal(header));
            }
            case PUBLISH -> {
                MqttPublishMessage publish = (MqttPublishMessage) message;
                listener.arrived(publish.variableHeader().topicName(), publish.payload());
                if (publish.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE) {
                    context.writeAndFlush(
                            MqttMessageBuilders.pubAck()
                                    .packetId(publish.variableHeader().packetId())
                                    .build(),
                            context.voidPromise());
                }
            }
            case DISCONNECT -> context.close();
            default -> {
                // PINGRESP
            }
        }
    }

    private static boolean isRefusal(MqttMessageIdVariableHeader header) {
        return header instanceof io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader reply
                && (reply.reasonCode() & 0x80) != 0;
    }

    private void welcome(MqttConnAckMessage message) {
        boolean accepted = message.variableHeader().connectReturnCode().byteValue() == 0;
        MqttProperties.MqttProperty<?> offered =
                message.variableHeader().properties().getProperty(MqttProperties.RECEIVE_MAXIMUM);
        if (offered != null) {
            receiveMaximum = ((MqttProperties.IntegerProperty) offered).value();
        }
        listener.answered(this, accepted);
        if (!accepted) {
            close();
        }
    }

    /**
     * Subscribes at QoS 1.
     *
     * @param asFarm as the gateway does: without what this client publishes itself, and with retained messages only when
     *     the session is new
     */
    void subscribe(String filter, boolean asFarm) {
        MqttSubscriptionOption option = new MqttSubscriptionOption(
                MqttQoS.AT_LEAST_ONCE,
                asFarm,
                false,
                asFarm
                        ? MqttSubscriptionOption.RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS
                        : MqttSubscriptionOption.RetainedHandlingPolicy.SEND_AT_SUBSCRIBE);
        channel()
                .writeAndFlush(
                        MqttMessageBuilders.subscribe()
                                .messageId(1)
                                .addSubscription(filter, option)
                                .build(),
                        channel().voidPromise());
    }

    /** How many more messages the broker allows to be unconfirmed. */
    int room() {
        return receiveMaximum - unconfirmed;
    }

    /**
     * Writes a message of QoS 1 that {@link #flush} sends; the caller has looked at {@link #room}.
     *
     * @param seq the farm's number, as user property; below 0 for none
     * @return its packet id
     */
    int publish(String topic, byte[] payload, boolean retained, long seq) {
        lastPacketId = lastPacketId == 65_535 ? 2 : lastPacketId + 1;
        unconfirmed++;
        MqttProperties properties = MqttProperties.NO_PROPERTIES;
        if (seq >= 0) {
            properties = new MqttProperties();
            properties.add(new MqttProperties.UserProperty("seq", Long.toString(seq)));
        }
        channel()
                .write(
                        new MqttPublishMessage(
                                new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, retained, 0),
                                new MqttPublishVariableHeader(topic, lastPacketId, properties),
                                Unpooled.wrappedBuffer(payload)),
                        channel().voidPromise());
        return lastPacketId;
    }

    void flush() {
        channel().flush();
    }

    /** Reads what has come, when it does not do so by itself; does nothing before it is connected. */
    void read() {
        if (channel != null) {
            channel.read();
        }
    }

    void ping() {
        channel().writeAndFlush(MqttMessage.PINGREQ, channel().voidPromise());
    }

    boolean isOpen() {
        return channel != null && channel.isActive();
    }

    private Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not connected yet");
        }
        return channel;
    }

    /** Says goodbye, so that no will is published. */
    void disconnect() {
        if (isOpen()) {
            channel().writeAndFlush(MqttMessage.DISCONNECT).addListener(io.netty.channel.ChannelFutureListener.CLOSE);
        }
    }

    /** Ends it as a broken line would. */
    void close() {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.ended(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
