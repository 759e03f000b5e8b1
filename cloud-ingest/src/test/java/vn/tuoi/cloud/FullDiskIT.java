package vn.tuoi.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.cloud.spool.SpoolLimits;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.sqlite.SqliteTelemetryStore;

/**
 * The disk of store and spool fills up: the cloud stops to acknowledge, keeps running, and goes on by itself when there is
 * room again. Needs root for a small tmpfs. {@code -Dtuoi.full.disks=20} is the full length.
 */
class FullDiskIT {
    private static final int TIMES = Integer.getInteger("tuoi.full.disks", 1);
    private static final int DISK_MEGABYTES = 48;

    @TempDir
    Path folder;

    private Path disk;
    private MosquittoServer mosquitto;

    @BeforeEach
    void start() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "tmpfs", disk.toString()))
                .as("a tmpfs can be mounted: run as root to try a full disk")
                .isZero();
        mosquitto = MosquittoServer.start(folder.resolve("mosquitto"));
    }

    @AfterEach
    void stop() throws Exception {
        if (mosquitto != null) {
            mosquitto.close();
            run("umount", "-l", disk.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private Path fill() throws IOException {
        Path ballast = disk.resolve("ballast");
        byte[] block = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // full
        }
        return ballast;
    }

    @Test
    void stopsToAcknowledgeWhileTheDiskIsFullAndGoesOnByItself() throws Exception {
        Path data = disk.resolve("cloud");
        CloudProcess.Setup setup = CloudProcess.Setup.in(data)
                .with(mosquitto.address())
                .with(new SpoolLimits(64 << 20, Duration.ofDays(3), 0));
        try (CloudProcess cloud = CloudProcess.start(setup);
                StreamingFarm farm = new StreamingFarm(RunningCloud.FARM, mosquitto::farmPort, 300).start()) {
            for (int time = 0; time < TIMES; time++) {
                long before = farm.acknowledged();
                await().atMost(Duration.ofSeconds(30)).until(() -> farm.acknowledged() > before + 100);
                Path ballast = fill();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> cloud.metric("tuoi_intake_blocked") == 1 && farm.silenceMs() > 2_000);
                assertThat(cloud.get("/health/ready")).contains("intake");
                TimeUnit.SECONDS.sleep(TIMES == 1 ? 1 : 10);

                Files.delete(ballast);
                long held = farm.acknowledged();
                await().atMost(Duration.ofSeconds(30)).until(() -> farm.acknowledged() > held);
            }
            farm.stopSending();
            await().atMost(Duration.ofSeconds(40)).until(() -> farm.unacknowledged() == 0);
            await().atMost(Duration.ofSeconds(30)).until(() -> cloud.metric("tuoi_spool_messages") == 0);
            assertThat(cloud.terminate()).isTrue();
            try (TelemetryStore store = SqliteTelemetryStore.open(
                    data.resolve("telemetry.db"), Retention.ofDays(400), InstantSource.system())) {
                farm.assertStoredExactly(store);
            }
        }
    }
}
