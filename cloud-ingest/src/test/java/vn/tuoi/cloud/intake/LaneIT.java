package vn.tuoi.cloud.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.cloud.FarmClient;
import vn.tuoi.cloud.MosquittoServer;
import vn.tuoi.cloud.RunningCloud;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.BrokerLink;
import vn.tuoi.cloud.mqtt.Inbound;

/** A lane at a real broker. */
class LaneIT {
    private static final String TOPIC = "tuoi/v1/hill/telemetry";
    private static final int RECEIVE_MAXIMUM = 40;
    private static final int CAPACITY = RECEIVE_MAXIMUM + 20;
    private static final int MESSAGES = 200;

    private final Set<Long> taken = new ConcurrentSkipListSet<>();
    private final CountDownLatch storeWorks = new CountDownLatch(1);
    private final Metrics metrics = new Metrics();

    @TempDir
    Path folder;

    private static BrokerLink link(MosquittoServer mosquitto, int receiveMaximum) {
        return new BrokerLink(
                mosquitto.address(),
                new BrokerLink.Purpose("test", "lane", receiveMaximum, List.of("$share/intake/" + TOPIC)));
    }

    /** A lane into a store that takes nothing until it works. */
    private Lane lane(int capacity) {
        return new Lane(
                "test",
                capacity,
                1,
                batch -> {
                    storeWorks.await();
                    batch.forEach(message -> taken.add(message.seq()));
                    Inbound.acknowledge(batch);
                },
                metrics);
    }

    /** When many are acknowledged at once, this Mosquitto sends everything it has, whatever the receive maximum. */
    @Test
    void losesNoMessageWhenTheBrokerSendsMoreThanWasAskedFor() throws Exception {
        try (MosquittoServer mosquitto = MosquittoServer.start(folder);
                BrokerLink link = link(mosquitto, RECEIVE_MAXIMUM);
                Lane lane = lane(CAPACITY);
                FarmClient farm =
                        FarmClient.connect(mosquitto.farmPort(), "hill", "hill", RunningCloud.FARM_PASSWORD)) {
            link.start(lane, () -> {});
            await().atMost(Duration.ofSeconds(40)).until(link::isConnected);
            for (long seq = 1; seq <= MESSAGES; seq++) {
                farm.publish(TOPIC, "x", seq);
            }
            storeWorks.countDown();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(waiting()).isZero());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(Set.copyOf(taken)).hasSize(MESSAGES));
            assertThat(metrics.text()).contains("tuoi_intake_dropped_total{lane=\"test\"} 0");
        }
    }

    /** A broker may send far more bytes than the receive maximum bounds: what waits must fit into a small heap. */
    @Test
    void readsNoFurtherWhenTheBytesThatWaitAreEnough() throws Exception {
        int messages = 60;
        try (MosquittoServer mosquitto = MosquittoServer.start(folder);
                BrokerLink link = link(mosquitto, 1_000);
                Lane lane = lane(1_000);
                FarmClient farm =
                        FarmClient.connect(mosquitto.farmPort(), "hill", "hill", RunningCloud.FARM_PASSWORD)) {
            link.start(lane, () -> {});
            await().atMost(Duration.ofSeconds(40)).until(link::isConnected);
            String megabyte = "x".repeat(1_000_000);
            for (long seq = 1; seq <= messages; seq++) {
                farm.publish(TOPIC, megabyte, seq);
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> waiting() >= 33);
            await().during(Duration.ofMillis(300)).until(() -> waiting() <= 35);
            storeWorks.countDown();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(Set.copyOf(taken)).hasSize(messages));
        }
    }

    private long waiting() {
        return metrics.text()
                .lines()
                .filter(line -> line.startsWith("tuoi_intake_waiting{"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
