package vn.tuoi.cloud.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.cloud.FarmClient;
import vn.tuoi.cloud.auth.FarmCredential;

/** What the rules say holds on the wire. */
class EmbeddedBrokerIT {
    private static final int NOT_AUTHORIZED = 0x87;

    private static final Map<String, String> FARMS = new ConcurrentHashMap<>();

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() throws Exception {
        FARMS.put("hill", FarmCredential.of("secret"));
        FARMS.put("hill-1", FarmCredential.of("secret-1"));
        BrokerRules rules = new BrokerRules(
                farm -> {
                    if (farm.startsWith("broken")) {
                        throw new IllegalStateException("the register is down");
                    }
                    return FARMS.get(farm);
                },
                "cloud secret");
        broker = EmbeddedBroker.load(folder, "127.0.0.1", 0, rules);
        broker.open();
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    private static FarmClient hill() throws MqttException {
        return FarmClient.connect(broker.port(), "hill", "hill", "secret");
    }

    @Test
    void refusesAnonymousClients() {
        assertThatThrownBy(() -> FarmClient.connect(broker.port(), "hill", null, null))
                .isInstanceOf(MqttException.class);
    }

    @Test
    void refusesAWrongPassword() {
        assertThatThrownBy(() -> FarmClient.connect(broker.port(), "hill", "hill", "wrong"))
                .isInstanceOf(MqttException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hill-1", "hilly", "hill.x", "somebody"})
    void refusesAClientIdThatIsNotTheFarms(String clientId) {
        assertThatThrownBy(() -> FarmClient.connect(broker.port(), clientId, "hill", "secret"))
                .isInstanceOf(MqttException.class);
    }

    @Test
    void refusesEverybodyWhileTheRegisterIsDown() {
        assertThatThrownBy(() -> FarmClient.connect(broker.port(), "broken", "broken", "secret"))
                .isInstanceOf(MqttException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "+/+/+/+",
                "tuoi/v1/+/plan",
                "tuoi/v1/hill-1/plan",
                "$share/g/tuoi/v1/hill-1/plan",
                "$share/g/#",
                "$SYS/#"
            })
    void refusesForeignSubscriptions(String filter) throws Exception {
        try (FarmClient farm = hill()) {
            assertThat(farm.subscribe(filter)).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tuoi/v1/hill-1/telemetry", "tuoi/v1/hill/plan", "tuoi/v1/hill/command", "$SYS/clients"})
    void carriesNothingToForeignTopics(String topic) throws Exception {
        try (FarmClient cloud = FarmClient.connect(broker.port(), "_cloud-test", "_cloud", "cloud secret");
                FarmClient farm = hill()) {
            cloud.subscribe("tuoi/v1/#");
            try {
                assertThat(farm.publish(topic, "forged", null)).isEqualTo(NOT_AUTHORIZED);
            } catch (MqttException e) {
                // closed at once is as good
            }
            try (FarmClient again = hill()) {
                again.publish("tuoi/v1/hill/telemetry", "allowed", null);
            }
            assertThat(cloud.next("/telemetry")).isEqualTo(new FarmClient.Message("tuoi/v1/hill/telemetry", "allowed"));
        }
    }

    @Test
    void doesNotPublishAWillToAForeignTopic() throws Exception {
        try (FarmClient cloud = FarmClient.connect(broker.port(), "_cloud-test", "_cloud", "cloud secret")) {
            cloud.subscribe("tuoi/v1/+/online");
            try {
                FarmClient.connect(broker.port(), "hill", "hill", "secret", "tuoi/v1/hill-1/online")
                        .vanish();
            } catch (MqttException e) {
                // refused at once is as good
            }
            try (FarmClient farm = hill()) {
                farm.publish("tuoi/v1/hill/online", "1", null);
            }
            assertThat(cloud.next("/online")).isEqualTo(new FarmClient.Message("tuoi/v1/hill/online", "1"));
        }
    }

    @Test
    void closesConnectionsThatDoNotBeginWithConnect() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (String firstBytes : List.of(
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "AMQP\0\1\0\0", "STOMP\n\n\0", "0\u000b\u0000\u0003a/bforged")) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port());
            sockets.add(socket);
            socket.setSoTimeout(15_000);
            OutputStream out = socket.getOutputStream();
            out.write(firstBytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        for (Socket socket : sockets) {
            try (socket) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void endsTheConnectionsOfAFarmWhosePasswordIsRevoked() throws Exception {
        try (FarmClient farm = hill();
                FarmClient second = FarmClient.connect(broker.port(), "hill-app", "hill", "secret");
                FarmClient other = FarmClient.connect(broker.port(), "hill-1", "hill-1", "secret-1")) {
            FARMS.put("hill", FarmCredential.of("another secret"));
            try {
                broker.disconnect("hill");

                await().until(() -> farm.isLost() && second.isLost());
                assertThatThrownBy(EmbeddedBrokerIT::hill).isInstanceOf(MqttException.class);
                assertThat(other.publish("tuoi/v1/hill-1/telemetry", "still here", null))
                        .isLessThan(0x80);
            } finally {
                FARMS.put("hill", FarmCredential.of("secret"));
            }
        }
    }

    @Test
    void keepsMoreForTheCloudThanAFarmCouldEverHave() throws Exception {
        int messages = 3_000;
        try (FarmClient cloud = FarmClient.resume(broker.port(), "_cloud-away", "_cloud", "cloud secret")) {
            assertThat(cloud.subscribe("$share/away/tuoi/v1/+/event")).isLessThan(0x80);
        }
        try (FarmClient farm = hill()) {
            for (int i = 0; i < messages; i++) {
                farm.send("tuoi/v1/hill/event", Integer.toString(i));
            }
            farm.publish("tuoi/v1/hill/event", "last", null);
        }
        try (FarmClient cloud = FarmClient.resume(broker.port(), "_cloud-away", "_cloud", "cloud secret")) {
            for (int i = 0; i < messages; i++) {
                assertThat(cloud.next("/event").text()).isEqualTo(Integer.toString(i));
            }
            assertThat(cloud.next("/event").text()).isEqualTo("last");
        }
    }

    @Test
    void saysThatItsPortIsInUse() {
        BrokerRules nobody = new BrokerRules(farm -> null, "s");
        assertThatThrownBy(() -> EmbeddedBroker.load(folder.resolve("second"), "127.0.0.1", broker.port(), nobody))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("127.0.0.1:" + broker.port());
    }
}
