package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power cuts: the outbox writes to an ext4 on a loop file, whose image is copied at a random instant while the writer goes
 * on, and is mounted again. The loop file lies on an XFS, whose reflink copies a file at one instant: the copy is the disk
 * with every block that it had been told so far, in order, also in the middle of a commit of ext4's journal or of a flush.
 * It is not a disk that loses or reorders what it has not flushed; that the flush comes before the answer is
 * {@link FsyncFailureIT}'s to show. {@code -Dtuoi.powercut.images=100} for the full length. Needs root, loop devices and
 * XFS; without them there is nothing to test with.
 */
final class PowerCutIT {
    private static final int IMAGES = Integer.getInteger("tuoi.powercut.images", 3);
    private static final long SEED = 20_261_124;
    private static final int IMAGE_MEBIBYTES = 32;

    @TempDir
    Path directory;

    private void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + output)
                .isZero();
    }

    private static boolean works(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Test
    void whatWasAnsweredBeforeTheCutIsOnTheDiskAfterIt() throws IOException, InterruptedException {
        Path below = directory.resolve("below.img");
        Path disks = Files.createDirectory(directory.resolve("disks"));
        Path mount = Files.createDirectory(directory.resolve("disk"));
        Path cutMount = Files.createDirectory(directory.resolve("cut"));
        run("truncate", "-s", "512M", below.toString());
        assumeThat(works("mkfs.xfs", "-q", below.toString())
                        && works("mount", "-o", "loop", below.toString(), disks.toString()))
                .as("root, loop devices and XFS")
                .isTrue();
        try {
            Path image = disks.resolve("disk.img");
            run("truncate", "-s", IMAGE_MEBIBYTES + "M", image.toString());
            run("mkfs.ext4", "-q", "-F", image.toString());
            run("mount", "-o", "loop", image.toString(), mount.toString());
            assertThat(cut(image, mount, cutMount)).isGreaterThan(IMAGES);
        } finally {
            for (Path mounted : List.of(cutMount, mount, disks)) {
                works("umount", mounted.toString());
            }
        }
    }

    /** Cuts again and again; returns how many messages had been answered in all. */
    private long cut(Path image, Path mount, Path cutMount) throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Path copy = image.resolveSibling("cut.img");
        long total = 0;
        for (int i = 0; i < IMAGES; i++) {
            Path outboxes = mount.resolve("outbox-" + i);
            WriterProcess writer = new WriterProcess(outboxes, directory.resolve("stderr"));
            List<Long> answered;
            try {
                int atLeast = 1 + random.nextInt(3_000);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> writer.answered().size() >= atLeast);
                TimeUnit.MICROSECONDS.sleep(random.nextInt(5_000));
                answered = writer.answered();
                run("cp", "--reflink=always", image.toString(), copy.toString());
            } finally {
                writer.kill();
            }
            run("mount", "-o", "loop", copy.toString(), cutMount.toString());
            try (Outbox outbox = OutboxWriterProgram.open(cutMount.resolve("outbox-" + i))) {
                Map<Long, byte[]> found = OutboxKillIT.drain(outbox);
                assertThat(found.keySet()).as("image %d, seed %d", i, SEED).containsAll(answered);
                assertThat(found)
                        .allSatisfy((seq, payload) -> assertThat(payload).isEqualTo(OutboxWriterProgram.payload(seq)));
            }
            total += answered.size();
            run("umount", cutMount.toString());
            run("rm", "-r", copy.toString(), outboxes.toString());
        }
        return total;
    }
}
