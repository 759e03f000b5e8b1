package vn.tuoi.edge.bench.footprint;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.log.StderrLog;

/**
 * The command {@code tuoi bench edge-footprint}: what the agent of a farm of twelve zones costs its machine, with wireless
 * nodes over DTLS, MQTT over TLS to a real Mosquitto, and the outbox; and what Node-RED costs beside it. The figures come
 * last as {@code name: value unit}. Runs on simulated hardware, whose field is computed in the same process.
 */
@Command(
        name = "edge-footprint",
        mixinStandardHelpOptions = true,
        description = "Measures memory, processor and disk of an agent and of Node-RED.")
public final class EdgeFootprintMain implements Callable<Integer> {
    private static final int WRONG_USAGE = 2;
    private static final Pattern READY = Pattern.compile("ready (\\d+) ms after");
    private static final Pattern OFF = Pattern.compile("every output is off, (\\d+) ms after");
    private static final long LONGEST_START_SECONDS = 60;

    /** Start-up is over by then: what is spent before is not what it costs to run. */
    private static final double WARM_MINUTES = 1;

    private static final double MINUTES_A_DAY = 1_440;

    /** A farm of twelve zones waters so often, each zone twice a day. */
    private static final double RUNS_A_DAY = 24;

    @Option(names = "--minutes", defaultValue = "10", paramLabel = "N", description = "2 to 1440, default 10")
    private double minutes;

    @Option(names = "--no-node-red", description = "the agent alone")
    private boolean withoutNodeRed;

    @Option(names = "--tuoi", required = true, hidden = true)
    private Path tuoi = Path.of("tuoi");

    @Option(names = "--cache", required = true, hidden = true)
    private Path cache = Path.of(".");

    private final PrintWriter out;
    private final PrintWriter err;

    private EdgeFootprintMain(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        StderrLog.install(Level.WARNING);
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        System.exit(new CommandLine(new EdgeFootprintMain(out, err))
                .setParameterExceptionHandler(new OneLineRefusal())
                .setOut(out)
                .setErr(err)
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!(minutes >= 2 && minutes <= MINUTES_A_DAY)) {
            err.println("--minutes: is " + minutes + ", must be 2 to 1440");
            return WRONG_USAGE;
        }
        try {
            measure();
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private void measure() throws IOException, InterruptedException {
        NodeRed nodeRed = new NodeRed(cache.resolve("node-red"));
        if (!withoutNodeRed) {
            err.println("installing Node-RED, once");
            nodeRed.install();
        }
        // not in /tmp, which may be memory: what is written must reach a disk to be counted
        Path folder = Files.createTempDirectory(Files.createDirectories(cache), "run-");
        try (LocalBroker broker = new LocalBroker(folder.resolve("broker"));
                BenchFarm farm = new BenchFarm(broker)) {
            farm.writeSettings(folder.resolve("edge.json"));
            measure(folder, broker, farm, nodeRed);
        }
    }

    private void measure(Path folder, LocalBroker broker, BenchFarm farm, NodeRed nodeRed)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                tuoi.toString(), "edge", "--config", folder.resolve("edge.json").toString());
        try (MeasuredProcess agent =
                new MeasuredProcess(command, Map.of(), folder, READY, folder.resolve("edge.log"))) {
            long agentReadyMs = agent.awaitReady(LONGEST_START_SECONDS);
            farm.startNodes();
            MeasuredProcess rival = withoutNodeRed ? null : nodeRed.start(folder.resolve("node-red"), broker);
            try {
                long rivalReadyMs = rival == null ? 0 : rival.awaitReady(LONGEST_START_SECONDS);
                ProcessFigures agentStarted = agent.figures();
                pause(WARM_MINUTES);
                ProcessFigures agentWarm = agent.figures();
                ProcessFigures rivalWarm = rival == null ? agentWarm : rival.figures();
                runFarm(farm);
                figure("edge_off", agent.logged(OFF).orElse(-1), "ms");
                figure("edge_ready", agent.logged(READY).orElse(-1), "ms");
                figure("edge_ready_with_shell", agentReadyMs, "ms");
                figure("edge_start_cpu", agentStarted.cpuMs(), "ms");
                print("edge", agentWarm, agent.figures());
                figure("edge_readings_of_nodes", farm.takenFromNodes(), "readings");
                if (rival != null) {
                    figure("node_red_ready", rivalReadyMs, "ms");
                    print("node_red", rivalWarm, rival.figures());
                }
            } finally {
                if (rival != null) {
                    rival.close();
                }
            }
        }
        err.println("logs and settings are in " + folder);
    }

    /** Waters as often as such a farm does, at least once, so that the runs' share of the disk is counted. */
    private void runFarm(BenchFarm farm) throws IOException, InterruptedException {
        int runs = (int) Math.max(1, Math.round(RUNS_A_DAY * minutes / MINUTES_A_DAY));
        double left = minutes - WARM_MINUTES;
        for (int i = 0; i < runs; i++) {
            farm.water(i);
            pause(left / runs);
        }
    }

    private static void pause(double minutes) throws InterruptedException {
        Thread.sleep(Math.round(minutes * TimeUnit.MINUTES.toMillis(1)));
    }

    private void print(String who, ProcessFigures from, ProcessFigures to) {
        double spanMs = (to.atNanos() - from.atNanos()) / 1e6;
        figure(who + "_rss", to.residentKib() / 1024.0, "MiB");
        figure(who + "_private", to.privateKib() / 1024.0, "MiB");
        figure(who + "_threads", to.threads(), "threads");
        figure(who + "_cpu", (to.cpuMs() - from.cpuMs()) / spanMs * 100, "% of a core");
        double bytesADay = (to.writtenBytes() - from.writtenBytes()) / spanMs * TimeUnit.DAYS.toMillis(1);
        figure(who + "_written", bytesADay / 1e6, "MB/day");
    }

    private void figure(String name, long value, String unit) {
        out.println(name + ": " + value + " " + unit);
    }

    private void figure(String name, double value, String unit) {
        out.println(name + ": " + String.format(Locale.ROOT, "%.2f", value) + " " + unit);
    }
}
