package vn.tuoi.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.log.StderrLog;

/**
 * Requests a second and CPU each of the CoAP server, with the outbox and without it in turn, and its memory a node. The
 * nodes run in a process of their own on a core of their own; the server without the outbox shows what they can at least
 * send, and their own use of their core is printed beside it.
 */
@Command(
        name = "gateway",
        description = "DTLS confirmable posts of 4 readings: durable, and beside it without the outbox.",
        mixinStandardHelpOptions = true)
public final class GatewayBenchMain implements Callable<Integer> {
    static final int MEMORY_NODES = 1_000;

    @Option(names = "--runs", defaultValue = "5", description = "Runs of each kind, in turn.")
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

    /**
     * One run.
     *
     * @param cpuMicros the server's, a request
     * @param perFlush requests that shared a disk flush; 0 without an outbox
     * @param generatorCores how much of its core the generator used, 1 for all
     */
    private record Run(double perSecond, double cpuMicros, double perFlush, double generatorCores) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f/s at %.0f us", perSecond, cpuMicros);
        }
    }

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("tuoi-bench");
        List<Run> durable = new ArrayList<>();
        List<Run> discarding = new ArrayList<>();
        try (BenchProcess withOutbox = BenchProcess.server(clients, directory);
                BenchProcess without = BenchProcess.server(clients, null)) {
            // one run of each to warm up, which does not count
            for (int i = 0; i <= runs; i++) {
                Run kept = measure(withOutbox);
                Run forgotten = measure(without);
                if (i > 0) {
                    durable.add(kept);
                    discarding.add(forgotten);
                }
                System.err.printf(Locale.ROOT, "run %d: durable %s, without outbox %s%n", i, kept, forgotten);
            }
        } finally {
            delete(directory);
        }
        System.err.println(
                BenchProcess.isPinned()
                        ? "server pinned to core 0, nodes to core 1"
                        : "not pinned: needs two cores and taskset");
        print("durable_requests", durable, Run::perSecond, "1/s");
        print("durable_cpu_per_request", durable, Run::cpuMicros, "us");
        print("durable_requests_per_flush", durable, Run::perFlush, "1");
        print("durable_generator_load", durable, Run::generatorCores, "cores");
        print("without_outbox_requests", discarding, Run::perSecond, "1/s");
        print("without_outbox_cpu_per_request", discarding, Run::cpuMicros, "us");
        print("without_outbox_generator_load", discarding, Run::generatorCores, "cores");
        System.out.printf(Locale.ROOT, "heap_per_node_at_1000_nodes: %d B%n", bytesPerNode());
        return CommandLine.ExitCode.OK;
    }

    private static void print(String name, List<Run> runs, ToDoubleFunction<Run> figure, String unit) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        System.out.printf(Locale.ROOT, "%s_min: %.2f %s%n", name, sorted[0], unit);
        System.out.printf(Locale.ROOT, "%s: %.2f %s%n", name, sorted[sorted.length / 2], unit);
        System.out.printf(Locale.ROOT, "%s_max: %.2f %s%n", name, sorted[sorted.length - 1], unit);
    }

    private Run measure(BenchProcess server) throws IOException {
        try (BenchProcess nodes = BenchProcess.nodes(server.port(), clients, seconds)) {
            // each has connected and posted once
            nodes.line();
            BenchProcess.Figures before = server.figures("now");
            long began = System.nanoTime();
            long nodesCpuNanos = Long.parseLong(nodes.line());
            double elapsedSeconds = (System.nanoTime() - began) / 1e9;
            BenchProcess.Figures after = server.figures("now");
            double requests = Math.max(1, after.accepted() - before.accepted());
            long flushes = after.flushes() - before.flushes();
            return new Run(
                    requests / elapsedSeconds,
                    (after.cpuNanos() - before.cpuNanos()) / 1e3 / requests,
                    flushes == 0 ? 0 : requests / flushes,
                    nodesCpuNanos / 1e9 / elapsedSeconds);
        }
    }

    private static long bytesPerNode() throws IOException {
        try (BenchProcess server = BenchProcess.server(MEMORY_NODES, null)) {
            long before = server.figures("heap").heapBytes();
            try (BenchProcess nodes = BenchProcess.nodes(server.port(), MEMORY_NODES, 0)) {
                nodes.line();
                return (server.figures("heap").heapBytes() - before) / MEMORY_NODES;
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
