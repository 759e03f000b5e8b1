package vn.tuoi.cloud.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the broker's own handlers until somebody is known: the first byte must be that of a CONNECT, at most
 * {@value #MAX_BYTES} bytes may come, and a successful CONNACK must leave within {@value #PATIENCE_SECONDS} s. Artemis
 * alone would keep a connection whose first bytes are no MQTT open for ever, and buffer what follows. One connection's,
 * on its event loop.
 */
final class ConnectGuard extends ChannelDuplexHandler {
    private static final int MAX_BYTES = 8 * 1024;
    private static final int PATIENCE_SECONDS = 10;
    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;

    private int seen;

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var unused = context.executor()
                .schedule(
                        () -> {
                            if (!context.isRemoved()) {
                                var unusedClose = context.close();
                            }
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && bytes.isReadable()) {
            boolean begins = seen > 0 || bytes.getByte(bytes.readerIndex()) == CONNECT;
            seen += bytes.readableBytes();
            if (!begins || seen > MAX_BYTES) {
                bytes.release();
                var unusedClose = context.close();
                return;
            }
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean welcome = message instanceof ByteBuf bytes && isSuccessfulConnack(bytes);
        var unusedWrite = context.write(message, promise);
        if (welcome) {
            context.pipeline().remove(this);
        }
    }

    private static boolean isSuccessfulConnack(ByteBuf bytes) {
        int at = bytes.readerIndex();
        if (bytes.readableBytes() < 4 || bytes.getByte(at) != CONNACK) {
            return false;
        }
        at++;
        while (at < bytes.writerIndex() && (bytes.getByte(at) & 0x80) != 0) {
            at++; // the remaining length goes on
        }
        return at + 2 < bytes.writerIndex() && bytes.getByte(at + 2) == 0;
    }
}
