package vn.tuoi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.gateway.outbox.OutboxLimits;
import vn.tuoi.gateway.uplink.BrokerAddress;
import vn.tuoi.gateway.uplink.UplinkSettings;

/** A gateway and a broker with a certificate. */
final class TlsIT {
    @TempDir
    Path directory;

    /** A certificate that is its own authority. */
    private Path certificate(String name, String subjectAltName) throws IOException, InterruptedException {
        Path file = directory.resolve(name + ".pem");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=" + subjectAltName,
                        "-keyout",
                        directory.resolve(name + ".key").toString(),
                        "-out",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(output).isZero();
        return file;
    }

    private Mosquitto broker(String name) throws IOException {
        return new Mosquitto(
                Files.createDirectory(directory.resolve(name + "-broker")),
                "certfile " + directory.resolve(name + ".pem") + "\nkeyfile " + directory.resolve(name + ".key")
                        + "\n");
    }

    private Gateway gateway(int port, Path caFile) throws IOException {
        return Gateway.start(
                new GatewaySettings(
                        Files.createTempDirectory(directory, "data"),
                        new UplinkSettings(
                                FakeCloud.FARM,
                                new BrokerAddress("127.0.0.1", port, "tea-hill", "tea-hill", null, true, caFile),
                                SigningKey.generate().verificationKey(),
                                0,
                                ZoneId.of("UTC")),
                        OutboxLimits.of(16 << 20, Duration.ofDays(30)),
                        null,
                        List.of(),
                        null),
                InstantSource.system(),
                new RecordingListener());
    }

    @Test
    void connectsToABrokerWhoseAuthorityItTrustsAndToNoOther() throws IOException, InterruptedException {
        Path right = certificate("right", "IP:127.0.0.1");
        Path other = certificate("other", "IP:127.0.0.1");
        Path elsewhere = certificate("elsewhere", "DNS:elsewhere.example");
        try (Mosquitto broker = broker("right");
                Mosquitto wrongName = broker("elsewhere");
                Gateway trusting = gateway(broker.port(), right);
                Gateway distrusting = gateway(broker.port(), other);
                Gateway deceived = gateway(wrongName.port(), elsewhere)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> trusting.counters().uplink().connected());
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                assertThat(distrusting.counters().uplink().connections()).isZero();
                assertThat(deceived.counters().uplink().connections()).isZero();
            });
        }
    }
}
