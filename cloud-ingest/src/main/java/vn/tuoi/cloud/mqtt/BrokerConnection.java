package vn.tuoi.cloud.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One life of an MQTT 5 connection: CONNECT and SUBSCRIBE, messages of QoS 1 in both directions, and the end, after which
 * everything under way has failed. What is written within a turn of the event loop leaves in one write. State is the event
 * loop's; methods are thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written ends the connection, and its user hears of that
final class BrokerConnection extends SimpleChannelInboundHandler<MqttMessage> {
    /** The largest packet that the broker may send: what is larger it drops, MQTT 5 section 3.1.2.11.4. */
    static final int MAX_PACKET_BYTES = 1 << 20;

    private static final int KEEP_ALIVE_SECONDS = 30;

    /** How often a receiver that was full is asked whether it has room again. */
    private static final int ROOM_POLL_MS = 5;

    private static final int SESSION_EXPIRY_SECONDS = 86_400;
    private static final int MAX_PACKET_ID = 65_535;

    /** Without a property in CONNACK: MQTT 5 section 3.2.2.3.3. */
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;

    private static final int FIRST_FAILURE_CODE = 0x80;
    private static final int PUBACK_HEADER = 0x40;
    private static final int PUBACK_BYTES = 4;

    private final BrokerAddress address;
    private final BrokerLink.Purpose purpose;
    private final BrokerLink.Receiver receiver;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final IntObjectMap<CompletableFuture<Void>> unconfirmed = new IntObjectHashMap<>();
    private final Queue<Outbound> waiting = new ArrayDeque<>();
    private int brokersReceiveMaximum = DEFAULT_RECEIVE_MAXIMUM;
    private int lastPacketId;
    private boolean flushPlanned;
    private String reason = "the broker closed the connection";
    private volatile @Nullable Channel channel;
    private volatile boolean unwanted;

    /**
     * A message to the broker.
     *
     * @param expirySeconds 0 for never
     */
    record Outbound(
            String topic, ByteBuf payload, boolean retained, int expirySeconds, CompletableFuture<Void> outcome) {}

    BrokerConnection(BrokerAddress address, BrokerLink.Purpose purpose, BrokerLink.Receiver receiver) {
        this.address = address;
        this.purpose = purpose;
        this.receiver = receiver;
    }

    /** Completed when the broker has accepted the connection and every subscription. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Completed with the reason when the connection is no more. */
    CompletableFuture<String> ended() {
        return ended;
    }

    boolean isOpen() {
        Channel open = channel;
        return open != null && open.isActive();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        if (unwanted) {
            // it came too late: the next one has the session
            context.close();
            return;
        }
        MqttProperties properties = new MqttProperties();
        properties.add(
                new MqttProperties.IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, SESSION_EXPIRY_SECONDS));
        properties.add(new MqttProperties.IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, purpose.receiveMaximum()));
        properties.add(new MqttProperties.IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, MAX_PACKET_BYTES));
        context.writeAndFlush(
                MqttMessageBuilders.connect()
                        .protocolVersion(MqttVersion.MQTT_5)
                        .clientId(purpose.clientId())
                        .username(address.username())
                        .password(address.password().getBytes(StandardCharsets.UTF_8))
                        .cleanSession(false)
                        .keepAlive(KEEP_ALIVE_SECONDS)
                        .properties(properties)
                        .build(),
                context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
        if (message.decoderResult().isFailure()) {
            end(
                    context,
                    "the broker sent what is no MQTT: "
                            + message.decoderResult().cause());
            return;
        }
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> {
                arrived((MqttPublishMessage) message);
                if (!receiver.hasRoom() && context.channel().config().isAutoRead()) {
                    context.channel().config().setAutoRead(false);
                    readOnWithRoom(context.channel());
                }
            }
            case PUBACK -> confirmed((MqttMessageIdVariableHeader) message.variableHeader());
            case CONNACK -> accepted(context, (MqttConnAckMessage) message);
            case SUBACK -> subscribed(context, (MqttSubAckMessage) message);
            case DISCONNECT -> {
                int code = message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                        ? header.reasonCode() & 0xFF
                        : 0;
                end(context, "the broker disconnected with code 0x" + Integer.toHexString(code));
            }
            case PINGRESP -> {
                // that something came is all that matters, see userEventTriggered
            }
            default -> end(context, "the broker sent " + message.fixedHeader().messageType());
        }
    }

    private void accepted(ChannelHandlerContext context, MqttConnAckMessage message) {
        MqttConnectReturnCode code = message.variableHeader().connectReturnCode();
        if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            end(context, "the broker refuses the connection: " + code);
            return;
        }
        if (message.variableHeader().properties().getProperty(MqttProperties.RECEIVE_MAXIMUM)
                instanceof MqttProperties.IntegerProperty offered) {
            brokersReceiveMaximum = offered.value();
        }
        int keepAlive = message.variableHeader().properties().getProperty(MqttProperties.SERVER_KEEP_ALIVE)
                                instanceof MqttProperties.IntegerProperty told
                        && told.value() > 0
                ? Math.min(told.value(), KEEP_ALIVE_SECONDS)
                : KEEP_ALIVE_SECONDS;
        context.pipeline().addFirst(new IdleStateHandler(2 * keepAlive, keepAlive, 0));
        if (purpose.filters().isEmpty()) {
            ready.complete(null);
            return;
        }
        MqttMessageBuilders.SubscribeBuilder subscribe =
                MqttMessageBuilders.subscribe().messageId(nextPacketId());
        for (String filter : purpose.filters()) {
            subscribe.addSubscription(MqttQoS.AT_LEAST_ONCE, filter);
        }
        context.writeAndFlush(subscribe.build(), context.voidPromise());
    }

    private void subscribed(ChannelHandlerContext context, MqttSubAckMessage message) {
        List<Integer> codes = message.payload().reasonCodes();
        for (int i = 0; i < codes.size(); i++) {
            if (codes.get(i) >= FIRST_FAILURE_CODE) {
                end(
                        context,
                        "the broker refuses the subscription to "
                                + purpose.filters().get(i) + " with code 0x" + Integer.toHexString(codes.get(i)));
                return;
            }
        }
        ready.complete(null);
    }

    private void arrived(MqttPublishMessage message) {
        MqttPublishVariableHeader header = message.variableHeader();
        receiver.take(new Inbound(
                header.topicName(),
                ByteBufUtil.getBytes(message.payload()),
                message.fixedHeader().isRetain(),
                seq(header.properties()),
                message.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE ? Inbound.NOT_OWED : header.packetId(),
                this));
    }

    private void readOnWithRoom(Channel open) {
        if (receiver.hasRoom()) {
            open.config().setAutoRead(true);
        } else {
            open.eventLoop().schedule(() -> readOnWithRoom(open), ROOM_POLL_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** The farm's sequence number, from the user property {@code seq}. */
    private static long seq(MqttProperties properties) {
        if (properties.getProperty(MqttProperties.USER_PROPERTY) instanceof MqttProperties.UserProperties user) {
            for (MqttProperties.StringPair pair : user.value()) {
                if (pair.key.equals("seq")) {
                    return Inbound.seq(pair.value);
                }
            }
        }
        return Inbound.NO_SEQ;
    }

    private void confirmed(MqttMessageIdVariableHeader header) {
        CompletableFuture<Void> outcome = unconfirmed.remove(header.messageId());
        if (outcome != null) {
            int code = header instanceof MqttPubReplyMessageVariableHeader reply ? reply.reasonCode() & 0xFF : 0;
            if (code < FIRST_FAILURE_CODE) {
                outcome.complete(null);
            } else {
                outcome.completeExceptionally(
                        new IOException("the broker refuses a message with code 0x" + Integer.toHexString(code)));
            }
            sendWaiting();
        }
    }

    /** Sends when the broker's receive maximum allows. */
    void publish(Outbound message) {
        Channel open = channel;
        if (open == null) {
            message.outcome().completeExceptionally(new IOException("the connection has not begun"));
            return;
        }
        try {
            open.eventLoop().execute(() -> {
                waiting.add(message);
                sendWaiting();
            });
        } catch (RejectedExecutionException e) {
            message.outcome().completeExceptionally(new IOException("the connection is closed", e));
        }
    }

    private void sendWaiting() {
        Channel open = channel;
        if (ended.isDone() || open == null) {
            failEverything();
            return;
        }
        while (unconfirmed.size() < brokersReceiveMaximum) {
            Outbound next = waiting.poll();
            if (next == null) {
                return;
            }
            MqttProperties properties = MqttProperties.NO_PROPERTIES;
            if (next.expirySeconds() > 0) {
                properties = new MqttProperties();
                properties.add(new MqttProperties.IntegerProperty(
                        MqttProperties.PUBLICATION_EXPIRY_INTERVAL, next.expirySeconds()));
            }
            int id = nextPacketId();
            unconfirmed.put(id, next.outcome());
            open.write(
                    new MqttPublishMessage(
                            new MqttFixedHeader(
                                    MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, next.retained(), 0),
                            new MqttPublishVariableHeader(next.topic(), id, properties),
                            next.payload()),
                    open.voidPromise());
            planFlush(open);
        }
    }

    private int nextPacketId() {
        do {
            lastPacketId = lastPacketId == MAX_PACKET_ID ? 1 : lastPacketId + 1;
        } while (unconfirmed.containsKey(lastPacketId));
        return lastPacketId;
    }

    /** Gives messages up, all in one write. */
    void acknowledge(int[] packetIds, int count) {
        Channel open = channel;
        if (count == 0 || open == null || !open.isActive()) {
            return;
        }
        // MQTT 5 section 3.4: without properties and with success a PUBACK ends after the packet id
        ByteBuf packets = open.alloc().buffer(count * PUBACK_BYTES);
        for (int i = 0; i < count; i++) {
            packets.writeByte(PUBACK_HEADER).writeByte(2).writeShort(packetIds[i]);
        }
        open.writeAndFlush(packets, open.voidPromise());
    }

    private void planFlush(Channel open) {
        if (!flushPlanned) {
            flushPlanned = true;
            open.eventLoop().execute(() -> {
                flushPlanned = false;
                open.flush();
            });
        }
    }

    /** Nothing was written for the keep-alive time: ping; nothing came for longer: the line is dead. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof IdleStateEvent idle) {
            switch (idle.state()) {
                case WRITER_IDLE -> context.writeAndFlush(MqttMessage.PINGREQ, context.voidPromise());
                case READER_IDLE -> {
                    if (context.channel().config().isAutoRead()) {
                        end(context, "the broker has been silent for too long");
                    }
                }
                case ALL_IDLE -> {
                    // not asked for
                }
            }
        } else {
            super.userEventTriggered(context, event);
        }
    }

    private void end(ChannelHandlerContext context, String why) {
        if (!ended.isDone()) {
            reason = why;
        }
        context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(context, cause.toString());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ready.completeExceptionally(new IOException(reason));
        ended.complete(reason);
        failEverything();
    }

    private void failEverything() {
        IOException why = new IOException(reason);
        unconfirmed.values().forEach(outcome -> outcome.completeExceptionally(why));
        unconfirmed.clear();
        while (!waiting.isEmpty()) {
            waiting.remove().outcome().completeExceptionally(why);
        }
    }

    /** Says goodbye, so that the broker logs no error; the session stays. Returns when the connection is closed. */
    void disconnect(int timeoutMs) {
        unwanted = true;
        Channel open = channel;
        if (open != null && open.isActive()) {
            open.eventLoop().execute(() -> {
                reason = "the cloud ends";
                open.writeAndFlush(MqttMessage.DISCONNECT).addListener(ChannelFutureListener.CLOSE);
            });
            open.closeFuture().awaitUninterruptibly(timeoutMs);
        }
    }
}
