package vn.tuoi.cloud.broker;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/** Artemis' acceptor with a {@link ConnectGuard} before every connection. Public because Artemis makes it by its name. */
public final class GuardedAcceptorFactory extends NettyAcceptorFactory {
    /** Artemis makes it. */
    public GuardedAcceptorFactory() {}

    @Override
    @SuppressWarnings("rawtypes") // the method's own signature
    public Acceptor createAcceptor(
            String name,
            ClusterConnection cluster,
            Map<String, Object> configuration,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener,
            Executor threads,
            ScheduledExecutorService timer,
            Map<String, ProtocolManager> protocols,
            String threadGroup,
            MetricsManager metrics) {
        return new NettyAcceptor(
                name,
                cluster,
                configuration,
                handler,
                listener,
                timer,
                new OrderedExecutor(threads),
                protocols,
                threadGroup,
                metrics) {
            @Override
            protected void internalStart() throws Exception {
                super.internalStart();
                // Artemis offers no way to a connection's pipeline; a version without this field does not start
                Field listening = NettyAcceptor.class.getDeclaredField("serverChannelGroup");
                listening.setAccessible(true);
                for (Channel channel : (ChannelGroup) listening.get(this)) {
                    channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelRead(ChannelHandlerContext context, Object accepted) {
                            ((Channel) accepted).pipeline().addFirst("connect-guard", new ConnectGuard());
                            context.fireChannelRead(accepted);
                        }
                    });
                }
            }
        };
    }
}
