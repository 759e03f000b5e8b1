package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power cuts: the outbox writes to an ext4 on a loop file, whose image is copied at a random instant, as a disk stands
 * when the power fails, and is mounted again. {@code -Dtuoi.powercut.images=100} for the full length. Needs root and loop
 * devices; without them there is nothing to test with.
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

    private boolean canMount(Path image, Path mount) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("mount", "-o", "loop", image.toString(), mount.toString())
                .redirectErrorStream(true)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Test
    void whatWasAnsweredBeforeTheCutIsOnTheDiskAfterIt() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Path image = directory.resolve("disk.img");
        Path mount = Files.createDirectory(directory.resolve("disk"));
        Path cut = directory.resolve("cut.img");
        run("truncate", "-s", IMAGE_MEBIBYTES + "M", image.toString());
        run("mkfs.ext4", "-q", "-F", image.toString());
        assumeThat(canMount(image, mount)).as("root and loop devices").isTrue();
        long total = 0;
        try {
            for (int i = 0; i < IMAGES; i++) {
                WriterProcess writer = new WriterProcess(mount.resolve("outbox"), directory.resolve("stderr"));
                int atLeast = 1 + random.nextInt(3_000);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> writer.answered().size() >= atLeast);
                List<Long> answered = writer.answered();
                // a copy takes a moment, in which the disk must stand still
                writer.freeze();
                // the image is what the disk was told, without what the kernel still holds back
                run("cp", "--sparse=always", image.toString(), cut.toString());
                writer.kill();
                run("umount", mount.toString());
                assertThat(canMount(cut, mount)).as("the copy mounts").isTrue();
                try (Outbox outbox = OutboxWriterProgram.open(mount.resolve("outbox"))) {
                    assertThat(OutboxKillIT.drain(outbox).keySet())
                            .as("image %d, seed %d", i, SEED)
                            .containsAll(answered);
                }
                total += answered.size();
                run("umount", mount.toString());
                run("mkfs.ext4", "-q", "-F", image.toString());
                assertThat(canMount(image, mount)).isTrue();
            }
        } finally {
            new ProcessBuilder("umount", mount.toString()).start().waitFor();
        }
        assertThat(total).isGreaterThan(IMAGES);
    }
}
