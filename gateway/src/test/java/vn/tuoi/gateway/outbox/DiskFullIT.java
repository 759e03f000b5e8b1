package vn.tuoi.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.event.Ack;

/** A disk that is full before the outbox is. Needs root to mount a small one. */
final class DiskFullIT {
    @TempDir
    Path directory;

    @Test
    void refusesWhatDoesNotFitKeepsWhatItAnsweredAndGoesOnWhenThereIsRoom() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .start();
        assumeThat(mount.waitFor()).as("root may mount").isZero();
        try {
            List<Long> answered = new ArrayList<>();
            try (Outbox outbox = OutboxWriterProgram.open(disk.resolve("outbox"))) {
                CompletableFuture<Long> append = outbox.append(MessageKind.EVENT, OutboxWriterProgram::payload);
                while (append.handle((seq, refusal) -> refusal == null).join()) {
                    answered.add(append.join());
                    append = outbox.append(MessageKind.EVENT, OutboxWriterProgram::payload);
                }
                assertThat(append)
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .withCauseInstanceOf(OutboxFull.class);
                assertThat(answered).hasSizeGreaterThan(1_000);
                List<Long> freed = answered.subList(0, 900);
                outbox.free(freed.stream().map(seq -> new Ack.Range(seq, seq)).toList());
                answered = new ArrayList<>(answered.subList(900, answered.size()));
                // the refused attempt after the acknowledgement lets the housekeeping run
                outbox.append(MessageKind.EVENT, OutboxWriterProgram::payload)
                        .handle((seq, refusal) -> 0)
                        .join();
                for (int i = 0; i < 50; i++) {
                    answered.add(outbox.append(MessageKind.EVENT, OutboxWriterProgram::payload)
                            .join());
                }
            }
            try (Outbox outbox = OutboxWriterProgram.open(disk.resolve("outbox"))) {
                assertThat(OutboxKillIT.drain(outbox).keySet()).containsAll(answered);
            }
        } finally {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }
}
