package vn.tuoi.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.gateway.node.NodeRegistry;
import vn.tuoi.gateway.node.NodeSettings;
import vn.tuoi.gateway.node.ValveLeases;

/** The node of docs/nodes.md, as it is printed there. */
final class MinimalNodeIT {
    private static final String SECRET = "sixteen-letters!";

    @TempDir
    Path directory;

    @Test
    void postsReadingsAndKeepsItsValveOpenNoLongerThanItsLease() throws IOException, InterruptedException {
        List<Reading> taken = new CopyOnWriteArrayList<>();
        ValveLeases leases = new ValveLeases();
        Path valve = directory.resolve("valve");
        Path moves = directory.resolve("moves");
        Files.writeString(valve, "#!/bin/sh\necho $1 >> " + moves + "\n");
        assertThat(valve.toFile().setExecutable(true)).isTrue();
        try (NodeServer server = NodeServer.start(
                new NodeServerSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, null, 10),
                new NodeRegistry(),
                leases,
                InstantSource.system(),
                (node, readings) -> {
                    taken.addAll(readings);
                    return CompletableFuture.completedFuture(1L);
                })) {
            server.replaceNodes(List.of(new NodeSettings(
                    "n1",
                    "node-1",
                    HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.US_ASCII)),
                    "tea-1",
                    List.of("valve-1"),
                    null)));
            leases.open("valve-1", Duration.ofSeconds(2), System.nanoTime());

            ProcessBuilder node = new ProcessBuilder(
                            "sh", Path.of("..", "docs", "examples", "node.sh").toString())
                    .inheritIO();
            Map<String, String> environment = node.environment();
            environment.put("HOST", "127.0.0.1");
            environment.put("PORT", Integer.toString(server.address().getPort()));
            environment.put("IDENTITY", "node-1");
            environment.put("KEY", SECRET);
            environment.put("STATION", "valve-1");
            environment.put("PERIOD", "2");
            environment.put("ROUNDS", "2");
            environment.put("SENSOR", "echo 0.27");
            environment.put("VALVE", valve.toString());
            assertThat(node.start().waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(taken)
                .extracting(Reading::point, Reading::value)
                .contains(tuple("tea-1/soil_moisture", 0.27))
                .contains(tuple("tea-1/valve-1/valve", 0.0));
        assertThat(Files.readAllLines(moves)).containsExactly("close", "open", "close");
    }
}
