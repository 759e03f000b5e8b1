package vn.tuoi.gateway.outbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.event.Ack;

/**
 * A durable queue of uplink messages on disk. What {@link #append} has answered survives a power cut and stays until
 * {@link #free} names it, unless the outbox is full: then old telemetry is thinned, then dropped, and only after all of
 * it anything else. All appenders share the disk flushes of one writer thread. Thread-safe.
 */
public final class Outbox implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Messages that may wait for the writer; more are refused, which is back-pressure to the nodes. */
    static final int MAX_PENDING = 4_096;

    private static final long MAX_PENDING_BYTES = 8L << 20;
    private static final long CLOSE_SECONDS = 10;
    private static final int WRITE_RANGES_AT = 64;
    /** They go with the next message; alone they are written only then. Losing them costs a resend. */
    private static final Duration WRITE_RANGES_AFTER = Duration.ofSeconds(90);

    private final OutboxLimits limits;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Lane keptLane;
    private final Lane telemetryLane;
    private final Drain drain;
    private final Housekeeping housekeeping;
    private final Committer committer;
    private final Thread writer;

    // guarded by the lock
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private long pendingBytes;
    private final AckedRanges unwrittenAcks = new AckedRanges();
    private long nextSeq;
    private boolean closing;
    private Runnable onChange = () -> {};
    private long acked;
    private long refused;
    private final long damagedBytes;

    /** A message that waits for the disk, and who waits for it. */
    record Pending(OutboxRecord message, CompletableFuture<Long> durable) {}

    /**
     * Opens an outbox with whatever a former run left in its folder.
     *
     * @param thinning how telemetry is made coarser when the outbox is full
     * @throws IOException when the folder cannot be read or written
     */
    public static Outbox open(
            Path directory, OutboxLimits limits, DrainPolicy policy, Thinning thinning, InstantSource clock)
            throws IOException {
        Outbox outbox = new Outbox(directory, limits, policy, thinning, clock);
        outbox.writer.start();
        return outbox;
    }

    private Outbox(Path directory, OutboxLimits limits, DrainPolicy policy, Thinning thinning, InstantSource clock)
            throws IOException {
        this.limits = limits;
        this.clock = clock;
        this.keptLane = new Lane(directory.resolve("kept"));
        this.telemetryLane = new Lane(directory.resolve("telemetry"));
        Recovery recovery = new Recovery();
        recovery.read(keptLane);
        recovery.read(telemetryLane);
        for (Ack.Range range : recovery.acked().ranges()) {
            keptLane.acknowledge(range.from(), range.to());
            telemetryLane.acknowledge(range.from(), range.to());
        }
        this.damagedBytes = recovery.damagedBytes();
        this.nextSeq = recovery.nextSeq(clock.millis());
        this.drain = new Drain(lock, keptLane, telemetryLane, policy);
        this.housekeeping = new Housekeeping(lock, keptLane, telemetryLane, limits, thinning, drain::isConnected);
        this.committer = new Committer(lock, limits, clock, drain, housekeeping, this::lowestComing);
        this.writer = new Thread(this::write, "outbox-" + directory.getFileName());
        this.writer.setDaemon(true);
    }

    /** What is sent next; for one sender. */
    public Drain drain() {
        return drain;
    }

    /** What is told, on a thread of the outbox or of whoever frees, that there may be something to send. Must not block. */
    public void onChange(Runnable listener) {
        lock.lock();
        try {
            onChange = listener;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a message.
     *
     * @param payload makes the message's bytes, at most 64 KiB, from its number
     * @return its number, once it is durable; fails with {@link OutboxFull} when it was not taken or the disk refused it.
     *     Completed on the writer's thread: what depends on it must not block
     */
    public CompletableFuture<Long> append(MessageKind kind, LongFunction<byte[]> payload) {
        lock.lock();
        try {
            if (closing) {
                refused++;
                return CompletableFuture.failedFuture(new OutboxFull("the outbox is closed"));
            }
            if (pending.size() >= MAX_PENDING || pendingBytes >= MAX_PENDING_BYTES) {
                refused++;
                return CompletableFuture.failedFuture(
                        new OutboxFull(pending.size() + " messages wait for the disk; try again later"));
            }
            long seq = nextSeq;
            byte[] bytes = payload.apply(seq);
            if (bytes.length > RecordFormat.MAX_PAYLOAD_BYTES) {
                throw new IllegalArgumentException(
                        "a message has at most " + RecordFormat.MAX_PAYLOAD_BYTES + " bytes, not " + bytes.length);
            }
            nextSeq++;
            Pending entry = new Pending(new OutboxRecord(kind, seq, clock.millis(), bytes), new CompletableFuture<>());
            pending.addLast(entry);
            pendingBytes += bytes.length;
            work.signal();
            return entry.durable();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of messages that the cloud has stored; numbers that are unknown or freed already are passed over. */
    public void free(List<Ack.Range> ranges) {
        Runnable listener;
        lock.lock();
        try {
            AckedRanges freed = new AckedRanges();
            long highest = nextSeq - 1;
            for (Ack.Range range : ranges) {
                long to = Math.min(range.to(), highest);
                if (range.from() > to) {
                    continue;
                }
                int count = keptLane.acknowledge(range.from(), to) + telemetryLane.acknowledge(range.from(), to);
                if (count > 0) {
                    housekeeping.need();
                    acked += count;
                    freed.add(range.from(), to);
                    unwrittenAcks.add(range.from(), to);
                }
            }
            drain.acked(freed);
            if (unwrittenAcks.size() >= WRITE_RANGES_AT) {
                work.signal();
            }
            listener = onChange;
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    public OutboxCounters counters() {
        lock.lock();
        try {
            return new OutboxCounters(
                    keptLane.unackedCount() + telemetryLane.unackedCount(),
                    keptLane.bytes() + telemetryLane.bytes(),
                    committer.appended(),
                    committer.commits(),
                    acked,
                    housekeeping.thinnedReadings(),
                    housekeeping.droppedMessages(),
                    damagedBytes,
                    refused + committer.refused());
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        while (true) {
            List<Pending> batch = new ArrayList<>();
            byte[] acks = null;
            boolean last;
            lock.lock();
            try {
                awaitWork();
                int bytes = 0;
                while (!pending.isEmpty() && bytes < limits.segmentBytes()) {
                    Pending entry = pending.removeFirst();
                    bytes += RecordFormat.OVERHEAD_BYTES + entry.message().payload().length;
                    pendingBytes -= entry.message().payload().length;
                    batch.add(entry);
                }
                if (unwrittenAcks.size() > 0) {
                    acks = unwrittenAcks.encode();
                    unwrittenAcks.clear();
                }
                last = closing && pending.isEmpty();
            } finally {
                lock.unlock();
            }
            commit(batch, acks);
            housekeeping.run(clock.millis(), this::takeNumbers);
            if (last) {
                keptLane.seal();
                telemetryLane.seal();
                return;
            }
        }
    }

    private void awaitWork() {
        long leftNanos = WRITE_RANGES_AFTER.toNanos();
        while (pending.isEmpty() && !closing && unwrittenAcks.size() < WRITE_RANGES_AT) {
            try {
                if (unwrittenAcks.size() == 0) {
                    work.await();
                } else if (leftNanos > 0) {
                    leftNanos = work.awaitNanos(leftNanos);
                } else {
                    return;
                }
            } catch (InterruptedException e) {
                // nobody interrupts this thread but to end it
                closing = true;
            }
        }
    }

    /** Takes so many numbers in a row. Returns the first. */
    long takeNumbers(int count) {
        lock.lock();
        try {
            long first = nextSeq;
            nextSeq += count;
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Pending> batch, byte @Nullable [] acks) {
        List<Pending> kept = new ArrayList<>();
        List<Pending> telemetry = new ArrayList<>();
        for (Pending entry : batch) {
            (entry.message().kind().isKept() ? kept : telemetry).add(entry);
        }
        if (!kept.isEmpty()) {
            committer.commit(keptLane, kept, null);
        }
        if (!telemetry.isEmpty() || acks != null) {
            committer.commit(telemetryLane, telemetry, acks);
        }
        Runnable listener;
        lock.lock();
        try {
            listener = onChange;
        } finally {
            lock.unlock();
        }
        if (!batch.isEmpty()) {
            listener.run();
        }
    }

    /** The number below which nothing will be written any more. With the lock held. */
    private long lowestComing() {
        Pending first = pending.peekFirst();
        return first == null ? nextSeq : first.message().seq();
    }

    /** Writes what waits and ends the writer; messages that come later are refused. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            writer.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writer.isAlive()) {
            LOG.warn("the disk of {} has not answered for {} s; closing without it", writer.getName(), CLOSE_SECONDS);
        }
    }
}
