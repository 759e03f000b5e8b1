package vn.tuoi.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.cloud.mqtt.BrokerAddress;
import vn.tuoi.config.event.Ack;

/** The same intake at a broker that runs by itself: a real Mosquitto, which goes away and comes back. */
class ExternalBrokerIT {
    private static final String ROOT = "tuoi/v1/hill/";

    @TempDir
    Path folder;

    private int port;
    private Process mosquitto;
    private RunningCloud cloud;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path passwords = folder.resolve("passwords");
        addUser(passwords, "-c", "tuoi-cloud", "the cloud's own");
        addUser(passwords, "-b", "hill", RunningCloud.FARM_PASSWORD);
        Files.writeString(folder.resolve("acl"), """
                user tuoi-cloud
                topic readwrite tuoi/v1/#

                pattern write tuoi/v1/%u/telemetry
                pattern write tuoi/v1/%u/event
                pattern write tuoi/v1/%u/state
                pattern write tuoi/v1/%u/online
                pattern write tuoi/v1/%u/reply
                pattern read tuoi/v1/%u/#
                """);
        Files.writeString(
                folder.resolve("mosquitto.conf"),
                "listener " + port + " 127.0.0.1\nallow_anonymous false\nuser root\npassword_file " + passwords
                        + "\nacl_file " + folder.resolve("acl") + "\n");
        mosquitto = startMosquitto();
        cloud = RunningCloud.start(
                folder.resolve("cloud"),
                new CloudSettings.Broker.External(
                        new BrokerAddress("tcp://127.0.0.1:" + port, "tuoi-cloud", "the cloud's own")));
        awaitConnected();
    }

    private static void addUser(Path passwords, String option, String user, String password) throws Exception {
        String[] command = option.equals("-c")
                ? new String[] {"mosquitto_passwd", "-c", "-b", passwords.toString(), user, password}
                : new String[] {"mosquitto_passwd", "-b", passwords.toString(), user, password};
        try {
            assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        } catch (IOException e) {
            throw new IOException("mosquitto_passwd is needed on the PATH: install the Debian package mosquitto", e);
        }
    }

    private Process startMosquitto() throws IOException {
        return new ProcessBuilder(
                        "mosquitto", "-c", folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
    }

    private void awaitConnected() {
        await().atMost(Duration.ofSeconds(30)).until(() -> cloud.cloud().isConnected());
    }

    @AfterEach
    void stop() {
        cloud.close();
        mosquitto.destroyForcibly();
    }

    private FarmClient farm() throws Exception {
        FarmClient farm = FarmClient.connect(port, "hill", "hill", RunningCloud.FARM_PASSWORD);
        farm.subscribe(ROOT + "#");
        return farm;
    }

    private static void sendAndExpectAck(FarmClient farm, long seq) throws Exception {
        farm.publish(
                ROOT + "telemetry",
                "[{\"n\":\"hill/tea-1/flow\",\"u\":\"l/min\",\"v\":" + seq + ",\"t\":"
                        + Instant.now().getEpochSecond() + "}]",
                seq);
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

        mosquitto.destroyForcibly().waitFor();
        await().until(() -> !cloud.cloud().isConnected());
        mosquitto = startMosquitto();
        awaitConnected();

        // this Mosquitto forgot everything: the plan is there because it was published again
        try (FarmClient farm = farm()) {
            assertThat(farm.next("/plan").topic()).isEqualTo(ROOT + "plan");
            sendAndExpectAck(farm, 2);
        }
    }
}
