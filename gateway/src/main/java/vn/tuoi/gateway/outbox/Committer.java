package vn.tuoi.gateway.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.log.Trouble;
import vn.tuoi.gateway.outbox.Outbox.Pending;

/**
 * Writes batches of messages to a lane's files and answers them when they are durable, and not before. Runs on the writer's
 * thread; the counts are guarded by the outbox's lock.
 */
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final ReentrantLock lock;
    private final OutboxLimits limits;
    private final InstantSource clock;
    private final Drain drain;
    private final Housekeeping housekeeping;
    private final LongSupplier lowestComing;

    /** Of the writer's thread alone. */
    private final Trouble refusing = new Trouble();

    // guarded by the lock
    private long appended;
    private long commits;
    private long refused;

    /** @param lowestComing a number below which nothing will be written any more; asked with the lock held */
    Committer(
            ReentrantLock lock,
            OutboxLimits limits,
            InstantSource clock,
            Drain drain,
            Housekeeping housekeeping,
            LongSupplier lowestComing) {
        this.lock = lock;
        this.limits = limits;
        this.clock = clock;
        this.drain = drain;
        this.housekeeping = housekeeping;
        this.lowestComing = lowestComing;
    }

    /** Messages that were made durable. With the lock held. */
    long appended() {
        return appended;
    }

    /** Flushes that made them so. With the lock held. */
    long commits() {
        return commits;
    }

    /** Messages that the disk did not take. With the lock held. */
    long refused() {
        return refused;
    }

    /** Writes once and, when the disk refuses, once more in a new file: after a failed flush nobody knows what a file holds. */
    void commit(Lane lane, List<Pending> entries, byte @Nullable [] acks) {
        IOException first;
        IOException refusal;
        try {
            write(lane, entries, acks);
            taken(lane);
            return;
        } catch (IOException e) {
            abandon(lane);
            first = e;
        }
        try {
            write(lane, entries, acks);
            LOG.warn("writing to {} failed and went on in a new file: {}", lane.directory(), first.toString());
            taken(lane);
            return;
        } catch (IOException e) {
            if (refusing.isNews(clock.millis())) {
                LOG.error("writing to {} failed twice, refusing {} messages", lane.directory(), entries.size(), e);
            }
            abandon(lane);
            refusal = e;
        }
        lock.lock();
        try {
            refused += entries.size();
        } finally {
            lock.unlock();
        }
        for (Pending entry : entries) {
            entry.durable().completeExceptionally(new OutboxFull("the disk refused it: " + refusal.getMessage()));
        }
    }

    private void taken(Lane lane) {
        if (refusing.isOver()) {
            LOG.warn("{} takes messages again", lane.directory());
        }
    }

    private void abandon(Lane lane) {
        Segment failed = lane.active();
        lane.seal();
        if (failed != null && failed.durableBytes() == 0) {
            lock.lock();
            try {
                lane.drop(failed);
            } finally {
                lock.unlock();
            }
            lane.delete(failed);
        }
    }

    private void write(Lane lane, List<Pending> entries, byte @Nullable [] acks) throws IOException {
        Segment segment = lane.active();
        if (segment == null || segment.durableBytes() >= limits.segmentBytes() || isPastSpan(segment, entries)) {
            lane.seal();
            segment = openSegment(lane, entries);
        }
        long base = segment.name().base();
        int bytes = acks == null ? 0 : RecordFormat.OVERHEAD_BYTES + acks.length;
        for (Pending entry : entries) {
            bytes += RecordFormat.OVERHEAD_BYTES + entry.message().payload().length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        for (Pending entry : entries) {
            OutboxRecord message = entry.message();
            RecordFormat.write(buffer, base, message.kind().code(), message.seq(), message.atMs(), message.payload());
        }
        if (acks != null) {
            RecordFormat.write(buffer, base, AckedRanges.RECORD_KIND, base, clock.millis(), acks);
        }
        // acknowledgements alone need no flush: losing them costs a resend
        lane.write(buffer.flip(), !entries.isEmpty());
        lock.lock();
        try {
            lane.grew(segment, bytes);
            for (Pending entry : entries) {
                OutboxRecord message = entry.message();
                lane.added(segment, message.seq(), message.atMs());
                if (!message.kind().isKept()) {
                    drain.offerLive(message);
                }
            }
            appended += entries.size();
            commits += entries.isEmpty() ? 0 : 1;
        } finally {
            lock.unlock();
        }
        for (Pending entry : entries) {
            entry.durable().complete(entry.message().seq());
        }
    }

    /** Numbers rise for both lanes: the one where little happens would span ever more of them. */
    private static boolean isPastSpan(Segment segment, List<Pending> entries) {
        return !entries.isEmpty()
                && entries.get(entries.size() - 1).message().seq()
                                - segment.name().base()
                        > RecordFormat.MAX_SPAN;
    }

    private Segment openSegment(Lane lane, List<Pending> entries) throws IOException {
        SegmentName name;
        lock.lock();
        try {
            // at most every number that will still be written to it
            long base = entries.isEmpty()
                    ? lowestComing.getAsLong()
                    : entries.get(0).message().seq();
            name = new SegmentName(lane.nextOrder(), base, 0);
        } finally {
            lock.unlock();
        }
        Segment segment = lane.open(name);
        lock.lock();
        try {
            lane.add(segment);
            // the one before is sealed now
            housekeeping.need();
        } finally {
            lock.unlock();
        }
        return segment;
    }
}
