package vn.tuoi.gateway.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.log.StderrLog;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.gateway.coap.NodeServer;
import vn.tuoi.gateway.coap.NodeServerSettings;
import vn.tuoi.gateway.coap.PackTaker;
import vn.tuoi.gateway.node.NodeRegistry;
import vn.tuoi.gateway.node.ValveLeases;
import vn.tuoi.gateway.outbox.DrainPolicy;
import vn.tuoi.gateway.outbox.MessageKind;
import vn.tuoi.gateway.outbox.Outbox;
import vn.tuoi.gateway.outbox.OutboxLimits;
import vn.tuoi.gateway.outbox.Thinning;

/**
 * The benchmark's server, a process: prints its port, then for each line that it is sent its figures: packs accepted, CPU
 * nanoseconds, disk flushes, bytes of heap after a collection. Arguments: nodes, and a folder for the outbox; without one
 * readings are decoded, answered and forgotten.
 */
public final class BenchServer {
    private static final String ROOT = "bench/";

    private BenchServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        StderrLog.install(Level.WARNING);
        int nodes = Integer.parseInt(arguments[0]);
        if (arguments.length == 1) {
            serve(nodes, (node, readings) -> CompletableFuture.completedFuture(1L), null);
            return;
        }
        try (Outbox outbox = Outbox.open(
                Path.of(arguments[1]),
                OutboxLimits.of(256 << 20, Duration.ofDays(30)),
                DrainPolicy.STANDARD,
                new Thinning(ROOT),
                InstantSource.system())) {
            // as while the cloud is there: without a connection small messages are packed together, which costs too
            outbox.drain().connected(true, 1_000);
            SenmlEncoder encoder = new SenmlEncoder();
            serve(
                    nodes,
                    (node, readings) -> {
                        byte[] pack = encoder.encode(SenmlFormat.CBOR, ROOT, readings);
                        return outbox.append(MessageKind.TELEMETRY, seq -> pack);
                    },
                    outbox);
        }
    }

    private static void serve(int nodes, PackTaker taker, @Nullable Outbox outbox)
            throws IOException, InterruptedException {
        try (NodeServer server = NodeServer.start(
                        new NodeServerSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, null, 100_000),
                        new NodeRegistry(),
                        new ValveLeases(),
                        InstantSource.system(),
                        taker);
                BufferedReader questions =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            server.replaceNodes(BenchNodes.settings(nodes));
            System.out.println(server.address().getPort());
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                long heap = question.equals("heap") ? usedHeap() : 0;
                long cpuNanos =
                        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
                long commits = outbox == null ? 0 : outbox.counters().commits();
                System.out.println(server.counters().accepted() + " " + cpuNanos + " " + commits + " " + heap);
            }
        }
    }

    private static long usedHeap() throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
