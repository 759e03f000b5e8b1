package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import vn.tuoi.config.event.Ack;

/**
 * Whatever lies in a segment, also records whose checksum is right and whose content is absurd: recovery ends, finds only
 * what a sender can send, holds little, and goes on with a number above all of them. The normal build replays the recorded
 * inputs; {@code JAZZER_FUZZ=1} searches for new ones.
 */
class RecoveryFuzzTest {
    private static final SegmentName NAME = new SegmentName(1, 1_700_000_000_000L, 0);
    private static final int MAX_SEGMENT_BYTES = 1 << 16;

    /**
     * The bytes are read as instructions: 0 appends what follows as it is, anything else a record with a right checksum.
     */
    @FuzzTest(maxDuration = "2m")
    void endsAndKeepsWhatIsWhole(byte[] bytes) throws IOException {
        Path folder = Files.createTempDirectory("tuoi-fuzz");
        try {
            Lane lane = new Lane(folder);
            Files.write(folder.resolve(NAME.fileName()), segment(ByteBuffer.wrap(bytes)));
            Recovery recovery = new Recovery();
            recovery.read(lane);
            for (Ack.Range range : recovery.acked().ranges()) {
                lane.acknowledge(range.from(), range.to());
            }
            long next = recovery.nextSeq(0);
            assertThat(next).isPositive();
            Cursor cursor = new Cursor(lane, new ReentrantLock(), true);
            long found = 0;
            for (OutboxRecord record = cursor.next(); record != null; record = cursor.next()) {
                found++;
                assertThat(record.seq()).isBetween(NAME.base(), next - 1);
            }
            // a number that was written twice is sent twice and counts once
            assertThat(lane.unackedCount()).isBetween(found > 0 ? 1L : 0L, found);
        } finally {
            Files.deleteIfExists(folder.resolve(NAME.fileName()));
            Files.delete(folder);
        }
    }

    private static byte[] segment(ByteBuffer program) {
        ByteBuffer segment = ByteBuffer.allocate(MAX_SEGMENT_BYTES);
        while (program.hasRemaining() && segment.remaining() > 600) {
            byte kind = program.get();
            int length = program.hasRemaining() ? program.get() & 0xFF : 0;
            if (kind == 0) {
                byte[] raw = new byte[Math.min(length, program.remaining())];
                program.get(raw);
                segment.put(raw);
                continue;
            }
            long seq = program.remaining() >= Long.BYTES ? program.getLong() : NAME.base() + length;
            if (kind < 0) {
                // near the base, as real ones are
                seq = NAME.base() + (seq & 0xFFF);
                kind = (byte) -kind;
            }
            byte[] payload = new byte[Math.min(length, program.remaining())];
            program.get(payload);
            RecordFormat.write(segment, NAME.base(), kind, seq, seq, payload);
        }
        byte[] content = new byte[segment.position()];
        segment.flip().get(content);
        return content;
    }
}
