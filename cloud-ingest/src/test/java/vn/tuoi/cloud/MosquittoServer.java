package vn.tuoi.cloud;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import vn.tuoi.cloud.acl.BrokerAcl;
import vn.tuoi.cloud.auth.FarmCredential;
import vn.tuoi.cloud.mqtt.BrokerAddress;
import vn.tuoi.cloud.registry.Farm;

/**
 * A real Mosquitto of the Debian package {@code mosquitto} on loopback, with the files that {@code tuoi cloud broker-acl}
 * makes: one listener for the cloud and one for farms.
 */
public final class MosquittoServer implements AutoCloseable {
    private static final String CLOUD = "tuoi-cloud";
    private static final String CLOUD_PASSWORD = "the cloud's own";

    private final Path folder;
    private final int cloudPort;
    private final int farmPort;
    private Process process;

    private MosquittoServer(Path folder, int cloudPort, int farmPort) throws IOException {
        this.folder = folder;
        this.cloudPort = cloudPort;
        this.farmPort = farmPort;
        BrokerAcl files = new BrokerAcl(
                address(),
                List.of(
                        new Farm(RunningCloud.FARM, "Hill", FarmCredential.of(RunningCloud.FARM_PASSWORD)),
                        new Farm(RunningCloud.OTHER_FARM, "Other", FarmCredential.of(RunningCloud.FARM_PASSWORD))));
        Files.writeString(folder.resolve("acl"), files.text(BrokerAcl.Broker.mosquitto, BrokerAcl.Content.acl));
        Files.writeString(
                folder.resolve("passwords"), files.text(BrokerAcl.Broker.mosquitto, BrokerAcl.Content.passwords));
        Files.writeString(folder.resolve("mosquitto.conf"), """
                user root
                allow_anonymous false
                password_file %1$s/passwords
                acl_file %1$s/acl
                max_queued_messages 0
                max_inflight_messages 4000
                persistence false
                listener %2$d 127.0.0.1
                listener %3$d 127.0.0.1
                use_username_as_clientid true
                """.formatted(folder, cloudPort, farmPort));
        this.process = launch();
    }

    public static MosquittoServer start(Path folder) throws IOException {
        return new MosquittoServer(Files.createDirectories(folder), freePort(), freePort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private Process launch() throws IOException {
        Process launched;
        try {
            launched = new ProcessBuilder(
                            "mosquitto", "-c", folder.resolve("mosquitto.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("mosquitto.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new IOException("mosquitto is needed on the PATH: install the Debian package mosquitto", e);
        }
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), farmPort)) {
                return socket.isConnected();
            }
        });
        return launched;
    }

    /** As whom and where the cloud connects. */
    public BrokerAddress address() {
        return new BrokerAddress("tcp://127.0.0.1:" + cloudPort, CLOUD, CLOUD_PASSWORD);
    }

    public int farmPort() {
        return farmPort;
    }

    /** As {@code kill -9}; it forgets everything. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void startAgain() throws IOException {
        process = launch();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
