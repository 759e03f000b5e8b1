package vn.tuoi.cloud.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolIT {
    private static final SpoolLimits WIDE = new SpoolLimits(1L << 30, Duration.ofDays(1), 0);

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-25T06:00:00Z");

    private Spool open(SpoolLimits limits) throws IOException {
        return Spool.open(folder.resolve("spool.db"), limits, () -> now);
    }

    private static List<Spooled> messages(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(number -> new Spooled(0, "hill", number, new byte[] {(byte) number}))
                .toList();
    }

    @Test
    void givesTheOldestFirstAndKeepsThemUntilTheyAreRemoved() throws Exception {
        try (Spool spool = open(WIDE)) {
            assertThat(spool.append(messages(0, 3))).isTrue();
            assertThat(spool.append(messages(3, 5))).isTrue();
        }
        try (Spool spool = open(WIDE)) {
            assertThat(spool.messages()).isEqualTo(5);
            List<Spooled> first = spool.oldest(4, 1_000);
            assertThat(first).extracting(Spooled::receivedAtMs).containsExactly(0L, 1L, 2L, 3L);
            assertThat(spool.oldest(4, 1_000)).hasSize(4);
            spool.remove(first);

            assertThat(spool.oldest(4, 1_000)).extracting(Spooled::receivedAtMs).containsExactly(4L);
            spool.remove(spool.oldest(4, 1_000));
            assertThat(spool.isEmpty()).isTrue();
            assertThat(spool.bytes()).isZero();
        }
    }

    @Test
    void givesAtLeastOneHoweverLargeItIs() throws Exception {
        try (Spool spool = open(WIDE)) {
            spool.append(List.of(new Spooled(0, "hill", 1, new byte[500]), new Spooled(0, "hill", 2, new byte[500])));

            assertThat(spool.oldest(10, 100)).hasSize(1);
        }
    }

    @Test
    void takesNothingAboveItsBytesAndNothingOfWhatWouldGoBeyond() throws Exception {
        try (Spool spool = open(new SpoolLimits(200, Duration.ofDays(1), 0))) {
            assertThat(spool.append(messages(0, 3))).isTrue();
            assertThat(spool.append(messages(3, 5))).isFalse();

            assertThat(spool.messages()).isEqualTo(3);
            assertThat(spool.obstacle()).isEmpty();
            spool.remove(spool.oldest(2, 1_000));
            assertThat(spool.append(messages(3, 5))).isTrue();
        }
    }

    @Test
    void takesNothingMoreWhenWhatIsInItIsTooOld() throws Exception {
        try (Spool spool = open(WIDE)) {
            spool.append(messages(0, 1));
            now = now.plus(Duration.ofHours(25));

            assertThat(spool.oldestSeconds()).isEqualTo(25 * 3_600);
            assertThat(spool.append(messages(1, 2))).isFalse();
            assertThat(spool.obstacle()).contains("24 h");
        }
    }

    @Test
    void leavesSpaceOnItsDisk() throws Exception {
        try (Spool spool = open(new SpoolLimits(1L << 30, Duration.ofDays(1), Long.MAX_VALUE))) {
            assertThat(spool.append(messages(0, 1))).isFalse();
            assertThat(spool.obstacle()).contains("bytes free");
        }
    }

    @Test
    void refusesAFileThatIsNoSpoolAndSaysWhatToDo() throws Exception {
        Files.writeString(
                folder.resolve("spool.db"), "something else, long enough to be read as a header of a file".repeat(9));

        assertThatThrownBy(() -> open(WIDE)).isInstanceOf(IOException.class).hasMessageContaining("move it away");
    }
}
