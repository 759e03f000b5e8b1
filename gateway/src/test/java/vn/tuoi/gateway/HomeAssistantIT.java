package vn.tuoi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.gateway.homeassistant.FarmLayout;
import vn.tuoi.gateway.homeassistant.HomeAssistantSchema;
import vn.tuoi.gateway.homeassistant.HomeAssistantSettings;
import vn.tuoi.gateway.outbox.OutboxLimits;
import vn.tuoi.gateway.uplink.BrokerAddress;
import vn.tuoi.gateway.uplink.UplinkSettings;

/** What a Home Assistant on a local Mosquitto finds there, read with Mosquitto's own client. */
final class HomeAssistantIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PREFIX = "homeassistant/sensor/tuoi-tea-hill/";
    private static final String MOISTURE = PREFIX + "tea-1_2fsoil_5fmoisture/config";

    @TempDir
    Path directory;

    private Mosquitto local;

    @BeforeEach
    void startBroker() throws IOException {
        local = new Mosquitto(Files.createDirectory(directory.resolve("local")));
    }

    @AfterEach
    void stopBroker() {
        local.close();
    }

    /** A gateway whose cloud is not there, which is no reason to show nothing. */
    private Gateway gateway() throws IOException {
        return Gateway.start(
                new GatewaySettings(
                        directory.resolve("data"),
                        new UplinkSettings(
                                FakeCloud.FARM,
                                new BrokerAddress("127.0.0.1", 1, "tea-hill", "tea-hill", null, false, null),
                                SigningKey.generate().verificationKey(),
                                0,
                                ZoneId.of("UTC")),
                        OutboxLimits.of(16 << 20, Duration.ofDays(30)),
                        null,
                        List.of(),
                        new HomeAssistantSettings(
                                new BrokerAddress("127.0.0.1", local.port(), "tuoi-tea-hill", null, null, false, null),
                                "homeassistant",
                                HomeAssistantSettings.Language.VI)),
                InstantSource.system(),
                new RecordingListener());
    }

    /** Everything that is retained at the local broker. */
    private Map<String, String> retained() throws IOException, InterruptedException {
        Process client = new ProcessBuilder(
                        "mosquitto_sub",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(local.port()),
                        "-t",
                        "#",
                        "-W",
                        "1",
                        "-v",
                        "--retained-only")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<String, String> retained = new TreeMap<>();
        new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                    int space = line.indexOf(' ');
                    retained.put(line.substring(0, space), line.substring(space + 1));
                });
        assertThat(client.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return retained;
    }

    private static FarmLayout layout(String... zones) {
        Map<String, String> names = new TreeMap<>();
        Map<String, Integer> heartbeats = new TreeMap<>();
        for (String zone : zones) {
            names.put(zone, "Đồi chè " + zone);
            heartbeats.put(zone + "/soil_moisture", 900);
        }
        return new FarmLayout("Nông trại Tân Cương", names, heartbeats);
    }

    private static Reading moisture(String zone, double value) {
        return Reading.ofNumber(zone + "/soil_moisture", "/", System.currentTimeMillis(), value);
    }

    @Test
    void zonesAndSensorsAppearWithTheirValuesAndNothingThereTakesOrders()
            throws IOException, InterruptedException, MalformedDocument {
        try (Gateway gateway = gateway()) {
            gateway.describe(layout("tea-1", "tea-2"));
            gateway.publishReadings(List.of(moisture("tea-1", 0.31))).join();
            gateway.reportState(StrictJson.read("""
                    {"at":"2026-11-25T00:00:00Z","planVersion":1,"clock":"trusted","software":"test","zones":[{"zone":"tea-1"}]}
                    """.getBytes(StandardCharsets.UTF_8), FarmState.class));

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(retained())
                            .containsEntry("tuoi-ha/tea-hill/status", "online")
                            .containsEntry("tuoi-ha/tea-hill/tea-1_2fsoil_5fmoisture", "31")
                            .containsEntry("tuoi-ha/tea-hill/_watering_tea-1", "OFF")
                            .containsEntry("tuoi-ha/tea-hill/_cloud", "OFF")
                            .containsKeys(MOISTURE, PREFIX + "tea-2_2fsoil_5fmoisture/config"));
            Map<String, String> retained = retained();
            assertThat(retained.get(MOISTURE)).contains("\"name\":\"Độ ẩm đất\"", "\"name\":\"Đồi chè tea-1\"");
            assertThat(retained.keySet().stream().filter(topic -> topic.endsWith("/config")))
                    .hasSize(8);
            for (Map.Entry<String, String> entry : retained.entrySet()) {
                if (entry.getKey().endsWith("/config")) {
                    JsonNode config =
                            StrictJson.read(entry.getValue().getBytes(StandardCharsets.UTF_8), JsonNode.class);
                    HomeAssistantSchema.check(entry.getKey(), config);
                    assertThat(config.has("command_topic")).isFalse();
                }
            }
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(retained()).containsEntry("tuoi-ha/tea-hill/status", "offline"));
    }

    @Test
    void whatIsGoneIsTakenBackAlsoWhenItWentWhileTheGatewayWasOff() throws IOException, InterruptedException {
        String second = PREFIX + "tea-2_2fsoil_5fmoisture/config";
        String third = PREFIX + "tea-3_2fsoil_5fmoisture/config";
        try (Gateway gateway = gateway()) {
            gateway.describe(layout("tea-1", "tea-2", "tea-3"));
            gateway.publishReadings(List.of(moisture("tea-2", 0.2), moisture("tea-3", 0.3)))
                    .join();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(retained())
                            .containsKeys(MOISTURE, second, third, "tuoi-ha/tea-hill/tea-3_2fsoil_5fmoisture"));
            gateway.describe(layout("tea-1", "tea-2"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(retained())
                            .containsKeys(MOISTURE, second)
                            .doesNotContainKeys(third, "tuoi-ha/tea-hill/tea-3_2fsoil_5fmoisture"));
        }
        try (Gateway gateway = gateway()) {
            gateway.describe(layout("tea-1"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(retained())
                            .containsKey(MOISTURE)
                            .doesNotContainKeys(
                                    second, "homeassistant/binary_sensor/tuoi-tea-hill/_watering_tea-2/config"));
        }
    }

    @Test
    void aBrokerThatIsGoneOrFrozenIsInNobodysWayAndIsToldEverythingWhenItIsBack()
            throws IOException, InterruptedException {
        try (Gateway gateway = gateway()) {
            gateway.describe(layout("tea-1"));
            await().atMost(SOON).untilAsserted(() -> assertThat(retained()).containsKey(MOISTURE));
            local.freeze();
            for (int i = 0; i < 200; i++) {
                // each is answered when the outbox has it, whatever the local broker does
                assertThat(gateway.publishReadings(List.of(moisture("tea-1", i * 0.001))))
                        .succeedsWithin(Duration.ofSeconds(5));
            }
            local.restart();
            gateway.publishReadings(List.of(moisture("tea-1", 0.4))).join();
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(retained())
                            .containsKey(MOISTURE)
                            .containsEntry("tuoi-ha/tea-hill/tea-1_2fsoil_5fmoisture", "40"));
        }
    }
}
