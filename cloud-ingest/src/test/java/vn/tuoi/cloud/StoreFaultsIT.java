package vn.tuoi.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.influx.InfluxAddress;
import vn.tuoi.cloud.timeseries.influx.InfluxServer;
import vn.tuoi.cloud.timeseries.influx.InfluxTelemetryStore;

/**
 * A real InfluxDB that hangs, dies and comes back under load: farms go on being acknowledged, because the spool is
 * durable, and the store has everything soon after it is back. {@code -Dtuoi.store.faults=20} is the full length.
 */
class StoreFaultsIT {
    private static final int FAULTS = Integer.getInteger("tuoi.store.faults", 1);
    private static final int DOWN_SECONDS = FAULTS == 1 ? 3 : 15;
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    /** Of waiting for a write that hangs, and a machine that is busy. */
    private static final long MAX_SILENCE_MS = 12_000;

    @TempDir
    Path folder;

    private InfluxServer influx;
    private InfluxAddress address;
    private CloudProcess cloud;
    private StreamingFarm farm;

    @BeforeEach
    void start() throws Exception {
        influx = InfluxServer.start(folder);
        address = influx.address("telemetry");
        cloud = CloudProcess.start(
                CloudProcess.Setup.in(folder.resolve("cloud")).with(address));
        farm = new StreamingFarm(RunningCloud.FARM, () -> cloud.mqttPort(), 500).start();
        await().atMost(Duration.ofSeconds(30)).until(() -> farm.acknowledged() > 100);
        farm.listenAnew();
    }

    @AfterEach
    void stop() throws Exception {
        farm.close();
        cloud.close();
        influx.close();
    }

    private void awaitWhileTheStoreIsDown() throws Exception {
        long before = farm.acknowledged();
        TimeUnit.SECONDS.sleep(DOWN_SECONDS);
        await().atMost(Duration.ofSeconds(20)).until(() -> cloud.metric("tuoi_spool_messages") > 0);
        await().atMost(Duration.ofSeconds(20)).until(() -> farm.acknowledged() > before + 100);
        assertThat(cloud.get("/health/ready")).contains("telemetry");
    }

    private void awaitRecovery() {
        await().atMost(RECOVERY)
                .until(() -> cloud.metric("tuoi_spool_messages") == 0 && cloud.metric("tuoi_store_breaker") == 0);
    }

    private void assertNothingIsLost() throws Exception {
        farm.stopSending();
        await().atMost(Duration.ofSeconds(30)).until(() -> farm.unacknowledged() == 0);
        awaitRecovery();
        assertThat(farm.longestSilenceMs()).isLessThan(MAX_SILENCE_MS);
        try (TelemetryStore store = InfluxTelemetryStore.open(
                address, Retention.ofDays(400), folder.resolve("rollups.db"), InstantSource.system())) {
            farm.assertStoredExactly(store);
        }
    }

    @Test
    void acknowledgesFromTheSpoolWhileTheStoreHangs() throws Exception {
        for (int fault = 0; fault < FAULTS; fault++) {
            influx.signal("STOP");
            try {
                awaitWhileTheStoreIsDown();
            } finally {
                influx.signal("CONT");
            }
            awaitRecovery();
        }
        assertNothingIsLost();
    }

    @Test
    void acknowledgesFromTheSpoolWhileTheStoreIsGone() throws Exception {
        for (int fault = 0; fault < FAULTS; fault++) {
            influx.kill();
            awaitWhileTheStoreIsDown();
            influx.startAgain();
            awaitRecovery();
        }
        assertNothingIsLost();
    }

    @Test
    void keepsWhatIsInTheSpoolWhenTheCloudIsKilledToo() throws Exception {
        for (int fault = 0; fault < FAULTS; fault++) {
            influx.kill();
            awaitWhileTheStoreIsDown();
            cloud.kill();
            cloud = CloudProcess.start(
                    CloudProcess.Setup.in(folder.resolve("cloud")).with(address));
            assertThat(cloud.metric("tuoi_spool_messages")).isPositive();
            influx.startAgain();
            awaitRecovery();
            farm.listenAnew();
        }
        assertNothingIsLost();
    }
}
