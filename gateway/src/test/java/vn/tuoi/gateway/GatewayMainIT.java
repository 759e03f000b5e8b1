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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.config.topic.FarmTopic;
import vn.tuoi.gateway.coap.NodeClient;

/** {@code ./tuoi gateway} as a process. */
final class GatewayMainIT {
    private static final String KEY = "00112233445566778899aabbccddeeff";
    private static final Pattern ADDRESS = Pattern.compile("serves nodes on \\S*:(\\d+)");

    @TempDir
    Path directory;

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void brokenSettingsEndItWithTwoAndALineEach() throws IOException, InterruptedException {
        Path config = directory.resolve("gateway.json");
        Files.writeString(config, "{\"colour\":1}");
        Process gateway = start("--config", config.toString(), "--check");
        assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.exitValue()).isEqualTo(2);
        assertThat(log()).contains("farm: is required", "cloudKey: is required", "colour: unknown key");
    }

    @Test
    void passesReadingsOnAndTakesNewNodesWithoutARestartAndEndsOnSigterm() throws IOException, InterruptedException {
        Path config = directory.resolve("gateway.json");
        try (Mosquitto broker = new Mosquitto(Files.createDirectory(directory.resolve("broker")));
                FakeCloud cloud = new FakeCloud(broker.port())) {
            String settings = """
                    {"farm":"tea-hill","cloudKey":"%s","mqtt":{"port":%d},"coap":{"port":0},
                     "nodes":[{"node":"n1","identity":"i1","key":"%s","zone":"tea-1"}%s]}
                    """;
            String cloudKey = cloud.key.verificationKey().encoded();
            Files.writeString(config, settings.formatted(cloudKey, broker.port(), KEY, ""));
            Process gateway = start("--config", config.toString());
            try {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> ADDRESS.matcher(log()).find());
                Matcher address = ADDRESS.matcher(log());
                assertThat(address.find()).isTrue();
                int port = Integer.parseInt(address.group(1));
                assertThat(post(port, "i1")).isEqualTo(NodeClient.Answer.TAKEN);
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(cloud.readings).hasSize(1));
                assertThat(cloud.retained.get(FarmTopic.STATE.of(FakeCloud.FARM)))
                        .contains("tuoi-gateway");

                Files.writeString(
                        config,
                        settings.formatted(
                                cloudKey,
                                broker.port(),
                                KEY,
                                ",{\"node\":\"n2\",\"identity\":\"i2\",\"key\":\"" + KEY + "\"}"));
                await().atMost(Duration.ofSeconds(30)).until(() -> log().contains("2 nodes from"));
                assertThat(post(port, "i2")).isEqualTo(NodeClient.Answer.TAKEN);
            } finally {
                gateway.destroy();
            }
            assertThat(gateway.waitFor(10, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(
                            () -> assertThat(cloud.retained).containsEntry(FarmTopic.ONLINE.of(FakeCloud.FARM), "0"));
        }
    }

    private static NodeClient.Answer post(int port, String identity) throws IOException {
        byte[] pack = new SenmlEncoder()
                .encode(
                        SenmlFormat.CBOR,
                        "",
                        List.of(Reading.ofNumber("soil_moisture", "/", System.currentTimeMillis(), 0.2)));
        InetSocketAddress gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (NodeClient client = new NodeClient(gateway, identity, KEY)) {
            client.start();
            return client.post(pack);
        }
    }
}
