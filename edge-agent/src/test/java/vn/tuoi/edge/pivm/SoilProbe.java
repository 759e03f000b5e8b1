package vn.tuoi.edge.pivm;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A 7-in-1 soil probe at the other end of a serial line that comes as a TCP connection: it answers the one request that
 * reads all of it with the data sheet's example, 65.8 % and 1000 µS/cm.
 */
final class SoilProbe implements AutoCloseable {
    private static final String REQUEST = "0103000000070408";
    private static final byte[] ANSWER = HexFormat.of().parseHex("01030e0292ff9b03e8003800200058006843c5");

    final AtomicInteger answers = new AtomicInteger();

    private final ServerSocket line;
    private final Thread thread = new Thread(this::run, "soil-probe");

    SoilProbe() throws IOException {
        this.line = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return line.getLocalPort();
    }

    private void run() {
        while (!line.isClosed()) {
            try (Socket socket = line.accept()) {
                serve(socket);
            } catch (IOException e) {
                // the machine has gone, or the test is over
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder heard = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            heard.append(HexFormat.of().toHexDigits((byte) next));
            if (heard.toString().endsWith(REQUEST)) {
                socket.getOutputStream().write(ANSWER);
                answers.incrementAndGet();
                heard.setLength(0);
            }
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
