package vn.tuoi.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.cloud.registry.Role;

/** Farms that send rubbish, or without end, beside one that behaves. {@code -Dtuoi.poison.seconds=60} is the full length. */
class PoisonIT {
    private static final int SECONDS = Integer.getInteger("tuoi.poison.seconds", 3);
    private static final String OTHER = "tuoi/v1/hill-2/telemetry";
    private static final long MAX_SILENCE_MS = 5_000;

    @TempDir
    Path folder;

    /** What is wrong with each in turn, the last being of 64 KiB. */
    private static String poison(long number) {
        return switch ((int) (number % 5)) {
            case 0 -> "no pack at all";
            case 1 -> "[{\"bn\":\"hill-2/\",\"n\":\"tea-1/flow\",\"v\":1},{\"n\":\"tea-1/flow\",\"v\":\"two\"}]";
            case 2 -> "[{\"n\":\"hill/tea-1/flow\",\"v\":3}]";
            case 3 ->
                "[{\"n\":\"hill-2/tea-1/flow\",\"v\":4,\"t\":"
                        + Instant.now().plusSeconds(3_600).getEpochSecond() + "}]";
            default -> "[" + " ".repeat(65_000);
        };
    }

    @Test
    void keepsGoodTrafficGoingBesidePoison() throws Exception {
        AtomicLong poisoned = new AtomicLong();
        try (RunningCloud cloud = RunningCloud.start(folder);
                StreamingFarm good = new StreamingFarm(RunningCloud.FARM, cloud::mqttPort, 500).start();
                FarmClient bad = FarmClient.connect(cloud.mqttPort(), "hill-2", "hill-2", RunningCloud.FARM_PASSWORD)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> good.acknowledged() > 50);
            good.listenAnew();
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            while (System.nanoTime() < end) {
                // one in ten
                await().pollInterval(Duration.ofMillis(2))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> good.sent() > 10 * poisoned.get());
                bad.publish(OTHER, poison(poisoned.get()), poisoned.incrementAndGet());
            }
            good.stopSending();
            await().atMost(Duration.ofSeconds(20)).until(() -> good.unacknowledged() == 0);

            assertThat(good.longestSilenceMs()).isLessThan(MAX_SILENCE_MS);
            good.assertStoredExactly(cloud.cloud().store());
            assertThat(cloud.cloud().store().latest(RunningCloud.OTHER_FARM))
                    .as("of a bad pack nothing is stored")
                    .isEmpty();
            assertQuarantineTells(cloud, poisoned.get());
        }
    }

    private static void assertQuarantineTells(RunningCloud cloud, long poisoned) throws Exception {
        RunningCloud.Client administrator = cloud.as(Role.ADMINISTRATOR);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            long counted = cloud.nobody()
                    .get("/metrics")
                    .json()
                    .asText()
                    .lines()
                    .filter(line -> line.startsWith("tuoi_intake_refused_total{lane=\"telemetry\""))
                    .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
            assertThat(counted).isEqualTo(poisoned);
            JsonNode items = administrator
                    .get("/api/v1/quarantine?farm=hill-2&reason=future_time")
                    .json()
                    .path("items");
            assertThat(items).isNotEmpty();
            assertThat(items.path(0).path("message").asText()).contains("s fast");
        });
        JsonNode page = administrator.get("/api/v1/quarantine?limit=2").json();
        assertThat(page.path("items")).hasSize(2);
        JsonNode next = administrator
                .get("/api/v1/quarantine?limit=2&after=" + page.path("next").asText())
                .json();
        assertThat(next.path("items").path(0).path("id").asLong())
                .isLessThan(page.path("items").path(1).path("id").asLong());
        assertThat(cloud.as(Role.OFFICER).get("/api/v1/quarantine").status()).isEqualTo(403);
    }

    @Test
    void putsDownWhatAFarmSendsWithoutEnd() throws Exception {
        String flood = "[{\"n\":\"hill-2/tea-1/flow\",\"v\":1}" + " ".repeat(64_000) + "]";
        try (RunningCloud cloud = RunningCloud.start(folder);
                StreamingFarm good = new StreamingFarm(RunningCloud.FARM, cloud::mqttPort, 200).start();
                FarmClient bad = FarmClient.connect(cloud.mqttPort(), "hill-2", "hill-2", RunningCloud.FARM_PASSWORD)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> good.acknowledged() > 50);
            good.listenAnew();
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        send(bad, flood);
                        return cloud.nobody()
                                .get("/metrics")
                                .json()
                                .asText()
                                .lines()
                                .anyMatch(line -> line.startsWith("tuoi_intake_put_down_total{lane=\"telemetry\"}")
                                        && !line.endsWith(" 0"));
                    });
            good.stopSending();
            await().atMost(Duration.ofSeconds(20)).until(() -> good.unacknowledged() == 0);

            assertThat(good.longestSilenceMs()).isLessThan(MAX_SILENCE_MS);
            good.assertStoredExactly(cloud.cloud().store());
        }
    }

    private static void send(FarmClient bad, String flood) throws MqttException {
        for (int i = 0; i < 50; i++) {
            bad.publish(OTHER, flood, null);
        }
    }
}
