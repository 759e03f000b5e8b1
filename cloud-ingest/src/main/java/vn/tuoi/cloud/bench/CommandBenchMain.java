package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.log.StderrLog;

/** {@code tuoi bench command}: how long a command takes from the phone's request to the farm and back, under load. */
@Command(
        name = "tuoi bench command",
        description =
                "From POST to the farm and to the stored reply, over the embedded broker, while telemetry comes in.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class CommandBenchMain implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int RAMP_MS = 5_000;
    private static final int UP_SECONDS = 120;
    private static final int REPLY_SECONDS = 20;

    @Option(names = "--farms", paramLabel = "N", description = "connected farms")
    private int farms = 500;

    @Option(names = "--telemetry", paramLabel = "N", description = "messages a second that come in meanwhile")
    private int telemetryPerSecond = 200;

    @Option(names = "--rate", paramLabel = "N", description = "commands a second")
    private double rate = 10;

    @Option(names = "--warm-up", paramLabel = "S", description = "seconds of commands that do not count")
    private int warmUp = 15;

    @Option(names = "--seconds", paramLabel = "S", description = "length of the measurement")
    private int seconds = 30;

    @Option(names = "--cloud-jvm", paramLabel = "OPTIONS", description = "given by ./tuoi")
    private String jvm = "-Xmx512m";

    private CommandBenchMain() {}

    public static void main(String[] arguments) {
        StderrLog.install(Level.WARNING);
        System.exit(new CommandLine(new CommandBenchMain())
                .setParameterExceptionHandler(new OneLineRefusal())
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Cores cores = Cores.ofThisMachine();
        cores.pinLoad();
        try (Scratch scratch = Scratch.make()) {
            Path folder = scratch.folder("cloud");
            CloudUnderTest.register(folder, farms);
            CloudUnderTest.addAdministrator(folder);
            int port = ServerProcess.freePort();
            try (CloudUnderTest cloud = CloudUnderTest.start(
                            new CloudUnderTest.Setup(folder, List.of(jvm.split(" ")), cores, port, true, null));
                    CommandLoad warming = new CommandLoad(farms);
                    CommandLoad measured = new CommandLoad(farms)) {
                Switch watch = new Switch(warming);
                try (Fleet fleet = new Fleet(port, farms, farms * 1_000 / telemetryPerSecond, 1, watch)) {
                    fleet.start(RAMP_MS);
                    if (!fleet.awaitAllUp(UP_SECONDS)) {
                        throw new IOException("only " + fleet.upNow() + " of " + farms + " farms could connect");
                    }
                    String cookie = cloud.signIn();
                    give(warming, cloud, cookie, warmUp);
                    watch.to = measured;
                    give(measured, cloud, cookie, seconds);
                }
                return tell(measured);
            }
        }
    }

    /** Passes what happens on to whoever gives commands now. */
    private static final class Switch implements Fleet.CommandWatch {
        private volatile CommandLoad to;

        Switch(CommandLoad first) {
            this.to = first;
        }

        @Override
        public void commanded(int farm) {
            to.commanded(farm);
        }

        @Override
        public void replied(int farm) {
            to.replied(farm);
        }
    }

    private void give(CommandLoad load, CloudUnderTest cloud, String cookie, int forSeconds)
            throws InterruptedException {
        int count = (int) (rate * forSeconds);
        load.start(cloud.url(), cookie, rate, count);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(forSeconds + REPLY_SECONDS);
        while (load.repliedMicros().getTotalCount() < count && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static int tell(CommandLoad load) {
        Figures figures = new Figures();
        add(figures, "answered", load.answeredMicros());
        add(figures, "reached_farm", load.reachedMicros());
        add(figures, "reply_stored", load.repliedMicros());
        figures.count("given", load.given(), "commands");
        figures.count("accepted", load.accepted(), "commands");
        figures.count("reached", load.reachedMicros().getTotalCount(), "commands");
        figures.count("replied", load.repliedMicros().getTotalCount(), "commands");
        figures.print(System.out);
        return load.repliedMicros().getTotalCount() == load.given() ? CommandLine.ExitCode.OK : FAILED;
    }

    private static void add(Figures figures, String name, Histogram micros) {
        figures.add(name + "_p50", micros.getValueAtPercentile(50) / 1e3, "ms");
        figures.add(name + "_p99", micros.getValueAtPercentile(99) / 1e3, "ms");
        figures.add(name + "_max", micros.getMaxValue() / 1e3, "ms");
    }
}
