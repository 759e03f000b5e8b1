package vn.tuoi.gateway.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One folder of segments, in order, of which the last may be open for appending. What concerns the list of segments is
 * guarded by the outbox's lock; only the outbox's writer thread writes files.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Path directory;
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private long unacked;
    private long bytes;
    private @Nullable Segment active;
    private @Nullable FileChannel channel;

    Lane(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        syncDirectory(directory);
    }

    Path directory() {
        return directory;
    }

    /** Adds a segment with the bytes that it has. */
    void add(Segment segment) {
        segments.put(segment.name().order(), segment);
        bytes += segment.durableBytes();
    }

    /** A segment of this lane has grown durably. */
    void grew(Segment segment, int by) {
        segment.setDurableBytes(segment.durableBytes() + by);
        bytes += by;
    }

    /** Notes a durable message of a segment of this lane. */
    void added(Segment segment, long seq, long atMs) {
        unacked += segment.add(seq, atMs) ? 1 : 0;
    }

    /** Takes acknowledged numbers, both ends included. Returns how many messages they freed. */
    int acknowledge(long from, long to) {
        int freed = 0;
        for (Segment segment : segments.values()) {
            freed += segment.acknowledge(from, to);
        }
        unacked -= freed;
        return freed;
    }

    /** Whether a message is here and waits for the cloud's word; quick for new ones. */
    boolean isUnacked(long seq) {
        for (Segment segment : segments.descendingMap().values()) {
            if (segment.isUnacked(seq)) {
                return true;
            }
        }
        return false;
    }

    /** Messages that wait for the cloud's word. */
    long unackedCount() {
        return unacked;
    }

    long bytes() {
        return bytes;
    }

    Collection<Segment> segments() {
        return segments.values();
    }

    @Nullable
    Segment at(long order) {
        return segments.get(order);
    }

    /** The segment after an order number, or null. */
    @Nullable
    Segment after(long order) {
        Map.Entry<Long, Segment> entry = segments.higherEntry(order);
        return entry == null ? null : entry.getValue();
    }

    /** The segment before an order number, or null. */
    @Nullable
    Segment before(long order) {
        Map.Entry<Long, Segment> entry = segments.lowerEntry(order);
        return entry == null ? null : entry.getValue();
    }

    @Nullable
    Segment active() {
        return active;
    }

    /**
     * Opens a new segment for appending, not yet added to the lane. Its directory entry is durable when this returns.
     * Writer thread.
     */
    Segment open(SegmentName name) throws IOException {
        Segment segment = new Segment(directory, name);
        FileChannel opened = FileChannel.open(segment.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            syncDirectory(directory);
        } catch (IOException e) {
            opened.close();
            Files.deleteIfExists(segment.path());
            throw e;
        }
        active = segment;
        channel = opened;
        return segment;
    }

    /** Writes at the end of the active segment; durable when this returns and {@code force} is set. Writer thread. */
    void write(ByteBuffer bytes, boolean force) throws IOException {
        FileChannel out = channel;
        Segment segment = active;
        if (out == null || segment == null) {
            throw new IllegalStateException("no segment of " + directory + " is open");
        }
        long position = segment.durableBytes();
        while (bytes.hasRemaining()) {
            position += out.write(bytes, position);
        }
        if (force) {
            out.force(false);
        }
    }

    /** Closes the active segment to further appending. Writer thread. */
    void seal() {
        active = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // what was confirmed is on disk; the rest was never promised
                LOG.warn("closing a segment of {}: {}", directory, e.toString());
            }
            channel = null;
        }
    }

    /** Writes a whole new file, durably, under a name that is not in this lane yet. Writer thread. */
    Segment write(SegmentName name, ByteBuffer content) throws IOException {
        Segment segment = new Segment(directory, name);
        segment.setDurableBytes(content.remaining());
        Path temporary = directory.resolve(name.fileName() + ".new");
        try (FileChannel out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (content.hasRemaining()) {
                out.write(content);
            }
            out.force(true);
        }
        Files.move(temporary, segment.path(), StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(directory);
        return segment;
    }

    /** The place of the next segment. */
    long nextOrder() {
        return segments.isEmpty() ? 1 : segments.lastKey() + 1;
    }

    /** Removes and returns the segments that nothing waits for. The newest of all stays: it carries the numbering. */
    List<Segment> takeAcked(long highestSeq) {
        List<Segment> acked = new ArrayList<>();
        for (Segment segment : segments.values()) {
            if (segment != active && segment.isAcked() && segment.highestSeq() < highestSeq) {
                acked.add(segment);
            }
        }
        for (Segment segment : acked) {
            segments.remove(segment.name().order());
            bytes -= segment.durableBytes();
        }
        return acked;
    }

    /** Gives a segment up. Returns how many messages go with it. */
    int drop(Segment segment) {
        segments.remove(segment.name().order());
        bytes -= segment.durableBytes();
        unacked -= segment.unackedCount();
        return segment.unackedCount();
    }

    /** Deletes a segment's file; one that cannot be deleted is harmless, its messages are sent once more. */
    void delete(Segment segment) {
        try {
            Files.deleteIfExists(segment.path());
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}", segment.path(), e.toString());
        }
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
