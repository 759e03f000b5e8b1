package vn.tuoi.cloud.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;

/**
 * A broker that acknowledges everything and does nothing with it, as a process: what the generator can send when nobody
 * holds it up. Prints its port.
 */
public final class SinkMain {
    private SinkMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var channel = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel accepted) {
                        accepted.pipeline().addLast(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE, new Taker());
                    }
                })
                .bind("127.0.0.1", Integer.parseInt(arguments[0]))
                .sync()
                .channel();
        channel.closeFuture().sync();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what cannot be written ends the connection
    private static final class Taker extends SimpleChannelInboundHandler<MqttMessage> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
            switch (message.fixedHeader().messageType()) {
                case CONNECT ->
                    context.writeAndFlush(
                            MqttMessageBuilders.connAck()
                                    .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                                    .build(),
                            context.voidPromise());
                case SUBSCRIBE ->
                    context.writeAndFlush(
                            MqttMessageBuilders.subAck()
                                    .packetId(((MqttSubscribeMessage) message)
                                            .variableHeader()
                                            .messageId())
                                    .addGrantedQos(MqttQoS.AT_LEAST_ONCE)
                                    .build(),
                            context.voidPromise());
                case PUBLISH ->
                    context.write(
                            MqttMessageBuilders.pubAck()
                                    .packetId(((MqttPublishMessage) message)
                                            .variableHeader()
                                            .packetId())
                                    .build(),
                            context.voidPromise());
                default -> {
                    // nothing else needs an answer
                }
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
