package vn.tuoi.cloud.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lasting connection of the cloud to the broker: a persistent session with manual acknowledgement, made again with
 * full-jitter back-off whenever it is lost. What was in flight when it was lost is sent again by the broker, or fails
 * for whoever published it. Thread-safe.
 */
public final class BrokerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);
    private static final int MAX_BACK_OFF_MS = 5_000;
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int CLOSE_TIMEOUT_MS = 1_000;

    /** Publications under way; more have to wait for {@link #PUBLISH_WAIT_MS}, then fail. */
    private static final int MAX_PUBLISHING = 500;

    private static final int PUBLISH_WAIT_MS = 5_000;

    /**
     * What a link is for.
     *
     * @param name short, for the client id, the log and the threads
     * @param clientId its session at the broker
     * @param receiveMaximum messages that the broker may have sent and not seen acknowledged
     * @param filters what it subscribes to, at QoS 1
     */
    public record Purpose(String name, String clientId, int receiveMaximum, List<String> filters) {
        public Purpose {
            filters = List.copyOf(filters);
        }
    }

    /** Where messages go; called on the connection's event loop, must not block. */
    public interface Receiver {
        /** Takes a message over. */
        void take(Inbound message);

        /** Whether more may come; while not, nothing is read from the broker. */
        default boolean hasRoom() {
            return true;
        }
    }

    private final BrokerAddress address;
    private final Purpose purpose;
    private final ScheduledExecutorService thread;
    private final EventLoopGroup loop;
    private final Semaphore publishing = new Semaphore(MAX_PUBLISHING);
    private volatile Receiver receiver = message -> {};
    private volatile Runnable onConnected = () -> {};
    private volatile @Nullable BrokerConnection connection;
    private volatile boolean connected;
    private volatile boolean closed;
    private int failures;

    /** A link that is not connected yet, see {@link #start}. */
    public BrokerLink(BrokerAddress address, Purpose purpose) {
        this.address = address;
        this.purpose = purpose;
        this.thread =
                Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("link-" + purpose.name(), true));
        this.loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("mqtt-" + purpose.name(), true), NioIoHandler.newFactory());
    }

    /**
     * Begins to connect and returns at once; the broker may come later. Called once.
     *
     * @param connectionListener called on the link's thread after every connection, subscriptions included
     */
    public void start(Receiver messageReceiver, Runnable connectionListener) {
        receiver = messageReceiver;
        onConnected = connectionListener;
        thread.execute(this::connect);
    }

    /** Whether it is connected and subscribed now. */
    public boolean isConnected() {
        return connected;
    }

    private void connect() {
        if (closed) {
            return;
        }
        BrokerConnection fresh = new BrokerConnection(address, purpose, receiver);
        connection = fresh;
        try {
            open(fresh);
            fresh.ready().get(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            connected = true;
            failures = 0;
            LOG.info("{} is connected to the broker {}", purpose.name(), address);
            var unused = fresh.ended().thenAccept(reason -> ended(fresh, reason));
            onConnected.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            Throwable why = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            if (!closed && failures == 0) {
                LOG.warn(
                        "{} cannot reach the broker {} and goes on trying: {}",
                        purpose.name(),
                        address,
                        why.toString());
            }
            lost(fresh);
        }
    }

    private void open(BrokerConnection fresh) throws IOException {
        URI uri = URI.create(address.uri());
        SslContext tls =
                uri.getScheme().equals("ssl") ? SslContextBuilder.forClient().build() : null;
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc(), uri.getHost(), uri.getPort()));
                        }
                        channel.pipeline()
                                .addLast(
                                        new MqttDecoder(BrokerConnection.MAX_PACKET_BYTES),
                                        MqttEncoder.INSTANCE,
                                        fresh);
                    }
                })
                .connect(uri.getHost(), uri.getPort())
                .addListener((ChannelFutureListener) attempt -> {
                    if (!attempt.isSuccess()) {
                        fresh.ready().completeExceptionally(attempt.cause());
                    }
                });
    }

    private void ended(BrokerConnection gone, String reason) {
        if (!closed) {
            LOG.warn("{} lost the broker {}: {}", purpose.name(), address, reason);
            thread.execute(() -> lost(gone));
        }
    }

    /** Drops a connection and plans the next attempt, once for each connection. */
    private void lost(BrokerConnection gone) {
        synchronized (this) {
            if (gone != connection || closed) {
                return;
            }
            connection = null;
            connected = false;
        }
        gone.disconnect(CLOSE_TIMEOUT_MS);
        failures = Math.min(failures + 1, 10);
        int ceilingMs = Math.min(MAX_BACK_OFF_MS, 100 << failures);
        var unused = thread.schedule(
                this::connect, ThreadLocalRandom.current().nextInt(50, ceilingMs), TimeUnit.MILLISECONDS);
    }

    /**
     * Publishes at QoS 1. Waits while too much is under way, so never call it on an event loop.
     *
     * @param expiry when the broker is to throw it away undelivered; null for never
     * @return completed when the broker has it
     */
    public CompletableFuture<Void> publish(String topic, byte[] payload, boolean retained, @Nullable Duration expiry) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        BrokerConnection current = connection;
        try {
            if (current == null || !connected || !publishing.tryAcquire(PUBLISH_WAIT_MS, TimeUnit.MILLISECONDS)) {
                outcome.completeExceptionally(
                        new IllegalStateException("the broker " + address + " is not reachable or too busy"));
                return outcome;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome.completeExceptionally(e);
            return outcome;
        }
        var unused = outcome.whenComplete((done, failure) -> publishing.release());
        int expirySeconds = expiry == null ? 0 : (int) Math.min(Integer.MAX_VALUE, Math.max(1, expiry.toSeconds()));
        current.publish(new BrokerConnection.Outbound(
                topic, Unpooled.wrappedBuffer(payload), retained, expirySeconds, outcome));
        return outcome;
    }

    /** Ends the connection; the session stays at the broker. */
    @Override
    public void close() {
        BrokerConnection last;
        synchronized (this) {
            closed = true;
            connected = false;
            last = connection;
            connection = null;
        }
        thread.shutdownNow();
        if (last != null) {
            last.disconnect(CLOSE_TIMEOUT_MS);
        }
        var unused = loop.shutdownGracefully(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2 * CLOSE_TIMEOUT_MS);
    }
}
