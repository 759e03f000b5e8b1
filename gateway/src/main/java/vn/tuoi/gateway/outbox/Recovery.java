package vn.tuoi.gateway.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.event.Ack;

/** Reads the segments that a former run left behind, whatever state they are in. One thread, one use. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final long SKIPPED_AFTER_DAMAGE = 1 << 20;

    private final AckedRanges acked = new AckedRanges();
    private long highestSeq;
    private long damagedBytes;
    private boolean foundAny;

    /** Adds the segments of a lane's folder to the lane. */
    void read(Lane lane) throws IOException {
        Map<Long, SegmentName> newest = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(lane.directory())) {
            for (Path file : files) {
                String fileName = file.getFileName().toString();
                if (fileName.endsWith(".new")) {
                    // thinning was cut off before the rename: the original is still there
                    Files.delete(file);
                    continue;
                }
                SegmentName name = SegmentName.parse(fileName).orElse(null);
                if (name == null) {
                    LOG.warn("{} is no segment of this outbox and is left alone", file);
                    continue;
                }
                // two of one order: thinning was cut off between the rename and the deletion of the original
                newest.merge(name.order(), name, (one, other) -> one.step() > other.step() ? one : other);
            }
        }
        for (SegmentName name : newest.values()) {
            Segment segment = new Segment(lane.directory(), name);
            read(lane, segment);
            lane.add(segment);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(lane.directory(), "*.seg")) {
            for (Path file : files) {
                SegmentName name =
                        SegmentName.parse(file.getFileName().toString()).orElse(null);
                if (name != null && !name.equals(newest.get(name.order()))) {
                    Files.delete(file);
                }
            }
        }
    }

    private void read(Lane lane, Segment segment) throws IOException {
        foundAny = true;
        long size = Files.size(segment.path());
        ByteBuffer bytes = segment.read(0, size);
        long base = segment.name().base();
        highestSeq = Math.max(highestSeq, base);
        int position = 0;
        long damaged = 0;
        RecordFormat.Found found = RecordFormat.find(bytes, 0, base);
        while (found != null) {
            damaged += found.start() - position;
            position = found.end();
            if (found.kind() == AckedRanges.RECORD_KIND) {
                acked.addEncoded(found.payload(bytes));
            } else {
                lane.added(segment, found.seq(), found.atMs());
                highestSeq = Math.max(highestSeq, found.seq());
            }
            found = RecordFormat.find(bytes, position, base);
        }
        damaged += bytes.limit() - position;
        if (damaged > 0) {
            damagedBytes += damaged;
            LOG.warn("{}: {} of {} bytes are damaged; what is whole is kept", segment.path(), damaged, size);
        }
        segment.setDurableBytes(bytes.limit());
    }

    /** The numbers that the former run knew to be acknowledged. */
    AckedRanges acked() {
        return acked;
    }

    long damagedBytes() {
        return damagedBytes;
    }

    /**
     * The first number that nobody can have seen. An empty outbox begins with the clock's milliseconds: the cloud's
     * word on the messages of a lost disk, still under way, must not free the first messages of the new one. After
     * damage numbers are skipped, since those of the damaged records may have been sent.
     */
    long nextSeq(long nowMs) {
        if (!foundAny) {
            return Math.max(1, nowMs);
        }
        for (Ack.Range range : acked.ranges()) {
            highestSeq = Math.max(highestSeq, range.to());
        }
        return highestSeq + 1 + (damagedBytes > 0 ? SKIPPED_AFTER_DAMAGE : 0);
    }
}
