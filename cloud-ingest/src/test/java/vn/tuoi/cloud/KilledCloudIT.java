package vn.tuoi.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.cloud.timeseries.Bucket;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.sqlite.SqliteTelemetryStore;
import vn.tuoi.config.event.Ack;

/**
 * kill -9 of the cloud in mid-stream, again and again: a farm that keeps what is not acknowledged loses nothing. {@code
 * -Dtuoi.kills=200} is the full length.
 */
class KilledCloudIT {
    private static final int KILLS = Integer.getInteger("tuoi.kills", 2);
    private static final int READINGS_PER_MESSAGE = 8;
    private static final String ROOT = "tuoi/v1/hill/";
    private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

    @TempDir
    Path folder;

    private final Map<Long, String> unacknowledged = new ConcurrentSkipListMap<>();
    private final AtomicLong nextSeq = new AtomicLong(1);

    @Test
    void losesNoReadingWhenTheCloudIsKilledInMidStream() throws Exception {
        SplittableRandom random = new SplittableRandom(42);
        ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                try (CloudProcess cloud = CloudProcess.start(folder)) {
                    Future<?> killed = killer.schedule(cloud::kill, random.nextInt(300, 2_000), TimeUnit.MILLISECONDS);
                    streamUntilTheConnectionBreaks(cloud);
                    killed.get();
                }
            }
        } finally {
            killer.shutdownNow();
        }
        long sentBeforeTheLastStart = nextSeq.get() - 1;
        assertThat(sentBeforeTheLastStart - unacknowledged.size())
                .as("messages acknowledged while kills came")
                .isPositive();
        try (CloudProcess cloud = CloudProcess.start(folder);
                FarmClient farm = connect(cloud)) {
            sendWaiting(farm);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                take(farm);
                return unacknowledged.isEmpty();
            });
            assertThat(cloud.terminate()).as("ends within five seconds").isTrue();
        }

        long sent = (nextSeq.get() - 1) * READINGS_PER_MESSAGE;
        try (TelemetryStore store = SqliteTelemetryStore.open(
                folder.resolve("telemetry.db"), Retention.ofDays(400), InstantSource.system())) {
            long stored = 0;
            double sum = 0;
            SeriesQuery all =
                    new SeriesQuery(RunningCloud.FARM, "tea-1/flow", START, START.plus(Duration.ofDays(30)), 1_000);
            for (Bucket bucket : store.series(all).buckets()) {
                stored += bucket.count();
                sum += bucket.mean() * bucket.count();
            }
            assertThat(stored).isEqualTo(sent);
            // the value of reading i is i, so that a wrong value would show
            assertThat(sum).isCloseTo(sent * (sent - 1) / 2.0, org.assertj.core.data.Percentage.withPercentage(1e-6));
        }
    }

    private static FarmClient connect(CloudProcess cloud) throws MqttException {
        FarmClient farm = FarmClient.connect(cloud.mqttPort(), "hill", "hill", RunningCloud.FARM_PASSWORD);
        farm.subscribe(ROOT + "ack");
        return farm;
    }

    private void sendWaiting(FarmClient farm) throws MqttException {
        for (Map.Entry<Long, String> waiting : unacknowledged.entrySet()) {
            farm.publish(ROOT + "telemetry", waiting.getValue(), waiting.getKey());
        }
    }

    private void streamUntilTheConnectionBreaks(CloudProcess cloud) throws Exception {
        FarmClient farm = connect(cloud);
        try {
            sendWaiting(farm);
            while (true) {
                long seq = nextSeq.getAndIncrement();
                String pack = pack(seq);
                unacknowledged.put(seq, pack);
                farm.publish(ROOT + "telemetry", pack, seq);
                take(farm);
            }
        } catch (MqttException e) {
            // killed: what is not acknowledged is sent next time
        } finally {
            take(farm);
            farm.discard();
        }
    }

    private void take(FarmClient farm) throws Exception {
        for (FarmClient.Message message : farm.drain()) {
            for (Ack.Range range :
                    Ack.parse(message.text().getBytes(StandardCharsets.UTF_8)).ranges()) {
                for (long seq = range.from(); seq <= range.to(); seq++) {
                    unacknowledged.remove(seq);
                }
            }
        }
    }

    private static String pack(long seq) {
        StringBuilder pack = new StringBuilder("[{\"bn\":\"hill/\",\"bu\":\"l/min\"}");
        for (int i = 0; i < READINGS_PER_MESSAGE; i++) {
            long number = (seq - 1) * READINGS_PER_MESSAGE + i;
            pack.append(",{\"n\":\"tea-1/flow\",\"v\":")
                    .append(number)
                    .append(",\"t\":")
                    .append(START.getEpochSecond() + number)
                    .append('}');
        }
        return pack.append(']').toString();
    }
}
