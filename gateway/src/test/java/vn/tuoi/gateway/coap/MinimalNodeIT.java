package vn.tuoi.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.gateway.node.NodeRegistry;
import vn.tuoi.gateway.node.NodeSettings;
import vn.tuoi.gateway.node.ValveLeases;

/** The nodes of docs/examples, as they are printed there. */
final class MinimalNodeIT {
    private static final String SECRET = "sixteen-letters!";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final List<Reading> taken = new CopyOnWriteArrayList<>();
    private final ValveLeases leases = new ValveLeases();
    private Path moves;
    private NodeServer server;

    @BeforeEach
    void serve() throws IOException {
        moves = directory.resolve("moves");
        Path valve = directory.resolve("valve");
        Files.writeString(valve, "#!/bin/sh\necho $1 >> " + moves + "\n");
        assertThat(valve.toFile().setExecutable(true)).isTrue();
        server = NodeServer.start(
                new NodeServerSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, null, 10),
                new NodeRegistry(),
                leases,
                InstantSource.system(),
                (node, readings) -> {
                    taken.addAll(readings);
                    return CompletableFuture.completedFuture(1L);
                });
        server.replaceNodes(List.of(new NodeSettings(
                "n1",
                "node-1",
                HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.US_ASCII)),
                "tea-1",
                List.of("valve-1"),
                null)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Process start(String... command) throws IOException {
        ProcessBuilder node = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = node.environment();
        environment.put("HOST", "127.0.0.1");
        environment.put("PORT", Integer.toString(server.address().getPort()));
        environment.put("IDENTITY", "node-1");
        environment.put("KEY", SECRET);
        environment.put("STATION", "valve-1");
        environment.put("PERIOD", "2");
        environment.put("ROUNDS", "2");
        environment.put("SENSOR", "echo 0.27");
        environment.put("VALVE", directory.resolve("valve").toString());
        return node.start();
    }

    private static Path example(String name) {
        return Path.of("..", "docs", "examples", name);
    }

    private List<String> moves() {
        try {
            return Files.readAllLines(moves);
        } catch (IOException e) {
            // not moved yet
            return List.of();
        }
    }

    @Test
    void inShellPostsReadingsAndKeepsItsValveOpenNoLongerThanItsLease() throws IOException, InterruptedException {
        leases.open("valve-1", Duration.ofSeconds(2), System.nanoTime());

        assertThat(start("sh", example("node.sh").toString()).waitFor(60, TimeUnit.SECONDS))
                .isTrue();

        assertThat(taken)
                .extracting(Reading::point, Reading::value)
                .contains(tuple("tea-1/soil_moisture", 0.27))
                .contains(tuple("tea-1/valve-1/valve", 0.0));
        assertThat(moves()).containsExactly("close", "open", "close");
    }

    @Test
    void inCPostsReadingsAndIsToldAtOnceAndClosesByItselfWhenTheGatewayIsGone()
            throws IOException, InterruptedException {
        Path program = directory.resolve("node");
        Process compiler = new ProcessBuilder(
                        "gcc",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-o",
                        program.toString(),
                        example("node.c").toString(),
                        "-lcoap-3-openssl")
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).as("gcc, libcoap3-dev").isZero();
        Process node = start(program.toString());
        try {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(taken)
                            .extracting(Reading::point, Reading::value)
                            .contains(tuple("tea-1/soil_moisture", 0.27), tuple("tea-1/valve-1/valve", 0.0)));

            leases.open("valve-1", Duration.ofSeconds(60), System.nanoTime());
            server.leaseChanged("valve-1");
            await().atMost(SOON).untilAsserted(() -> assertThat(moves()).containsExactly("close", "open"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(taken)
                            .extracting(Reading::point, Reading::value)
                            .contains(tuple("tea-1/valve-1/valve", 1.0)));

            leases.close("valve-1");
            server.leaseChanged("valve-1");
            await().atMost(SOON).untilAsserted(() -> assertThat(moves()).containsExactly("close", "open", "close"));

            leases.open("valve-1", Duration.ofSeconds(4), System.nanoTime());
            server.leaseChanged("valve-1");
            await().atMost(SOON).until(() -> moves().size() == 4);
            server.close();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(moves()).containsExactly("close", "open", "close", "open", "close"));
        } finally {
            node.destroy();
        }
        assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
