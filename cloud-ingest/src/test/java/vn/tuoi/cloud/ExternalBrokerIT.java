package vn.tuoi.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.cloud.mqtt.BrokerLink;
import vn.tuoi.cloud.mqtt.Inbound;
import vn.tuoi.config.event.Ack;

/**
 * The same intake and the same rules at a broker that runs by itself: a real Mosquitto with the files that {@code
 * broker-acl} makes, which goes away and comes back. {@code -Dtuoi.broker.restarts=50} is the full length.
 */
class ExternalBrokerIT {
    private static final int RESTARTS = Integer.getInteger("tuoi.broker.restarts", 1);
    private static final String ROOT = "tuoi/v1/hill/";
    private static final int NOT_AUTHORIZED = 0x87;

    @TempDir
    Path folder;

    private MosquittoServer mosquitto;
    private RunningCloud cloud;

    @BeforeEach
    void start() throws Exception {
        mosquitto = MosquittoServer.start(folder.resolve("mosquitto"));
        cloud = RunningCloud.start(folder.resolve("cloud"), new CloudSettings.Broker.External(mosquitto.address()));
        awaitConnected();
    }

    private void awaitConnected() {
        await().atMost(Duration.ofSeconds(30)).until(() -> cloud.cloud().isConnected());
    }

    @AfterEach
    void stop() {
        cloud.close();
        mosquitto.close();
    }

    private FarmClient farm() throws Exception {
        FarmClient farm = FarmClient.connect(mosquitto.farmPort(), "hill", "hill", RunningCloud.FARM_PASSWORD);
        farm.subscribe(ROOT + "#");
        return farm;
    }

    private static String pack(long seq) {
        return "[{\"n\":\"hill/tea-1/flow\",\"u\":\"l/min\",\"v\":" + seq + ",\"t\":"
                + Instant.now().getEpochSecond() + "}]";
    }

    private static void sendAndExpectAck(FarmClient farm, long seq) throws Exception {
        farm.publish(ROOT + "telemetry", pack(seq), seq);
        assertThat(Ack.parse(farm.next("/ack").text().getBytes(StandardCharsets.UTF_8))
                        .ranges())
                .containsExactly(new Ack.Range(seq, seq));
    }

    @Test
    void takesInReadingsAndSendsPlansAgainAfterTheBrokerWasAway() throws Exception {
        try (FarmClient farm = farm()) {
            assertThat(farm.next("/plan").topic()).isEqualTo(ROOT + "plan");
            sendAndExpectAck(farm, 1);
        }

        mosquitto.kill();
        await().until(() -> !cloud.cloud().isConnected());
        mosquitto.startAgain();
        awaitConnected();

        // this Mosquitto forgot everything: the plan is there because it was published again
        try (FarmClient farm = farm()) {
            assertThat(farm.next("/plan").topic()).isEqualTo(ROOT + "plan");
            sendAndExpectAck(farm, 2);
        }
    }

    @Test
    void losesNoReadingWhenTheBrokerIsKilledInMidStream() throws Exception {
        try (StreamingFarm farm = new StreamingFarm(RunningCloud.FARM, mosquitto::farmPort, 1_000).start()) {
            for (int restart = 0; restart < RESTARTS; restart++) {
                long before = farm.acknowledged();
                await().atMost(Duration.ofSeconds(30)).until(() -> farm.acknowledged() > before + 100);
                mosquitto.kill();
                mosquitto.startAgain();
            }
            farm.stopSending();
            await().atMost(Duration.ofSeconds(40)).until(() -> farm.unacknowledged() == 0);
            farm.assertStoredExactly(cloud.cloud().store());
        }
    }

    /** A lane that is about to acknowledge must not die of a connection that is gone, nor acknowledge a stranger. */
    @Test
    void givesUpNothingByAnAcknowledgementOnAConnectionThatIsGone() throws Exception {
        BrokerLink.Purpose purpose =
                new BrokerLink.Purpose("test", "tuoi-cloud-of-this-test", 1, List.of(ROOT + "telemetry"));
        BlockingQueue<Inbound> received = new LinkedBlockingQueue<>();
        try (FarmClient farm = farm()) {
            Inbound late;
            try (BrokerLink link = new BrokerLink(mosquitto.address(), purpose)) {
                link.start(received::add, () -> {});
                await().until(link::isConnected);
                farm.publish(ROOT + "telemetry", pack(3), 3L);
                late = received.poll(10, TimeUnit.SECONDS);
            }
            assertThat(late).isNotNull();
            Inbound.acknowledge(List.of(late));

            try (BrokerLink next = new BrokerLink(mosquitto.address(), purpose)) {
                next.start(received::add, () -> {});
                Inbound again = received.poll(10, TimeUnit.SECONDS);
                assertThat(again).as("it is still the broker's").isNotNull();
                assertThat(again.seq()).isEqualTo(3);
                farm.publish(ROOT + "telemetry", pack(4), 4L);
                assertThat(received).as("the broker may send one at a time").isEmpty();
                Inbound.acknowledge(List.of(again, late));
                assertThat(received.poll(10, TimeUnit.SECONDS)).isNotNull().returns(4L, Inbound::seq);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"telemetry", "event", "state", "online", "reply"})
    void letsAFarmPublishOnItsUplinkTopics(String leaf) throws Exception {
        try (FarmClient farm = farm()) {
            assertThat(farm.publish(ROOT + leaf, "x", null)).isLessThan(NOT_AUTHORIZED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tuoi/v1/hill-2/telemetry",
                "tuoi/v1/hill/plan",
                "tuoi/v1/hill/command",
                "tuoi/v1/hill/ack",
                "tuoi/v1/hill/forecast",
                "tuoi/v1/hill/telemetry/deeper",
                "tuoi/v1/hilly/telemetry",
                "elsewhere",
                "$SYS/broker"
            })
    void letsAFarmPublishNowhereElse(String topic) throws Exception {
        try (FarmClient farm = farm()) {
            assertThatThrownBy(() -> expectTaken(farm.publish(topic, "x", null)))
                    .isInstanceOfAny(AssertionError.class, MqttException.class);
        }
    }

    private static void expectTaken(int reasonCode) {
        assertThat(reasonCode).isLessThan(NOT_AUTHORIZED);
    }

    /** Mosquitto grants such a subscription and delivers nothing on it. */
    @ParameterizedTest
    @ValueSource(strings = {"#", "tuoi/v1/#", "tuoi/v1/+/ack", "tuoi/v1/hill-2/#", "$share/intake/tuoi/v1/+/telemetry"})
    void showsAFarmNothingOfAnother(String filter) throws Exception {
        try (FarmClient curious = FarmClient.connect(mosquitto.farmPort(), "hill", "hill", RunningCloud.FARM_PASSWORD);
                FarmClient other =
                        FarmClient.connect(mosquitto.farmPort(), "hill-2", "hill-2", RunningCloud.FARM_PASSWORD)) {
            curious.subscribe(filter);
            other.subscribe("tuoi/v1/hill-2/ack");
            other.publish("tuoi/v1/hill-2/telemetry", pack(3).replace("hill/", "hill-2/"), 3L);
            other.next("/ack");
            curious.subscribe(ROOT + "plan");
            // its own plan comes after what the other farm's message could have brought
            curious.next("hill/plan");

            assertThat(curious.receivedSoFar())
                    .noneMatch(message -> message.topic().contains("hill-2"));
        }
    }

    @Test
    void letsNobodyInWithoutAPasswordOrWithAWrongOne() {
        assertThatThrownBy(() -> FarmClient.connect(mosquitto.farmPort(), "hill", null, null))
                .isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> FarmClient.connect(mosquitto.farmPort(), "hill", "hill", "a guess"))
                .isInstanceOf(MqttException.class);
    }

    /** The client id is the user name, whatever a client asks for. */
    @Test
    void letsNoFarmTakeAnothersSessionOver() throws Exception {
        try (FarmClient other =
                        FarmClient.connect(mosquitto.farmPort(), "hill-2", "hill-2", RunningCloud.FARM_PASSWORD);
                FarmClient intruder =
                        FarmClient.connect(mosquitto.farmPort(), "hill-2", "hill", RunningCloud.FARM_PASSWORD)) {
            other.subscribe("tuoi/v1/hill-2/ack");
            other.publish("tuoi/v1/hill-2/telemetry", pack(4).replace("hill/", "hill-2/"), 4L);

            other.next("/ack");
            assertThat(other.isLost()).isFalse();
            assertThat(intruder.isLost()).isFalse();
        }
    }
}
