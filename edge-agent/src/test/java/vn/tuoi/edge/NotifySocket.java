package vn.tuoi.edge;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The service manager's end of {@code NOTIFY_SOCKET}: a real unix datagram socket, which Java itself cannot open. */
final class NotifySocket implements Closeable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int PATH_BYTES = 108;
    private static final int SHUT_RDWR = 2;

    final List<String> messages = new CopyOnWriteArrayList<>();
    private final int socket;

    /** The C library's calls. */
    interface C extends Library {
        C LIBRARY = Native.load("c", C.class);

        int socket(int domain, int type, int protocol);

        int bind(int socket, byte[] address, int length);

        long recv(int socket, byte[] buffer, long length, int flags);

        int shutdown(int socket, int how);

        int close(int socket);
    }

    NotifySocket(Path path) throws IOException {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length >= PATH_BYTES) {
            throw new IOException(path + " is too long for a unix socket");
        }
        byte[] address = new byte[2 + PATH_BYTES];
        address[0] = AF_UNIX;
        System.arraycopy(name, 0, address, 2, name.length);
        this.socket = C.LIBRARY.socket(AF_UNIX, SOCK_DGRAM, 0);
        if (socket < 0 || C.LIBRARY.bind(socket, address, address.length) != 0) {
            throw new IOException("cannot listen at " + path);
        }
        Thread ears = new Thread(this::listen, "notify");
        ears.setDaemon(true);
        ears.start();
    }

    private void listen() {
        byte[] buffer = new byte[4_096];
        for (long length = next(buffer); length > 0; length = next(buffer)) {
            messages.add(new String(buffer, 0, (int) length, StandardCharsets.UTF_8));
        }
    }

    private long next(byte[] buffer) {
        return C.LIBRARY.recv(socket, buffer, buffer.length, 0);
    }

    @Override
    public void close() {
        int unusedWaker = C.LIBRARY.shutdown(socket, SHUT_RDWR);
        int unusedCloser = C.LIBRARY.close(socket);
    }
}
