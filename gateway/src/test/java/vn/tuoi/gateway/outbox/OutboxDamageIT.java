package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.event.Ack;

/** Whatever happens to a segment's bytes, only what was hit is lost, and nothing appears that was never written. */
final class OutboxDamageIT {
    private static final int MESSAGES = 60;
    private static final int FLIPS = 10_000;
    private static final long SEED = 20_261_124;

    @TempDir
    Path directory;

    private SegmentName name = new SegmentName(0, 0, 0);
    private byte[] whole = new byte[0];
    private final List<RecordFormat.Found> records = new ArrayList<>();
    private final Map<Long, String> payloads = new TreeMap<>();

    @BeforeEach
    void writeASegmentWithAcknowledgementsInIt() throws IOException {
        Path original = directory.resolve("original");
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L));
        try (Outbox outbox = Outbox.open(
                original,
                new OutboxLimits(1 << 20, Duration.ofDays(1), 1 << 16),
                DrainPolicy.STANDARD,
                new Thinning("farm/"),
                clock)) {
            long first = append(outbox, MESSAGES / 2);
            outbox.free(List.of(new Ack.Range(first, first), new Ack.Range(first + 5, first + 9)));
            append(outbox, MESSAGES / 2);
        }
        try (Stream<Path> files = Files.list(original.resolve("telemetry"))) {
            Path file = files.findFirst().orElseThrow();
            name = SegmentName.parse(file.getFileName().toString()).orElseThrow();
            whole = Files.readAllBytes(file);
        }
        ByteBuffer bytes = ByteBuffer.wrap(whole);
        for (RecordFormat.Found found = RecordFormat.find(bytes, 0, name.base());
                found != null;
                found = RecordFormat.find(bytes, found.end(), name.base())) {
            records.add(found);
            if (found.kind() == AckedRanges.RECORD_KIND) {
                continue;
            }
            payloads.put(found.seq(), new String(found.payload(bytes), StandardCharsets.UTF_8));
        }
        assertThat(records).hasSizeGreaterThan(MESSAGES);
        assertThat(records.get(records.size() - 1).end()).isEqualTo(whole.length);
    }

    private static long append(Outbox outbox, int count) {
        List<CompletableFuture<Long>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(outbox.append(MessageKind.TELEMETRY, seq -> ("reading " + seq).getBytes(StandardCharsets.UTF_8)));
        }
        all.forEach(CompletableFuture::join);
        return all.get(0).join();
    }

    /** What recovery finds in a damaged copy, as numbers; checks each payload. */
    private List<Long> recover(byte[] damaged, Path folder) throws IOException {
        Lane lane = new Lane(folder);
        Files.write(folder.resolve(name.fileName()), damaged);
        Recovery recovery = new Recovery();
        recovery.read(lane);
        for (Ack.Range range : recovery.acked().ranges()) {
            lane.acknowledge(range.from(), range.to());
        }
        List<Long> found = new ArrayList<>();
        Cursor cursor = new Cursor(lane, new ReentrantLock(), true);
        for (OutboxRecord record = cursor.next(); record != null; record = cursor.next()) {
            assertThat(new String(record.payload(), StandardCharsets.UTF_8)).isEqualTo(payloads.get(record.seq()));
            found.add(record.seq());
        }
        long highest = found.isEmpty() ? name.base() : found.get(found.size() - 1);
        assertThat(recovery.nextSeq(0)).isGreaterThan(highest);
        return found;
    }

    /** The numbers that must come back when the records that {@code isHit} are gone. */
    private List<Long> expected(Predicate<RecordFormat.Found> isHit) {
        AckedRanges acked = new AckedRanges();
        ByteBuffer bytes = ByteBuffer.wrap(whole);
        List<Long> expected = new ArrayList<>();
        for (RecordFormat.Found record : records) {
            if (!isHit.test(record) && record.kind() == AckedRanges.RECORD_KIND) {
                acked.addEncoded(record.payload(bytes));
            }
        }
        for (RecordFormat.Found record : records) {
            if (!isHit.test(record) && record.kind() != AckedRanges.RECORD_KIND && !acked.contains(record.seq())) {
                expected.add(record.seq());
            }
        }
        return expected;
    }

    @Test
    void truncatedAtEveryByteItKeepsEveryRecordBeforeTheCut() throws IOException {
        Path folder = directory.resolve("cut");
        for (int length = 0; length <= whole.length; length++) {
            int cut = length;
            assertThat(recover(Arrays.copyOf(whole, cut), folder))
                    .as("cut at %d", cut)
                    .isEqualTo(expected(record -> record.end() > cut));
        }
    }

    @Test
    void withOneBitFlippedAnywhereItLosesTheRecordThatWasHitAndNoOther() throws IOException {
        Random random = new Random(SEED);
        Path folder = directory.resolve("flip");
        for (int i = 0; i < FLIPS; i++) {
            int at = random.nextInt(whole.length);
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(recover(damaged, folder))
                    .as("seed %d, flip %d at byte %d", SEED, i, at)
                    .isEqualTo(expected(record -> record.start() <= at && at < record.end()));
        }
    }

    @Test
    void aHoleOfRandomBytesAnywhereLosesWhatItCoversAndNoOther() throws IOException {
        Random random = new Random(SEED);
        Path folder = directory.resolve("hole");
        for (int i = 0; i < 1_000; i++) {
            int from = random.nextInt(whole.length);
            byte[] hole = new byte[1 + random.nextInt(Math.min(200, whole.length - from))];
            random.nextBytes(hole);
            byte[] damaged = whole.clone();
            System.arraycopy(hole, 0, damaged, from, hole.length);
            assertThat(recover(damaged, folder))
                    .as("seed %d, hole %d at byte %d", SEED, i, from)
                    .isEqualTo(expected(record -> record.start() < from + hole.length && from < record.end()));
        }
    }
}
