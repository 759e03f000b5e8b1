package vn.tuoi.edge;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.config.log.StderrLog;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.settings.Settings;
import vn.tuoi.edge.agent.ClockTrust;
import vn.tuoi.edge.agent.EdgeAgent;
import vn.tuoi.edge.agent.EdgeSettings;
import vn.tuoi.edge.agent.FarmTime;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Rig;
import vn.tuoi.edge.pi4j.PiRig;
import vn.tuoi.edge.simulated.SimulatedRig;

/** {@code ./tuoi edge}: runs a farm's agent until it is told to end; all outputs are off at the start and at the end. */
@Command(
        name = "tuoi edge",
        description =
                "Runs the agent of a farm; the commands are for the person on site, while the agent does not run.",
        mixinStandardHelpOptions = true,
        subcommands = {AllOffCommand.class, ProbeCommand.class, RelayCommand.class})
public final class EdgeMain implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeMain.class);
    private static final long LONGEST_END_SECONDS = 5;
    private static final long LOOK_MS = 1_000;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "settings as JSON",
            scope = CommandLine.ScopeType.INHERIT)
    private @Nullable Path config;

    @Option(names = "--check", description = "check the settings and exit")
    private boolean check;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    EdgeMain(PrintStream out, PrintStream err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    public static void main(String[] arguments) {
        StderrLog.install(Level.INFO);
        EdgeMain edge = new EdgeMain(System.out, System.err, System.getenv());
        System.exit(edge.execute(arguments));
    }

    int execute(String... arguments) {
        if (arguments.length == 2 && arguments[0].equals("--config")) {
            // as a service manager starts it: without the option parser all outputs are off sooner, in less memory
            config = Path.of(arguments[1]);
            return call();
        }
        return new CommandLine(this).execute(arguments);
    }

    @Override
    public Integer call() {
        EdgeSettings settings = settings();
        if (settings == null) {
            return CommandLine.ExitCode.USAGE;
        }
        if (check) {
            out.println(config + ": ok");
            return CommandLine.ExitCode.OK;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::endInTime, "shutdown"));
        try {
            return run(settings);
        } catch (DeviceFailure e) {
            err.println(config + ": " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            // a file's exception may say no more than the file's name
            err.println(config + ": cannot start: " + e.getMessage() + " ("
                    + e.getClass().getSimpleName() + ")");
            return CommandLine.ExitCode.SOFTWARE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CommandLine.ExitCode.SOFTWARE;
        } finally {
            ended.countDown();
        }
    }

    PrintStream err() {
        return err;
    }

    /** The language of the person at this machine, as far as it is known: {@code vi} or {@code en}. */
    String language() {
        return ProbeCommand.systemLanguage(environment);
    }

    /** The settings that are in order; null when they are not, which was told then. */
    @Nullable
    EdgeSettings settings() {
        if (config == null) {
            err.println("Missing required option: '--config=FILE'");
            return null;
        }
        try {
            Settings file = Settings.load(config, environment);
            EdgeSettings settings = EdgeSettings.read(file);
            file.finish();
            return settings;
        } catch (MalformedSettings e) {
            tell(e.lines());
            return null;
        }
    }

    /** Does something with the outputs and inputs of the farm, all outputs off before and after. */
    int withRig(RigUse use) throws InterruptedException {
        EdgeSettings settings = settings();
        if (settings == null) {
            return CommandLine.ExitCode.USAGE;
        }
        HardwareLock lock = HardwareLock.take(settings.gateway().dataDir());
        if (lock == null) {
            err.println(config + ": the agent of this farm is running and holds the relays; stop it first:"
                    + " sudo systemctl stop tuoi-edge");
            return CommandLine.ExitCode.SOFTWARE;
        }
        try (lock;
                Rig rig = rig(settings, FarmTime.real())) {
            // Ctrl-C ends the process without unwinding this thread
            Runtime.getRuntime().addShutdownHook(new Thread(rig::close, "shutdown"));
            return use.on(rig, out, err);
        } catch (DeviceFailure e) {
            err.println(config + ": " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    @Nullable
    Path config() {
        return config;
    }

    Map<String, String> environment() {
        return environment;
    }

    PrintStream out() {
        return out;
    }

    /** Says what is wrong, a line a problem. */
    void tell(List<String> problems) {
        problems.forEach(err::println);
    }

    /** Something that a person does with the hardware by hand. */
    @FunctionalInterface
    interface RigUse {
        /** Does it, and gives the exit code. */
        int on(Rig rig, PrintStream out, PrintStream err) throws DeviceFailure, InterruptedException;
    }

    private int run(EdgeSettings settings) throws DeviceFailure, IOException, InterruptedException {
        FarmTime time = FarmTime.real();
        HardwareLock lock = HardwareLock.take(settings.gateway().dataDir());
        if (lock == null) {
            err.println(
                    config + ": another agent or a tool (probe, relay) holds the relays of this farm; end it first");
            return CommandLine.ExitCode.SOFTWARE;
        }
        try (lock) {
            return run(settings, time);
        }
    }

    private int run(EdgeSettings settings, FarmTime time) throws DeviceFailure, IOException, InterruptedException {
        // outputs off before anything else
        Rig rig = rig(settings, time);
        LOG.info(
                "every output is off, {} ms after the start of this process, {} ms of processor time",
                ageMs(),
                processorMs());
        ServiceManager manager = ServiceManager.ofEnvironment(environment);
        EdgeAgent agent;
        try {
            agent = EdgeAgent.start(settings, rig, time, InstantSource.system(), clockTrust(settings), manager::alive);
        } catch (IOException | RuntimeException e) {
            rig.close();
            throw e;
        }
        try (agent) {
            LOG.info(
                    "{} runs on {} hardware, ready {} ms after the start of this process",
                    settings.gateway().farm(),
                    settings.hardware(),
                    ageMs());
            manager.ready();
            while (!end.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                if (!agent.isRunning()) {
                    err.println("the agent has failed; every output is off. The log above says why");
                    return CommandLine.ExitCode.SOFTWARE;
                }
            }
        }
        // last: what it hears of must not hold up the outputs
        manager.stopping();
        return CommandLine.ExitCode.OK;
    }

    /** By the machine's clock, which may be set in between: for people only. */
    private static long ageMs() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toMillis())
                .orElse(-1L);
    }

    private static long processorMs() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(-1L);
    }

    private static BooleanSupplier clockTrust(EdgeSettings settings) {
        return settings.hardware() == EdgeSettings.Hardware.SIMULATED
                ? () -> true
                : new ClockTrust(
                        ClockTrust.Evidence.OF_THE_MACHINE,
                        KernelClock::isSynchronised,
                        settings.gateway().dataDir(),
                        InstantSource.system());
    }

    private static Rig rig(EdgeSettings settings, FarmTime time) throws DeviceFailure {
        if (settings.hardware() == EdgeSettings.Hardware.PI) {
            return PiRig.open(settings.wiring(), settings.nodeStations());
        }
        LocalDate today = LocalDate.ofInstant(time.now(), ZoneId.of("Asia/Ho_Chi_Minh"));
        return new SimulatedRig(
                SimulatedRig.World.ofThaiNguyen(today, 1),
                settings.gateway().farm().value().hashCode(),
                time::now,
                Set.copyOf(settings.nodeStations()),
                Set.of());
    }

    private void endInTime() {
        end.countDown();
        try {
            if (!ended.await(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("the agent has not ended after {} s", LONGEST_END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
