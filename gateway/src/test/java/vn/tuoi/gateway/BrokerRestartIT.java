package vn.tuoi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.gateway.outbox.OutboxLimits;
import vn.tuoi.gateway.uplink.BrokerAddress;
import vn.tuoi.gateway.uplink.UplinkSettings;

/** A broker that is killed again and again in mid-burst; {@code -Dtuoi.broker.restarts=500} for the full length. */
final class BrokerRestartIT {
    private static final int RESTARTS = Integer.getInteger("tuoi.broker.restarts", 4);
    private static final long SEED = 20_261_124;
    private static final long START_MS = 1_700_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void nothingIsLostStoredTwiceOrLeftRunning() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Mosquitto broker = new Mosquitto(Files.createDirectory(directory.resolve("broker")));
        FakeCloud cloud = new FakeCloud(broker.port());
        GatewaySettings settings = new GatewaySettings(
                directory.resolve("data"),
                new UplinkSettings(
                        FakeCloud.FARM,
                        new BrokerAddress("127.0.0.1", broker.port(), "tea-hill", "tea-hill", null, false, null),
                        cloud.key.verificationKey(),
                        0,
                        ZoneId.of("UTC")),
                OutboxLimits.of(64 << 20, Duration.ofDays(30)),
                null,
                List.of(),
                null);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger published = new AtomicInteger();
        try (Gateway gateway = Gateway.start(settings, InstantSource.system(), new RecordingListener())) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> gateway.counters().uplink().connected());
            Thread publisher = new Thread(() -> {
                while (!over.get()) {
                    if (published.get() - cloud.readings.size() > 5_000) {
                        // the burst waits for the broker, not the other way round
                        Thread.onSpinWait();
                        continue;
                    }
                    int number = published.getAndIncrement();
                    gateway.publishReadings(List.of(Reading.ofNumber("p/x", null, START_MS + number, number)))
                            .join();
                }
            });
            publisher.start();
            for (int i = 0; i < RESTARTS; i++) {
                int atLeast = cloud.readings.size() + random.nextInt(200);
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> cloud.readings.size() > atLeast);
                broker.restart();
                cloud.reconnect();
            }
            over.set(true);
            publisher.join();
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                assertThat(cloud.readings).hasSize(published.get());
                assertThat(gateway.counters().outbox().unackedMessages()).isZero();
            });
            assertThat(gateway.counters().uplink().connections()).isGreaterThan(RESTARTS);
            // every connection that broke has taken its threads with it
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("MQTT"))
                    .hasSizeLessThan(12);
        } finally {
            over.set(true);
            cloud.close();
            broker.close();
        }
    }
}
