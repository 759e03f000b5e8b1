package vn.tuoi.edge.chip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import vn.tuoi.edge.device.DeviceFailure;

/**
 * A serial line as parts of bytes that come one read after the other; an empty part is a wait in which nothing comes. A
 * discard throws away what came before it, which are the parts up to the next {@link #afterDiscard} mark.
 */
public final class ByteStream implements SerialLine {
    private static final byte[] MARK = {};

    public final List<byte[]> sent = new ArrayList<>();
    private final Deque<byte[]> parts = new ArrayDeque<>();
    private boolean gone;

    /** Bytes that come next. */
    public ByteStream comes(int... bytes) {
        byte[] part = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            part[i] = (byte) bytes[i];
        }
        parts.add(part);
        return this;
    }

    /** What follows comes only after the next discard. */
    public ByteStream afterDiscard() {
        parts.add(MARK);
        return this;
    }

    /** The port has vanished. */
    public void unplug() {
        gone = true;
    }

    @Override
    public void write(byte[] bytes) throws DeviceFailure {
        check();
        sent.add(bytes.clone());
    }

    @Override
    public int read(byte[] into, int timeoutMs) throws DeviceFailure {
        check();
        if (parts.peek() == null || parts.peek() == MARK) {
            return 0;
        }
        byte[] part = parts.remove();
        int length = Math.min(part.length, into.length);
        System.arraycopy(part, 0, into, 0, length);
        return length;
    }

    @Override
    public void discard() throws DeviceFailure {
        check();
        if (parts.contains(MARK)) {
            while (parts.remove() != MARK) {
                // thrown away
            }
        }
    }

    private void check() throws DeviceFailure {
        if (gone) {
            throw DeviceFailure.of("device.no_port", "where", where());
        }
    }

    @Override
    public String where() {
        return "/dev/test";
    }

    @Override
    public void close() {
        // nothing is held
    }
}
