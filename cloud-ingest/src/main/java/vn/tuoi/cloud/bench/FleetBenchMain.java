package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.log.StderrLog;

/** {@code tuoi bench fleet}: the farms of a province at the real cloud, and their return after a restart. */
@Command(
        name = "tuoi bench fleet",
        description = "Connected farms: CPU and memory of the cloud, and how long all take to come back.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class FleetBenchMain implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int SETTLE_SECONDS = 15;

    enum Broker {
        embedded,
        mosquitto
    }

    @Option(names = "--farms", paramLabel = "N", description = "connected farms")
    private int farms = 13_300;

    @Option(names = "--broker", description = "${COMPLETION-CANDIDATES}")
    private Broker broker = Broker.embedded;

    @Option(names = "--period", paramLabel = "S", description = "seconds between two messages of a farm")
    private int periodSeconds = 60;

    @Option(names = "--ramp", paramLabel = "S", description = "seconds over which farms connect for the first time")
    private int rampSeconds = 60;

    @Option(names = "--seconds", paramLabel = "S", description = "length of the measurement")
    private int seconds = 90;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "before the measurement, when all are connected: plans go out and the JVM compiles")
    private int warmUpSeconds = 60;

    @Option(names = "--patience", paramLabel = "S", description = "how long to wait for all farms to be connected")
    private int patienceSeconds = 120;

    @Option(names = "--cloud-jvm", paramLabel = "OPTIONS", description = "given by ./tuoi")
    private String jvm = "-Xmx512m";

    private final Figures figures = new Figures();
    private final Cores cores = Cores.ofThisMachine();

    private FleetBenchMain() {}

    public static void main(String[] arguments) {
        StderrLog.install(Level.WARNING);
        System.exit(new CommandLine(new FleetBenchMain())
                .setParameterExceptionHandler(new OneLineRefusal())
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        cores.pinLoad();
        try (Scratch scratch = Scratch.make()) {
            if (broker == Broker.embedded) {
                return measure(scratch.folder("cloud"), null);
            }
            try (Mosquitto mosquitto = Mosquitto.start(scratch.folder("mosquitto"), cores, Mosquitto.IN_FLIGHT)) {
                return measure(scratch.folder("cloud"), mosquitto);
            }
        }
    }

    private int measure(Path folder, @Nullable Mosquitto mosquitto) throws IOException, InterruptedException {
        CloudUnderTest.register(folder, farms);
        CloudUnderTest.plan(folder, farms);
        int port = mosquitto == null ? ServerProcess.freePort() : mosquitto.port();
        CloudUnderTest.Setup setup =
                new CloudUnderTest.Setup(folder, List.of(jvm.split(" ")), cores, port, mosquitto == null, null);
        try (Fleet fleet = new Fleet(port, farms, periodSeconds * 1_000, 1)) {
            try (CloudUnderTest cloud = CloudUnderTest.start(setup)) {
                fleet.start(rampSeconds * 1_000);
                boolean all = fleet.awaitAllUp(rampSeconds + patienceSeconds);
                figures.count("connected", fleet.upNow(), "of " + farms + " farms");
                TimeUnit.SECONDS.sleep(warmUpSeconds);
                List<ServerProcess> processes = new ArrayList<>(List.of(cloud.process()));
                if (mosquitto != null) {
                    processes.add(mosquitto.process());
                }
                steady(fleet, processes);
                if (!all) {
                    return end(fleet, false);
                }
            }
            long began = System.nanoTime();
            try (CloudUnderTest cloud = CloudUnderTest.start(setup)) {
                figures.add("restart_ready", (System.nanoTime() - began) / 1e9, "s");
                long served = System.nanoTime();
                boolean back = fleet.awaitAllUp(patienceSeconds);
                figures.add("restart_all_back_after_ready", (System.nanoTime() - served) / 1e9, "s");
                figures.count("back", fleet.upNow(), "of " + farms + " farms");
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                figures.count("rss_after_restart", cloud.process().peakResidentBytes() >> 20, "MiB");
                return end(fleet, back && fleet.awaitAllAcknowledged(patienceSeconds));
            }
        }
    }

    private void steady(Fleet fleet, List<ServerProcess> processes) throws IOException, InterruptedException {
        long cpu = Pipeline.cpuMicros(processes);
        long acknowledged = fleet.acknowledgedSoFar();
        long began = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        double elapsedMicros = (System.nanoTime() - began) / 1e3;
        figures.add("cpu", (Pipeline.cpuMicros(processes) - cpu) * 100 / elapsedMicros, "% of one core");
        figures.add(
                "messages", (fleet.acknowledgedSoFar() - acknowledged) * 1e6 / elapsedMicros, "acknowledged a second");
        long resident = 0;
        long peak = 0;
        for (ServerProcess process : processes) {
            resident += process.residentBytes();
            peak += process.peakResidentBytes();
        }
        figures.count("rss", resident >> 20, "MiB");
        figures.count("rss_peak", peak >> 20, "MiB");
    }

    private int end(Fleet fleet, boolean good) {
        figures.count("measured", fleet.measuredSoFar(), "messages");
        figures.count("acknowledged", fleet.acknowledgedSoFar(), "messages");
        figures.count("refused_connections", fleet.refusedSoFar(), "connections");
        figures.print(System.out);
        return good ? CommandLine.ExitCode.OK : FAILED;
    }
}
