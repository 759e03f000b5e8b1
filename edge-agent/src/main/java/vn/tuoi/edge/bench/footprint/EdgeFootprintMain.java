package vn.tuoi.edge.bench.footprint;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
 * The command {@code tuoi bench edge-footprint}: what the agent of a farm of twelve zones costs its machine, with relays,
 * probes, meters and a weather station on RS-485, wireless nodes over DTLS, MQTT over TLS to a real Mosquitto, and the
 * outbox; and what Node-RED costs beside it. The agent runs as on a Pi but for GPIO and I2C, which this machine has not.
 * The figures come last as {@code name: value unit}.
 */
@Command(
        name = "edge-footprint",
        mixinStandardHelpOptions = true,
        description = "Measures memory, processor and disk of an agent and of Node-RED.")
public final class EdgeFootprintMain implements Callable<Integer> {
    private static final int WRONG_USAGE = 2;
    private static final Pattern READY = Pattern.compile("ready (\\d+) ms after");
    private static final Pattern OFF = Pattern.compile("every output is off, (\\d+) ms after");
    private static final Pattern OFF_CPU = Pattern.compile("every output is off, .*, (\\d+) ms of processor time");
    private static final long LONGEST_START_SECONDS = 60;

    /** Start-up is over by then: what is spent before is not what it costs to run. */
    private static final double WARM_MINUTES = 1;

    private static final int MOST_STARTS = 50;
    private static final double MINUTES_A_DAY = 1_440;
    private static final double MS_A_DAY = TimeUnit.DAYS.toMillis(1);

    /** Of the time without start-up; what is left is for one run of a minute and its messages. */
    private static final double IDLE_SHARE = 0.7;

    /** A farm of twelve zones waters so often, each zone twice a day. */
    private static final int RUNS_A_DAY = 24;

    @Option(names = "--minutes", defaultValue = "10", paramLabel = "N", description = "2 to 1440, default 10")
    private double minutes;

    @Option(names = "--starts", defaultValue = "5", paramLabel = "N", description = "1 to 50, default 5")
    private int starts;

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
        if (starts < 1 || starts > MOST_STARTS) {
            err.println("--starts: is " + starts + ", must be 1 to " + MOST_STARTS);
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
                FieldCable cable = new FieldCable(folder);
                BenchFarm farm = new BenchFarm(broker, cable)) {
            farm.writeSettings(folder.resolve("edge.json"));
            measure(folder, broker, farm, nodeRed);
        }
    }

    private void measure(Path folder, LocalBroker broker, BenchFarm farm, NodeRed nodeRed)
            throws IOException, InterruptedException {
        err.println(
                "12 zones; on RS-485 13 relays (read every 5 s), 9 soil probes, tank, weather (60 s), water meter (5 s);"
                        + " 3 nodes over DTLS (300 s); " + RUNS_A_DAY
                        + " runs a day by order; each message acknowledged at once");
        start(folder);
        try (MeasuredProcess agent = agent(folder)) {
            long agentReadyMs = agent.awaitReady(LONGEST_START_SECONDS);
            farm.startNodes();
            farm.sendPlan();
            MeasuredProcess rival = withoutNodeRed ? null : nodeRed.start(folder.resolve("node-red"), broker);
            try {
                long rivalReadyMs = rival == null ? 0 : rival.awaitReady(LONGEST_START_SECONDS);
                ProcessFigures agentStarted = agent.figures();
                pause(WARM_MINUTES);
                ProcessFigures agentWarm = agent.figures();
                ProcessFigures rivalWarm = rival == null ? agentWarm : rival.figures();
                pause((minutes - WARM_MINUTES) * IDLE_SHARE);
                ProcessFigures agentIdle = agent.figures();
                farm.water(0);
                pause((minutes - WARM_MINUTES) * (1 - IDLE_SHARE));
                ProcessFigures agentWatered = agent.figures();
                figure("edge_ready_with_shell", agentReadyMs, "ms");
                figure("edge_start_cpu", agentStarted.cpuMs(), "ms");
                print("edge", agentWarm, agentWatered);
                printWritten(agentWarm, agentIdle, agentWatered);
                figure("edge_readings_of_nodes", farm.takenFromNodes(), "readings");
                if (rival != null) {
                    figure("node_red_ready", rivalReadyMs, "ms");
                    ProcessFigures rivalNow = rival.figures();
                    print("node_red", rivalWarm, rivalNow);
                    figure("node_red_written", bytesAMs(rivalWarm, rivalNow) * MS_A_DAY / 1e6, "MB/day");
                }
            } finally {
                if (rival != null) {
                    rival.close();
                }
            }
        }
        err.println("logs and settings are in " + folder);
    }

    private MeasuredProcess agent(Path folder) throws IOException {
        List<String> command = List.of(
                tuoi.toString(), "edge", "--config", folder.resolve("edge.json").toString());
        return new MeasuredProcess(command, Map.of(), folder, READY, folder.resolve("edge.log"));
    }

    /** Starts it several times: how long the outputs may stay on, and when it works. */
    private void start(Path folder) throws IOException, InterruptedException {
        long[] offMs = new long[starts];
        long[] offCpuMs = new long[starts];
        long[] readyMs = new long[starts];
        for (int i = 0; i < starts; i++) {
            try (MeasuredProcess agent = agent(folder)) {
                long unusedWithShellMs = agent.awaitReady(LONGEST_START_SECONDS);
                offMs[i] = agent.logged(OFF).orElse(-1);
                offCpuMs[i] = agent.logged(OFF_CPU).orElse(-1);
                readyMs[i] = agent.logged(READY).orElse(-1);
            }
        }
        spread("edge_off", offMs);
        spread("edge_off_cpu", offCpuMs);
        spread("edge_ready", readyMs);
    }

    private void spread(String name, long... values) {
        Arrays.sort(values);
        figure(name + "_min", values[0], "ms");
        figure(name + "_median", values[values.length / 2], "ms");
        figure(name + "_max", values[values.length - 1], "ms");
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
    }

    /** A day is what is written without a run, and what as many runs as such a farm has add to it. */
    private void printWritten(ProcessFigures warm, ProcessFigures idle, ProcessFigures watered) {
        double idleBytesAMs = bytesAMs(warm, idle);
        double runBytes = (bytesAMs(idle, watered) - idleBytesAMs) * (watered.atNanos() - idle.atNanos()) / 1e6;
        figure("edge_written_without_runs", idleBytesAMs * MS_A_DAY / 1e6, "MB/day");
        figure("edge_written_a_run", runBytes / 1e3, "kB");
        figure("edge_written", (idleBytesAMs * MS_A_DAY + runBytes * RUNS_A_DAY) / 1e6, "MB/day");
    }

    private static double bytesAMs(ProcessFigures from, ProcessFigures to) {
        return (to.writtenBytes() - from.writtenBytes()) / ((to.atNanos() - from.atNanos()) / 1e6);
    }

    private void figure(String name, long value, String unit) {
        out.println(name + ": " + value + " " + unit);
    }

    private void figure(String name, double value, String unit) {
        out.println(name + ": " + String.format(Locale.ROOT, "%.2f", value) + " " + unit);
    }
}
