package vn.tuoi.cloud.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The one thread on which all connections of a load live, and everything that is due is done. Thread-safe. */
final class LoadLoop implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int CONNECT_TIMEOUT_MS = 20_000;
    private static final int MAX_PACKET_BYTES = 2 << 20;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final int port;

    /** @param port of a broker on loopback: there is no way to load any other */
    LoadLoop(int port) {
        this.port = port;
    }

    /**
     * Begins to connect; the listener hears of the end, also of one before the beginning.
     *
     * @param readsByItself false when what comes is read at {@link LoadConnection#read} only
     */
    LoadConnection open(LoadConnection.Identity identity, LoadConnection.Listener listener, boolean readsByItself) {
        LoadConnection connection = new LoadConnection(identity, listener);
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, readsByItself)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new MqttDecoder(MAX_PACKET_BYTES), MqttEncoder.INSTANCE, connection);
                    }
                })
                .connect(HOST, port)
                .addListener((ChannelFutureListener) attempt -> {
                    if (!attempt.isSuccess()) {
                        listener.ended(connection);
                    }
                });
        return connection;
    }

    void execute(Runnable task) {
        loop.execute(task);
    }

    void after(long delayMs, Runnable task) {
        var unused = loop.schedule(task, delayMs, TimeUnit.MILLISECONDS);
    }

    void every(long periodMs, Runnable task) {
        var unused = loop.scheduleAtFixedRate(task, periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    /** A value of the loop's own state. */
    <T> T ask(Callable<T> question) throws InterruptedException {
        try {
            return loop.submit(question).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        var unused = group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
