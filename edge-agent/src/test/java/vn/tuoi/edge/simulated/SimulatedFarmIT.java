package vn.tuoi.edge.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.time.ScaledClock;

class SimulatedFarmIT {
    private static final String NODE_KEY = "00112233445566778899aabbccddeeff";
    private static final Instant FARM_START = Instant.parse("2026-03-02T01:00:00Z");

    @TempDir
    Path folder;

    private Broker broker;
    private CloudSide cloud;

    @BeforeEach
    void startCloud() throws IOException, MqttException {
        broker = new Broker(folder.resolve("broker"));
        cloud = new CloudSide(broker.port(), Plans.FARM);
    }

    @AfterEach
    void stopCloud() throws MqttException {
        cloud.close();
        broker.close();
    }

    @Test
    void orderedWaterFlowsIsConfirmedAndEndsByItself() throws Exception {
        ScaledClock clock = clock(20);
        try (SimulatedFarm farm = start(clock, "")) {
            cloud.publish(Plans.teaAndPaddy(1));
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> farm.agent().status().planVersion() == 1);
            await().until(() -> cloud.states.stream().anyMatch(state -> state.planVersion() == 1));

            UUID id = UUID.randomUUID();
            Instant now = clock.instant();
            cloud.publish(Command.waterMinutes(id, "tea-1", 2, now, now.plusSeconds(3_600), "Lan"));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> farm.agent().status().openStations().containsAll(List.of("pump", "valve-1")));
            await().atMost(Duration.ofSeconds(30)).until(() -> ended().size() == 1);

            RunRecord run = ended().get(0);
            assertThat(run.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
            assertThat(run.waterConfirmed()).isTrue();
            assertThat(run.minutes()).isBetween(1.9, 2.2);
            // 25 l/min as designed, less than 5 % off, for 2 minutes less the filling of the pipe
            assertThat(run.litres()).isBetween(40.0, 55.0);
            assertThat(run.litresMeasured()).isTrue();
            await().until(() -> cloud.replies.size() >= 3);
            assertThat(cloud.replies)
                    .allMatch(reply -> reply.id().equals(id))
                    .extracting(Reply::state)
                    .containsExactly(Reply.State.RECEIVED, Reply.State.RUNNING, Reply.State.DONE);
            assertThat(farm.agent().status().openStations()).isEmpty();
            await().untilAsserted(() -> assertThat(cloud.readings)
                    .extracting("point")
                    .contains(
                            "tea-1/soil_moisture", "tea-1/flow", "pump/volume", "weather/rain", "paddy-1/water_level"));
            assertThat(cloud.unreadable).isEmpty();
        }
    }

    @Test
    void wirelessNodeMeasuresAndWatersOverDtls() throws Exception {
        ScaledClock clock = clock(5);
        try (SimulatedFarm farm = start(clock, node())) {
            cloud.publish(Plans.teaAndPaddy(1));
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> farm.agent().status().planVersion() == 1);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> cloud.readings.stream().anyMatch(r -> r.point().equals("tea-1/battery")));

            Instant now = clock.instant();
            cloud.publish(Command.waterMinutes(UUID.randomUUID(), "tea-1", 1, now, now.plusSeconds(3_600), "Lan"));
            await().atMost(Duration.ofSeconds(60)).until(() -> ended().size() == 1);
            assertThat(ended().get(0).outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
            assertThat(ended().get(0).waterConfirmed()).isTrue();
            assertThat(cloud.readings).anyMatch(r -> r.point().equals("tea-1/soil_moisture"));
        }
    }

    @Test
    void takesItsPlanFromTheDiskWhenTheBrokerIsGone() throws Exception {
        ScaledClock clock = clock(60);
        try (SimulatedFarm farm = start(clock, "")) {
            cloud.publish(Plans.teaAndPaddy(1));
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> farm.agent().status().planVersion() == 1);
        }
        broker.close();
        // the plan is on the disk: a farm without a network waters by it
        try (SimulatedFarm farm = start(clock(60), "")) {
            await().until(() -> farm.agent().status().planVersion() == 1);
        }
    }

    @Test
    void aHomeAssistantOfTheFarmSeesItsZonesAndTheirMoisture() throws Exception {
        String shown = ",\"homeAssistant\":{\"enabled\":true,\"port\":" + broker.port() + "}";
        try (SimulatedFarm farm = start(clock(20), shown)) {
            cloud.publish(Plans.teaAndPaddy(1));
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> farm.agent().status().planVersion() == 1);

            String root = "homeassistant/sensor/tuoi-" + Plans.FARM + "/";
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(retained())
                            .anyMatch(line -> line.startsWith(root + "tea-1_2fsoil_5fmoisture/config ")
                                    && line.contains("\"device_class\":\"moisture\"")
                                    && line.contains("\"model\":\"zone\""))
                            .anyMatch(
                                    line -> line.matches("tuoi-ha/" + Plans.FARM + "/tea-1_2fsoil_5fmoisture [0-9.]+"))
                            .anyMatch(line -> line.equals("tuoi-ha/" + Plans.FARM + "/_watering_tea-1 OFF")));
        }
    }

    /** What is retained at the broker, a topic and its payload a line. */
    private List<String> retained() throws IOException {
        Process client = new ProcessBuilder(
                        "mosquitto_sub", "-p", "" + broker.port(), "-t", "#", "-W", "1", "-v", "--retained-only")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private List<RunRecord> ended() {
        return cloud.events.stream()
                .filter(event -> event.type() == FarmEvent.Type.RUN_ENDED)
                .map(FarmEvent::run)
                .toList();
    }

    private static ScaledClock clock(double speed) {
        return new ScaledClock(InstantSource.system(), Instant.now(), FARM_START, speed);
    }

    private SimulatedFarm start(ScaledClock clock, String more) throws IOException, MalformedSettings {
        Path farm = folder.resolve("farm");
        Files.createDirectories(farm);
        Files.writeString(farm.resolve("edge.json"), """
                {"farm":"%s","dataDir":"data","hardware":"simulated","cloudKey":"%s",
                 "mqtt":{"host":"127.0.0.1","port":%d,"username":"x","password":"y"},
                 "telemetry":{"batchSeconds":0.2}%s}
                """.formatted(
                        Plans.FARM, cloud.key.verificationKey().encoded(), broker.port(), more));
        if (more.contains("\"nodes\"")) {
            Files.writeString(farm.resolve("nodes.json"), "{\"nodes\":[\"n1\"]}");
        }
        SimulatedRig.World world = SimulatedRig.World.ofThaiNguyen(LocalDate.of(2026, 3, 2), 7);
        return SimulatedFarm.start(SimulatedFarm.read(farm, Map.of()), world, clock);
    }

    private static String node() {
        return ",\"coap\":{\"port\":0},\"nodes\":[{\"node\":\"n1\",\"identity\":\"n1\",\"key\":\"" + NODE_KEY
                + "\",\"zone\":\"tea-1\",\"stations\":[\"valve-1\"],\"periodSeconds\":10}]";
    }
}
