package vn.tuoi.cloud.mqtt;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets for Paho, which takes four reads from a socket for each message, asks it each time how much there is, and writes
 * each acknowledgement by itself: they read ahead, and what is written meanwhile leaves together, see {@link PacketOutput}.
 * A message that comes alone is read at once; of a stream, what comes within a millisecond is read together. Thread-safe.
 */
final class BrokerSockets extends SocketFactory {
    private static final int READ_AHEAD_BYTES = 1 << 16;

    /** How soon after a read the system is asked again: within it gathers what would else wake three threads a message. */
    private static final long READ_PAUSE_NANOS = 1_000_000;

    /** Asks the system only when nothing is left of what was read. */
    private static final class ReadAhead extends BufferedInputStream {
        ReadAhead(InputStream socket) {
            super(new Unhurried(socket), READ_AHEAD_BYTES);
        }

        @Override
        public synchronized int available() throws IOException {
            return count > pos ? count - pos : super.available();
        }
    }

    /** Reads at most once in {@link #READ_PAUSE_NANOS}; who is asked less often does not notice. */
    private static final class Unhurried extends FilterInputStream {
        private long lastNanos = System.nanoTime() - READ_PAUSE_NANOS;

        Unhurried(InputStream socket) {
            super(socket);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            LockSupport.parkNanos(lastNanos + READ_PAUSE_NANOS - System.nanoTime());
            int count = super.read(into, offset, length);
            lastNanos = System.nanoTime();
            return count;
        }
    }

    private static final class BufferedSocket extends Socket {
        private @Nullable InputStream input;
        private @Nullable PacketOutput output;

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            if (input == null) {
                input = new ReadAhead(super.getInputStream());
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
