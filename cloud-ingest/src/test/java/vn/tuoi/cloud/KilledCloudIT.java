package vn.tuoi.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.sqlite.SqliteTelemetryStore;

/**
 * kill -9 of the cloud in mid-stream, again and again: a farm that keeps what is not acknowledged loses nothing. {@code
 * -Dtuoi.kills=200} is the full length.
 */
class KilledCloudIT {
    private static final int KILLS = Integer.getInteger("tuoi.kills", 2);

    @TempDir
    Path folder;

    @Test
    void losesNoReadingWhenTheCloudIsKilledInMidStream() throws Exception {
        SplittableRandom random = new SplittableRandom(42);
        AtomicInteger port = new AtomicInteger();
        try (StreamingFarm farm = new StreamingFarm(RunningCloud.FARM, port::get, 2_000).start()) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (CloudProcess cloud = CloudProcess.start(folder)) {
                    long before = farm.acknowledged();
                    port.set(cloud.mqttPort());
                    await().atMost(Duration.ofSeconds(30)).until(() -> farm.acknowledged() > before);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(0, 1_500));
                    cloud.kill();
                }
            }
            farm.stopSending();
            try (CloudProcess cloud = CloudProcess.start(folder)) {
                port.set(cloud.mqttPort());
                await().atMost(Duration.ofSeconds(60)).until(() -> farm.unacknowledged() == 0);
                assertThat(cloud.terminate()).as("ends within five seconds").isTrue();
            }
            try (TelemetryStore store = SqliteTelemetryStore.open(
                    folder.resolve("telemetry.db"), Retention.ofDays(400), InstantSource.system())) {
                farm.assertStoredExactly(store);
            }
        }
    }
}
