package vn.tuoi.cloud.mqtt;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Packets on their way to a socket: a thread writes what has gathered while it wrote what was before and paused for a
 * millisecond, so that a thousand acknowledgements are a few writes instead of a thousand, and a single packet waits for
 * nothing. Holds at most
 * {@value #ROOM_BYTES} bytes; who has more waits. A failure of the socket is thrown at the next write. Thread-safe.
 */
final class PacketOutput extends OutputStream {
    private static final int ROOM_BYTES = 1 << 16;

    /** How soon after a write the next one follows: a thread that is woken for each packet costs more than the packet. */
    private static final long WRITE_PAUSE_NANOS = 1_000_000;

    /** How long the last packets may take to leave. */
    private static final int FINISH_MS = 500;

    private final OutputStream socket;
    private final Thread thread;
    private byte[] gathered = new byte[ROOM_BYTES];
    private int gatheredBytes;
    private boolean finishing;
    private @Nullable IOException failure;

    private PacketOutput(OutputStream socket) {
        this.socket = socket;
        this.thread = new Thread(this::run, "packets");
        thread.setDaemon(true);
    }

    static PacketOutput start(OutputStream socket) {
        PacketOutput output = new PacketOutput(socket);
        output.thread.start();
        return output;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        int next = offset;
        while (next < offset + length) {
            awaitRoom();
            int part = Math.min(offset + length - next, ROOM_BYTES - gatheredBytes);
            System.arraycopy(bytes, next, gathered, gatheredBytes, part);
            gatheredBytes += part;
            next += part;
            notifyAll();
        }
    }

    private synchronized void awaitRoom() throws IOException {
        try {
            while (failure == null && !finishing && gatheredBytes == ROOM_BYTES) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a packet waited for its socket", e);
        }
        if (failure != null || finishing) {
            throw new IOException("the connection to the broker is closed", failure);
        }
    }

    private void run() {
        byte[] leaving = new byte[ROOM_BYTES];
        long lastNanos = System.nanoTime() - WRITE_PAUSE_NANOS;
        try {
            while (true) {
                int count;
                synchronized (this) {
                    while (gatheredBytes == 0 && !finishing) {
                        wait();
                    }
                    if (gatheredBytes == 0) {
                        return;
                    }
                }
                LockSupport.parkNanos(lastNanos + WRITE_PAUSE_NANOS - System.nanoTime());
                synchronized (this) {
                    byte[] full = gathered;
                    gathered = leaving;
                    leaving = full;
                    count = gatheredBytes;
                    gatheredBytes = 0;
                    notifyAll();
                }
                socket.write(leaving, 0, count);
                lastNanos = System.nanoTime();
            }
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            fail(new IOException("interrupted", e));
        }
    }

    private synchronized void fail(IOException why) {
        failure = why;
        notifyAll();
    }

    /** Takes nothing more and lets go what has gathered, a DISCONNECT for one. Waits a moment for that. */
    void finish() {
        synchronized (this) {
            finishing = true;
            notifyAll();
        }
        try {
            thread.join(FINISH_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
