package vn.tuoi.cloud.mqtt;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets for Paho, which takes four reads from a socket for each message and writes each acknowledgement by itself: they
 * read ahead, and what is written meanwhile leaves together, see {@link PacketOutput}. Thread-safe.
 */
final class BrokerSockets extends SocketFactory {
    private static final int READ_AHEAD_BYTES = 1 << 16;

    private static final class BufferedSocket extends Socket {
        private @Nullable InputStream input;
        private @Nullable PacketOutput output;

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            if (input == null) {
                input = new BufferedInputStream(super.getInputStream(), READ_AHEAD_BYTES);
            }
            return input;
        }

        @Override
        public synchronized OutputStream getOutputStream() throws IOException {
            if (output == null) {
                output = PacketOutput.start(super.getOutputStream());
            }
            return output;
        }

        @Override
        public synchronized void close() throws IOException {
            if (output != null) {
                output.finish();
            }
            super.close();
        }
    }

    @Override
    public Socket createSocket() {
        return new BufferedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw onlyUnconnected();
    }

    private static UnsupportedOperationException onlyUnconnected() {
        return new UnsupportedOperationException("Paho connects its sockets itself, with a timeout");
    }
}
