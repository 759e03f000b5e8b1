package vn.tuoi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.config.topic.FarmTopic;
import vn.tuoi.gateway.coap.NodeServerSettings;
import vn.tuoi.gateway.coap.ReferenceNode;
import vn.tuoi.gateway.node.NodeSettings;
import vn.tuoi.gateway.outbox.OutboxLimits;
import vn.tuoi.gateway.uplink.BrokerAddress;
import vn.tuoi.gateway.uplink.UplinkSettings;

/** A gateway between a real broker and real nodes. */
final class GatewayIT {
    private static final String KEY = "00112233445566778899aabbccddeeff";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private Mosquitto broker;
    private FakeCloud cloud;
    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void startBroker() throws IOException {
        broker = new Mosquitto(Files.createDirectory(directory.resolve("broker")));
        cloud = new FakeCloud(broker.port());
    }

    @AfterEach
    void stopBroker() {
        cloud.close();
        broker.close();
    }

    private Gateway gateway(NodeSettings... nodes) throws IOException {
        @Nullable
        NodeServerSettings coap = nodes.length == 0
                ? null
                : new NodeServerSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, null, 10);
        return Gateway.start(
                new GatewaySettings(
                        directory.resolve("data"),
                        new UplinkSettings(
                                FakeCloud.FARM,
                                new BrokerAddress(
                                        "127.0.0.1", broker.port(), "tea-hill", "tea-hill", null, false, null),
                                cloud.key.verificationKey(),
                                0,
                                ZoneId.of("Asia/Ho_Chi_Minh")),
                        OutboxLimits.of(16 << 20, Duration.ofDays(30)),
                        coap,
                        List.of(nodes),
                        null),
                InstantSource.system(),
                listener);
    }

    private static FarmEvent notice(String id) {
        return new FarmEvent(
                null, id, FarmEvent.Type.NOTICE, Instant.now(), null, null, Explanation.of("run.calendar"));
    }

    @Test
    void carriesReadingsEventsRepliesAndStateToTheCloudAndForgetsWhatItAcknowledged() throws IOException {
        try (Gateway gateway = gateway()) {
            long nowMs = System.currentTimeMillis();
            gateway.publishReadings(List.of(Reading.ofNumber("tea-1/soil_moisture", "/", nowMs, 0.31)))
                    .join();
            long eventSeq = gateway.publishEvent(notice("e-1")).join();
            gateway.publishReply(new Reply(new java.util.UUID(1, 2), Reply.State.DONE, null, Instant.now()))
                    .join();
            gateway.reportState(new FarmState(
                    Instant.now(),
                    3,
                    null,
                    FarmState.ClockTrust.TRUSTED,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    "test",
                    null));

            await().atMost(SOON).untilAsserted(() -> {
                assertThat(cloud.readings).containsEntry("tea-1/soil_moisture@" + nowMs, 0.31);
                assertThat(cloud.events).singleElement().asString().contains("\"seq\":" + eventSeq, "e-1");
                assertThat(cloud.replies).singleElement().asString().contains("\"state\":\"done\"");
                assertThat(cloud.retained.get("tuoi/v1/tea-hill/state")).contains("\"planVersion\":3", "bytesToday");
                assertThat(cloud.retained).containsEntry("tuoi/v1/tea-hill/online", "1");
                assertThat(gateway.counters().outbox().unackedMessages()).isZero();
            });
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(cloud.retained).containsEntry("tuoi/v1/tea-hill/online", "0"));
    }

    @Test
    void takesPlansAndCommandsOfItsOwnCloudOnly() throws IOException {
        try (Gateway gateway = gateway()) {
            await().atMost(SOON).until(() -> gateway.counters().uplink().connected());
            byte[] forged = SigningKey.generate()
                    .sign(FarmTopic.COMMAND.of(FakeCloud.FARM), "{\"evil\":1}".getBytes(StandardCharsets.UTF_8));
            cloud.send(FarmTopic.COMMAND, forged, false);
            cloud.send(FarmTopic.COMMAND, "no envelope".getBytes(StandardCharsets.UTF_8), false);
            cloud.sendSigned(FarmTopic.COMMAND, "{\"command\":1}");
            cloud.sendSigned(FarmTopic.PLAN, "{\"plan\":1}");
            cloud.send(FarmTopic.FORECAST, "{}".getBytes(StandardCharsets.UTF_8), true);

            await().atMost(SOON).untilAsserted(() -> {
                assertThat(listener.commands).containsExactly("{\"command\":1}");
                assertThat(listener.plans).containsExactly("{\"plan\":1}");
                assertThat(listener.forecasts).containsExactly("{}");
                assertThat(gateway.counters().uplink().refusedDownlinks()).isEqualTo(2);
            });
        }
    }

    @Test
    void keepsWhatWasPublishedWithoutABrokerAndSendsItAfterARestartOfBoth() throws IOException {
        broker.kill();
        try (Gateway gateway = gateway()) {
            for (int i = 0; i < 100; i++) {
                gateway.publishReadings(List.of(Reading.ofNumber("p/x", null, 1_700_000_000_000L + i, i)))
                        .join();
            }
            gateway.publishEvent(notice("e-1")).join();
        }
        broker.restart();
        cloud.reconnect();
        try (Gateway gateway = gateway()) {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(cloud.readings).hasSize(100);
                assertThat(cloud.events).hasSize(1);
                assertThat(gateway.counters().outbox().unackedMessages()).isZero();
            });
        }
    }

    @Test
    void aNodeReportsAndItsValveOpensUnderALeaseAndClosesWhenToldOrWhenTheGatewayIsGone() throws IOException {
        NodeSettings settings = new NodeSettings("n1", "node-1", KEY, "tea-1", List.of("v1"), 1);
        Map<String, Boolean> valves = new ConcurrentHashMap<>();
        Gateway gateway = gateway(settings);
        ReferenceNode.Settings nodeSettings = new ReferenceNode.Settings(
                Objects.requireNonNull(gateway.coapAddress()), "node-1", KEY, List.of("v1"), Duration.ofMillis(200));
        try (ReferenceNode node = ReferenceNode.start(
                nodeSettings,
                InstantSource.system(),
                () -> List.of(Reading.ofNumber("soil_moisture", "/", System.currentTimeMillis(), 0.25)),
                (station, open) -> {
                    valves.put(station, open);
                    return open;
                })) {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(node.takenReadings()).isPositive();
                assertThat(listener.readings)
                        .first()
                        .satisfies(reading -> assertThat(reading.point()).isEqualTo("tea-1/soil_moisture"));
                assertThat(cloud.readings).isNotEmpty();
            });

            assertThat(gateway.setValve("v1", true, Duration.ofMinutes(10))).isTrue();
            await().atMost(SOON).untilAsserted(() -> assertThat(listener.valves).containsExactly("v1 open"));
            assertThat(valves).containsEntry("v1", true);

            gateway.setValve("v1", false, Duration.ZERO);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(listener.valves).containsExactly("v1 open", "v1 closed"));

            gateway.setValve("v1", true, Duration.ofSeconds(3));
            await().atMost(SOON).until(() -> listener.valves.size() == 3);
            gateway.close();
            await().atMost(SOON).untilAsserted(() -> assertThat(valves).containsEntry("v1", false));
        } finally {
            gateway.close();
        }
        assertThat(gateway.setValve("other", true, Duration.ofSeconds(1))).isFalse();
    }
}
