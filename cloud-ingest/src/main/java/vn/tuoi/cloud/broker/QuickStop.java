package vn.tuoi.cloud.broker;

import com.google.inject.Injector;
import com.hivemq.bootstrap.NettyShutdownHook;
import com.hivemq.bootstrap.netty.NettyConfiguration;
import com.hivemq.common.shutdown.HiveMQShutdownHook;
import com.hivemq.common.shutdown.ShutdownHooks;
import com.hivemq.persistence.connection.ConnectionPersistence;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends listeners, connections and event loops as the broker's own step does, without its two seconds of waiting for
 * work that cannot come any more. Used once.
 */
final class QuickStop implements HiveMQShutdownHook {
    private static final Logger LOG = LoggerFactory.getLogger(QuickStop.class);

    /** For the connections of a province; those that are left end with the process. */
    private static final int PATIENCE_SECONDS = 10;

    private final ConnectionPersistence connections;
    private final List<EventLoopGroup> loops;

    private QuickStop(ConnectionPersistence connections, List<EventLoopGroup> loops) {
        this.connections = connections;
        this.loops = loops;
    }

    static void replaceSlowOne(Injector broker) {
        ShutdownHooks hooks = broker.getInstance(ShutdownHooks.class);
        List<HiveMQShutdownHook> slow = hooks.getShutdownHooks().values().stream()
                .filter(NettyShutdownHook.class::isInstance)
                .toList();
        slow.forEach(hooks::remove);
        NettyConfiguration netty = broker.getInstance(NettyConfiguration.class);
        hooks.add(new QuickStop(
                broker.getInstance(ConnectionPersistence.class),
                List.of(netty.getParentEventLoopGroup(), netty.getChildEventLoopGroup())));
    }

    @Override
    public String name() {
        return "connections";
    }

    @Override
    public Priority priority() {
        return Priority.MEDIUM;
    }

    @Override
    public void run() {
        try {
            connections.shutDown().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("not every connection of the broker ended in order: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.interruptShutdown();
        }
        for (EventLoopGroup loop : loops) {
            var unused = loop.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        for (EventLoopGroup loop : loops) {
            if (!loop.terminationFuture().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("an event loop of the broker did not end");
            }
        }
    }
}
