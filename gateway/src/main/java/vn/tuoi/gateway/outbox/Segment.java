package vn.tuoi.gateway.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * One file of an outbox, and which of its messages the cloud has not acknowledged. In memory it costs about one bit a
 * message. Guarded by the outbox's lock, except {@link #read}.
 */
final class Segment {
    /** Each costs about 100 bytes of its own on the way, as much as ten readings. */
    private static final int MANY_MESSAGES = 64;

    private final Path directory;
    private final SegmentName name;
    private final BitSet unacked = new BitSet();
    private long durableBytes;
    private boolean packed;
    private long highestSeq;
    private long newestAtMs = Long.MIN_VALUE;

    Segment(Path directory, SegmentName name) {
        this.directory = directory;
        this.name = name;
    }

    SegmentName name() {
        return name;
    }

    Path path() {
        return directory.resolve(name.fileName());
    }

    /** Bytes that a flush has confirmed, or that recovery found. */
    long durableBytes() {
        return durableBytes;
    }

    void setDurableBytes(long bytes) {
        durableBytes = bytes;
    }

    /** Notes a message. Returns false when its number was there already. */
    boolean add(long seq, long atMs) {
        highestSeq = Math.max(highestSeq, seq);
        newestAtMs = Math.max(newestAtMs, atMs);
        int index = Math.toIntExact(seq - name.base());
        boolean isNew = !unacked.get(index);
        unacked.set(index);
        return isNew;
    }

    /** When its newest message was appended; {@link Long#MIN_VALUE} when it has none. */
    long newestAtMs() {
        return newestAtMs;
    }

    /** The highest number that it ever held, or its base. */
    long highestSeq() {
        return Math.max(highestSeq, name.base());
    }

    boolean isUnacked(long seq) {
        long index = seq - name.base();
        return index >= 0 && index < unacked.length() && unacked.get((int) index);
    }

    /** Takes a range of acknowledged numbers, both ends included. Returns how many messages it freed. */
    int acknowledge(long from, long to) {
        long first = Math.max(from - name.base(), 0);
        long last = Math.min(to - name.base(), unacked.length() - 1L);
        if (first > last) {
            return 0;
        }
        int before = unacked.cardinality();
        unacked.clear((int) first, (int) last + 1);
        return before - unacked.cardinality();
    }

    int unackedCount() {
        return unacked.cardinality();
    }

    boolean isAcked() {
        return unacked.isEmpty();
    }

    /** Whether it is worth while to pack its messages tighter: there are many, and nobody has tried. */
    boolean isLoose() {
        return name.step() == 0 && !packed && unacked.cardinality() >= MANY_MESSAGES;
    }

    /** It is as tight as it gets. */
    void setPacked() {
        packed = true;
    }

    /** The bytes from one position to another; any thread. */
    ByteBuffer read(long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
        try (FileChannel channel = FileChannel.open(path(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
                // a short read continues; the end of the file comes early only when somebody cut it
            }
        }
        return bytes.flip();
    }
}
