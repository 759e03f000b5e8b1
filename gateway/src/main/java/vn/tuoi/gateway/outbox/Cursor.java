package vn.tuoi.gateway.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place in a lane, from which its messages are read one after another, a segment at a time in memory. Upwards it
 * goes on as the lane grows; downwards it reads the segments newest first, each from its beginning. One thread.
 */
final class Cursor {
    private static final Logger LOG = LoggerFactory.getLogger(Cursor.class);

    private final Lane lane;
    private final ReentrantLock lock;
    private final boolean upwards;
    private long order;
    private @Nullable Segment segment;
    private @Nullable ByteBuffer window;
    private int position;
    private long windowEnd;

    Cursor(Lane lane, ReentrantLock lock, boolean upwards) {
        this.lane = lane;
        this.lock = lock;
        this.upwards = upwards;
        restart();
    }

    /** Back to the beginning: the oldest segment upwards, the newest downwards. */
    void restart() {
        order = upwards ? -1 : Long.MAX_VALUE;
        segment = null;
        window = null;
        windowEnd = 0;
    }

    /** The next message that the cloud has not acknowledged, or null at the end. */
    @Nullable
    OutboxRecord next() {
        do {
            Segment from = segment;
            ByteBuffer bytes = window;
            if (from != null && bytes != null) {
                OutboxRecord record = nextInWindow(from, bytes);
                if (record != null) {
                    return record;
                }
            }
        } while (load());
        return null;
    }

    private @Nullable OutboxRecord nextInWindow(Segment from, ByteBuffer bytes) {
        RecordFormat.Found found =
                RecordFormat.find(bytes, position, from.name().base());
        while (found != null) {
            position = found.end();
            if (found.kind() != AckedRanges.RECORD_KIND && isUnacked(from, found.seq())) {
                return new OutboxRecord(
                        MessageKind.ofCode(found.kind()), found.seq(), found.atMs(), found.payload(bytes));
            }
            found = RecordFormat.find(bytes, position, from.name().base());
        }
        return null;
    }

    private boolean isUnacked(Segment from, long seq) {
        lock.lock();
        try {
            return from.isUnacked(seq);
        } finally {
            lock.unlock();
        }
    }

    /** Reads what comes next into the window; false when nothing does. */
    private boolean load() {
        window = null;
        Segment from;
        long to;
        lock.lock();
        try {
            from = lane.at(order);
            if (from != segment) {
                // thinning has put another file in its place, or it is gone
                segment = from;
                windowEnd = 0;
            }
            while (from == null || from.durableBytes() <= windowEnd || from.isAcked()) {
                Segment neighbour = upwards ? lane.after(order) : lane.before(order);
                if (neighbour == null) {
                    return false;
                }
                from = neighbour;
                order = from.name().order();
                segment = from;
                windowEnd = 0;
            }
            to = from.durableBytes();
        } finally {
            lock.unlock();
        }
        try {
            window = from.read(windowEnd, to);
        } catch (IOException e) {
            // acknowledged and deleted in between, or a bad disk: the messages after it still matter
            LOG.warn("{} cannot be read: {}", from.path(), e.toString());
            window = ByteBuffer.allocate(0);
        }
        windowEnd = to;
        position = 0;
        return true;
    }
}
