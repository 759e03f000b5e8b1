package vn.tuoi.gateway.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an outbox within its limits: deletes segments that nothing waits for, packs many small messages into few while
 * there is no connection, and when space or age runs out gives up
 * what hurts least, namely telemetry between coarser steps, then the oldest telemetry, then the oldest of the rest. The
 * segments that are being written are never touched. Runs on the writer's thread.
 */
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    /** How often the age of the segments is looked at. */
    private static final long AGE_EVERY_MS = 60_000;

    private final ReentrantLock lock;
    private final Lane keptLane;
    private final Lane telemetryLane;
    private final OutboxLimits limits;
    private final Thinning thinning;
    private final BooleanSupplier isSending;

    // guarded by the lock
    private boolean needed = true;
    private boolean wasSending;
    private long agedAtMs;
    private long thinnedReadings;
    private long droppedMessages;

    Housekeeping(
            ReentrantLock lock,
            Lane keptLane,
            Lane telemetryLane,
            OutboxLimits limits,
            Thinning thinning,
            BooleanSupplier isSending) {
        this.isSending = isSending;
        this.lock = lock;
        this.keptLane = keptLane;
        this.telemetryLane = telemetryLane;
        this.limits = limits;
        this.thinning = thinning;
    }

    /** With the lock held. */
    long thinnedReadings() {
        return thinnedReadings;
    }

    /** With the lock held. */
    long droppedMessages() {
        return droppedMessages;
    }

    /** Something may be deleted or packed: a segment was sealed or given up, or the cloud has acknowledged. With the lock held. */
    void need() {
        needed = true;
    }

    /**
     * Looks what is to be done after a commit. Looking costs time that grows with the backlog, so it is done when there is
     * a reason: something was needed, the connection came or went, a minute has passed, or the space is used up.
     *
     * @param numbers gives the first of so many new sequence numbers in a row
     */
    void run(long nowMs, IntToLongFunction numbers) {
        if (!isDue(nowMs) && !isFull()) {
            return;
        }
        deleteAcked();
        for (Segment old : tooOld(nowMs)) {
            drop(telemetryLane, old, "is older than " + limits.maxAge().toDays() + " days");
        }
        Optional<Segment> loose = loose();
        if (loose.isPresent()) {
            // one at a time, since appenders wait; the rest with the next commits
            pack(loose.get(), numbers);
            needAgain();
        }
        while (isFull()) {
            Optional<Segment> fine = finest();
            Optional<Segment> telemetry = oldest(telemetryLane);
            Optional<Segment> rest = oldest(keptLane);
            if (fine.isPresent()) {
                thin(fine.get(), numbers);
            } else if (telemetry.isPresent()) {
                drop(telemetryLane, telemetry.get(), "does not fit and cannot be thinned further");
            } else if (rest.isPresent()) {
                drop(keptLane, rest.get(), "does not fit, after all telemetry");
            } else {
                return;
            }
        }
    }

    private boolean isDue(long nowMs) {
        lock.lock();
        try {
            boolean isSendingNow = isSending.getAsBoolean();
            boolean isDue = needed || isSendingNow != wasSending || Math.abs(nowMs - agedAtMs) >= AGE_EVERY_MS;
            if (isDue) {
                needed = false;
                wasSending = isSendingNow;
                agedAtMs = nowMs;
            }
            return isDue;
        } finally {
            lock.unlock();
        }
    }

    private void needAgain() {
        lock.lock();
        try {
            needed = true;
        } finally {
            lock.unlock();
        }
    }

    private void deleteAcked() {
        List<Segment> ofKept;
        List<Segment> ofTelemetry;
        lock.lock();
        try {
            long highestSeq = Stream.concat(keptLane.segments().stream(), telemetryLane.segments().stream())
                    .mapToLong(Segment::highestSeq)
                    .max()
                    .orElse(0);
            ofKept = keptLane.takeAcked(highestSeq);
            ofTelemetry = telemetryLane.takeAcked(highestSeq);
        } finally {
            lock.unlock();
        }
        ofKept.forEach(keptLane::delete);
        ofTelemetry.forEach(telemetryLane::delete);
    }

    private List<Segment> tooOld(long nowMs) {
        lock.lock();
        try {
            List<Segment> segments = sealed(telemetryLane).toList();
            int count = Ageing.tooOld(segments.stream().map(Segment::newestAtMs).toList(), nowMs, limits.maxAge());
            return segments.subList(0, count);
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        lock.lock();
        try {
            // room for the batch in hand and for the coarser copy of a segment
            return keptLane.bytes() + telemetryLane.bytes() > limits.maxBytes() - 2L * limits.segmentBytes();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest of the telemetry segments that were thinned least and can be thinned more. */
    private Optional<Segment> finest() {
        lock.lock();
        try {
            return sealed(telemetryLane)
                    .filter(segment -> segment.name().step() < Thinning.STEPS_MS.length)
                    .min(Comparator.comparingInt(
                                    (Segment segment) -> segment.name().step())
                            .thenComparingLong(segment -> segment.name().order()));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Segment> oldest(Lane lane) {
        lock.lock();
        try {
            return sealed(lane).findFirst();
        } finally {
            lock.unlock();
        }
    }

    private static Stream<Segment> sealed(Lane lane) {
        return lane.segments().stream().filter(segment -> segment != lane.active());
    }

    /** A segment of many small messages, while nobody is sending: tighter ones cost less data later. */
    private Optional<Segment> loose() {
        lock.lock();
        try {
            return isSending.getAsBoolean()
                    ? Optional.empty()
                    : sealed(telemetryLane).filter(Segment::isLoose).findFirst();
        } finally {
            lock.unlock();
        }
    }

    private void pack(Segment segment, IntToLongFunction numbers) {
        try {
            List<OutboxRecord> loose = unacked(segment);
            Thinning.Thinned packed = thinning.thin(loose, Thinning.STEPS_MS[0]);
            if (packed.packs().size() <= loose.size() / 2) {
                replace(segment, packed, numbers);
            } else {
                setPacked(segment);
            }
        } catch (IOException e) {
            LOG.warn("cannot pack {}, it stays as it is: {}", segment.path(), e.toString());
            setPacked(segment);
        }
    }

    private void setPacked(Segment segment) {
        lock.lock();
        try {
            segment.setPacked();
        } finally {
            lock.unlock();
        }
    }

    private void drop(Lane lane, Segment segment, String why) {
        int messages;
        lock.lock();
        try {
            messages = lane.drop(segment);
            droppedMessages += messages;
        } finally {
            lock.unlock();
        }
        lane.delete(segment);
        LOG.warn("gave up {} messages of {}, which {}", messages, segment.path(), why);
    }

    private void thin(Segment segment, IntToLongFunction numbers) {
        try {
            Thinning.Thinned thinned = thinning.thin(
                    unacked(segment), Thinning.STEPS_MS[segment.name().step()]);
            replace(segment, thinned, numbers);
        } catch (IOException e) {
            LOG.warn("cannot thin {}: {}", segment.path(), e.toString());
            drop(telemetryLane, segment, "could not be thinned on this disk");
        }
    }

    /** Puts coarser or tighter packs, under new numbers, in the place of a segment. */
    private void replace(Segment segment, Thinning.Thinned thinned, IntToLongFunction numbers) throws IOException {
        List<byte[]> packs = thinned.packs();
        long first = numbers.applyAsLong(Math.max(1, packs.size()));
        SegmentName name =
                new SegmentName(segment.name().order(), first, segment.name().step() + 1);
        long atMs = segment.newestAtMs();
        int bytes = packs.stream()
                .mapToInt(pack -> pack.length + RecordFormat.OVERHEAD_BYTES)
                .sum();
        ByteBuffer content = ByteBuffer.allocate(bytes);
        for (int i = 0; i < packs.size(); i++) {
            RecordFormat.write(content, first, MessageKind.TELEMETRY.code(), first + i, atMs, packs.get(i));
        }
        Segment coarser = telemetryLane.write(name, content.flip());
        lock.lock();
        try {
            telemetryLane.drop(segment);
            telemetryLane.add(coarser);
            for (int i = 0; i < packs.size(); i++) {
                telemetryLane.added(coarser, first + i, atMs);
            }
            thinnedReadings += thinned.givenUp();
        } finally {
            lock.unlock();
        }
        telemetryLane.delete(segment);
        LOG.info(
                "{} went from {} to {} bytes, {} readings given up",
                segment.path(),
                segment.durableBytes(),
                bytes,
                thinned.givenUp());
    }

    private List<OutboxRecord> unacked(Segment segment) throws IOException {
        ByteBuffer bytes = segment.read(0, segment.durableBytes());
        List<OutboxRecord> records = new ArrayList<>();
        long base = segment.name().base();
        RecordFormat.Found found = RecordFormat.find(bytes, 0, base);
        while (found != null) {
            if (found.kind() != AckedRanges.RECORD_KIND && isUnacked(segment, found.seq())) {
                records.add(new OutboxRecord(
                        MessageKind.ofCode(found.kind()), found.seq(), found.atMs(), found.payload(bytes)));
            }
            found = RecordFormat.find(bytes, found.end(), base);
        }
        return records;
    }

    private boolean isUnacked(Segment segment, long seq) {
        lock.lock();
        try {
            return segment.isUnacked(seq);
        } finally {
            lock.unlock();
        }
    }
}
