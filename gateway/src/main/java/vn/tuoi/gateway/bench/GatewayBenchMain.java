package vn.tuoi.gateway.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.config.cli.OneLineRefusal;
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
 * Requests a second and CPU each of the CoAP server, with the outbox and without it in turn, and its memory a node. The
 * nodes run in a process of their own, so that the CPU counted here is the server's.
 */
@Command(
        name = "gateway",
        description = "DTLS confirmable posts of 4 readings: durable, and beside it without the outbox.",
        mixinStandardHelpOptions = true)
public final class GatewayBenchMain implements Callable<Integer> {
    static final int MEMORY_NODES = 1_000;
    private static final String ROOT = "bench/";

    @Option(names = "--runs", defaultValue = "5", description = "Runs of each kind, in turn; the median counts.")
    private int runs;

    @Option(names = "--seconds", defaultValue = "5", description = "Length of a run.")
    private int seconds;

    @Option(names = "--clients", defaultValue = "48", description = "Nodes that post without pause.")
    private int clients;

    private GatewayBenchMain() {}

    public static void main(String[] arguments) {
        StderrLog.install(Level.WARNING);
        System.exit(new CommandLine(new GatewayBenchMain())
                .setParameterExceptionHandler(new OneLineRefusal())
                .execute(arguments));
    }

    private record Run(double perSecond, double cpuMicros) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Run> durable = new ArrayList<>();
        List<Run> discarding = new ArrayList<>();
        // one run of each to warm up, which does not count
        for (int i = 0; i <= runs; i++) {
            Run withOutbox = measureDurable();
            Run without = measure((node, readings) -> CompletableFuture.completedFuture(1L));
            if (i > 0) {
                durable.add(withOutbox);
                discarding.add(without);
            }
            System.err.printf(
                    Locale.ROOT,
                    "run %d: durable %.0f/s %.0f us, without outbox %.0f/s %.0f us%n",
                    i,
                    withOutbox.perSecond(),
                    withOutbox.cpuMicros(),
                    without.perSecond(),
                    without.cpuMicros());
        }
        long bytesPerNode = measureMemory();
        print("durable_requests", median(durable.stream().mapToDouble(Run::perSecond)), "1/s");
        print("durable_cpu_per_request", median(durable.stream().mapToDouble(Run::cpuMicros)), "us");
        print("without_outbox_requests", median(discarding.stream().mapToDouble(Run::perSecond)), "1/s");
        print("without_outbox_cpu_per_request", median(discarding.stream().mapToDouble(Run::cpuMicros)), "us");
        print("heap_per_node_at_1000_nodes", (double) bytesPerNode, "B");
        return CommandLine.ExitCode.OK;
    }

    private static void print(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "%s: %.1f %s%n", name, value, unit);
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private Run measureDurable() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("tuoi-bench");
        try (Outbox outbox = Outbox.open(
                directory,
                OutboxLimits.of(256 << 20, Duration.ofDays(30)),
                DrainPolicy.STANDARD,
                new Thinning(ROOT),
                InstantSource.system())) {
            SenmlEncoder encoder = new SenmlEncoder();
            return measure((node, readings) -> {
                byte[] pack = encoder.encode(SenmlFormat.CBOR, ROOT, readings);
                return outbox.append(MessageKind.TELEMETRY, seq -> pack);
            });
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file :
                        files.sorted((one, other) -> other.compareTo(one)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Run measure(PackTaker taker) throws IOException, InterruptedException {
        try (NodeServer server = serve(taker, clients)) {
            Process generator = generator(server, clients, seconds);
            try (BufferedReader lines = generator.inputReader(StandardCharsets.US_ASCII)) {
                // connected and warm
                lines.readLine();
                long cpuBefore = cpuNanos();
                long acceptedBefore = server.counters().accepted();
                long began = System.nanoTime();
                lines.readLine();
                double elapsedSeconds = (System.nanoTime() - began) / 1e9;
                long requests = server.counters().accepted() - acceptedBefore;
                double cpuMicros = (cpuNanos() - cpuBefore) / 1e3 / Math.max(1, requests);
                generator.waitFor();
                return new Run(requests / elapsedSeconds, cpuMicros);
            } finally {
                generator.destroyForcibly();
            }
        }
    }

    private long measureMemory() throws IOException, InterruptedException {
        try (NodeServer server = serve((node, readings) -> CompletableFuture.completedFuture(1L), MEMORY_NODES)) {
            long before = usedHeap();
            Process generator = generator(server, MEMORY_NODES, 0);
            try (BufferedReader lines = generator.inputReader(StandardCharsets.US_ASCII)) {
                lines.readLine();
                return (usedHeap() - before) / MEMORY_NODES;
            } finally {
                generator.destroyForcibly();
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

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static NodeServer serve(PackTaker taker, int nodes) throws IOException {
        NodeServer server = NodeServer.start(
                new NodeServerSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, null, 100_000),
                new NodeRegistry(),
                new ValveLeases(),
                InstantSource.system(),
                taker);
        server.replaceNodes(BenchNodes.settings(nodes));
        return server;
    }

    private static Process generator(NodeServer server, int nodes, int seconds) throws IOException {
        List<String> command = new ArrayList<>(Arrays.asList(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Xss256k",
                "-cp",
                System.getProperty("java.class.path"),
                BenchNodes.class.getName()));
        command.add(Integer.toString(server.address().getPort()));
        command.add(Integer.toString(nodes));
        command.add(Integer.toString(seconds));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
