package vn.tuoi.edge.simulated;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.agronomy.weather.WeatherCsv;
import vn.tuoi.agronomy.weather.WeatherFormatException;
import vn.tuoi.agronomy.weather.WeatherSeries;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.log.StderrLog;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.time.ScaledClock;

/**
 * The demo's farms in one process, a child of the demo's cloud: prints {@code ready} when every agent runs, and ends with
 * every valve closed on SIGTERM and when its standard input ends, as it does when the parent dies.
 */
@Command(name = "simulated-farms", description = "Runs the simulated farms of a demo.", mixinStandardHelpOptions = true)
public final class SimulatedFarmsMain implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedFarmsMain.class);
    private static final long LONGEST_END_SECONDS = 3;

    /** Farm days begin at midnight in Vietnam. */
    private static final ZoneOffset VIETNAM = ZoneOffset.ofHours(7);

    @Option(names = "--farms", required = true, paramLabel = "DIR", description = "a folder with a folder a farm")
    private Path farmsFolder = Path.of(".");

    @Option(names = "--origin-real", required = true, paramLabel = "ISO", description = "when farm time began")
    private Instant originReal = Instant.EPOCH;

    @Option(names = "--origin-farm", required = true, paramLabel = "ISO", description = "the farm time then")
    private Instant originFarm = Instant.EPOCH;

    @Option(names = "--speed", paramLabel = "X", description = "farm seconds a second, default 1")
    private double speed = 1;

    @Option(names = "--seed", paramLabel = "S", description = "of weather, soils, pipes and noise, default 1")
    private long seed = 1;

    @Option(names = "--weather", paramLabel = "FILE", description = "daily weather; else a built-in climate")
    private @Nullable Path weatherFile;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final List<SimulatedFarm> farms = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private SimulatedFarmsMain(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        StderrLog.install(Level.INFO);
        SimulatedFarmsMain main = new SimulatedFarmsMain(System.in, System.out, System.err);
        System.exit(new CommandLine(main)
                .setParameterExceptionHandler(new OneLineRefusal())
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endInTime, "shutdown"));
        try {
            ScaledClock clock = new ScaledClock(InstantSource.system(), originReal, originFarm, speed);
            SimulatedRig.World world = world();
            List<SimulatedFarm.Plot> plots = plots();
            for (SimulatedFarm.Plot plot : plots) {
                farms.add(SimulatedFarm.start(plot, world, clock));
            }
            LOG.info("{} farms run at {} times real time, weather from {}", farms.size(), speed, source());
            out.println("ready");
            out.flush();
            watchParent();
            end.await();
            return CommandLine.ExitCode.OK;
        } catch (MalformedSettings e) {
            e.lines().forEach(err::println);
            return CommandLine.ExitCode.USAGE;
        } catch (IllegalArgumentException | WeatherFormatException e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            err.println("the farms cannot start: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } finally {
            closeFarms();
            ended.countDown();
        }
    }

    private String source() {
        return weatherFile == null ? "the climate of Thái Nguyên" : weatherFile.toString();
    }

    private SimulatedRig.World world() throws IOException, WeatherFormatException {
        LocalDate firstDay = originFarm.atOffset(VIETNAM).toLocalDate();
        if (weatherFile == null) {
            return SimulatedRig.World.ofThaiNguyen(firstDay, seed);
        }
        WeatherSeries series;
        try (Reader reader = Files.newBufferedReader(weatherFile)) {
            series = WeatherCsv.read(reader, weatherFile.toString());
        }
        String refusal = FieldWeather.refusal(series);
        if (!refusal.isEmpty()) {
            throw new IllegalArgumentException(weatherFile + ": " + refusal);
        }
        return new SimulatedRig.World(new Tables(), series, firstDay, seed);
    }

    /** Every farm is read before the first one starts, so that all problems are shown at once. */
    private List<SimulatedFarm.Plot> plots() throws IOException, MalformedSettings {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(farmsFolder)) {
            folders = entries.filter(folder -> Files.exists(folder.resolve("edge.json")))
                    .sorted()
                    .toList();
        }
        if (folders.isEmpty()) {
            throw new MalformedSettings(List.of(farmsFolder + ": has no folder with an edge.json"));
        }
        List<SimulatedFarm.Plot> plots = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path folder : folders) {
            try {
                plots.add(SimulatedFarm.read(folder, System.getenv()));
            } catch (MalformedSettings e) {
                problems.addAll(e.lines());
            }
        }
        if (!problems.isEmpty()) {
            throw new MalformedSettings(problems);
        }
        return plots;
    }

    private void watchParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        long unusedBytes = in.transferTo(java.io.OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        LOG.warn("standard input: {}", e.toString());
                    }
                    end.countDown();
                },
                "parent");
        watch.setDaemon(true);
        watch.start();
    }

    private void endInTime() {
        end.countDown();
        try {
            if (!ended.await(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("not every farm has ended after {} s", LONGEST_END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeFarms() throws InterruptedException {
        List<Thread> closing = new ArrayList<>();
        for (SimulatedFarm farm : farms) {
            Thread thread = new Thread(farm::close, "closing");
            thread.start();
            closing.add(thread);
        }
        for (Thread thread : closing) {
            thread.join();
        }
    }
}
