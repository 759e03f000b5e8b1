package vn.tuoi.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.log.StderrLog;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.settings.Settings;
import vn.tuoi.gateway.homeassistant.FarmLayout;

/** {@code ./tuoi gateway}: a station that has wireless nodes and nothing of its own. */
@Command(
        name = "gateway",
        description = "Passes readings of wireless nodes on to the cloud.",
        mixinStandardHelpOptions = true)
public final class GatewayMain implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);
    private static final Duration LOOK_AT_FILE = Duration.ofSeconds(2);
    private static final Duration REPORT_STATE = Duration.ofMinutes(5);
    private static final String SOFTWARE = "tuoi-gateway 0.1.0";

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Settings, JSON.")
    private Path config = Path.of("gateway.json");

    @Option(names = "--check", description = "Look whether the settings are in order, and exit.")
    private boolean check;

    private GatewayMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GatewayMain())
                .setParameterExceptionHandler(new OneLineRefusal())
                .execute(arguments));
    }

    private GatewaySettings read() throws MalformedSettings {
        Settings settings = Settings.load(config, System.getenv());
        GatewaySettings gateway = GatewaySettings.read(settings);
        settings.finish();
        return gateway;
    }

    @Override
    public Integer call() throws InterruptedException {
        StderrLog.install(Level.INFO);
        GatewaySettings settings;
        try {
            settings = read();
        } catch (MalformedSettings e) {
            e.lines().forEach(System.err::println);
            return CommandLine.ExitCode.USAGE;
        }
        if (check) {
            return CommandLine.ExitCode.OK;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                if (!stopped.await(5, TimeUnit.SECONDS)) {
                    LOG.warn("ends before everything is closed");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try (Gateway gateway = Gateway.start(settings, InstantSource.system(), new CloudOnly())) {
            LOG.info("{} serves nodes on {}", settings.farm(), gateway.coapAddress());
            gateway.describe(FarmLayout.ofNodesOnly(settings.farm().value()));
            serve(gateway, stop);
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            System.err.println(config + ": " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } finally {
            stopped.countDown();
        }
    }

    /** Reports its state now and then, and takes new nodes from the settings file when it changes. */
    private void serve(Gateway gateway, CountDownLatch stop) throws InterruptedException {
        FileTime read = modified();
        long reportedNanos = System.nanoTime() - REPORT_STATE.toNanos();
        do {
            if (System.nanoTime() - reportedNanos >= REPORT_STATE.toNanos()) {
                reportedNanos = System.nanoTime();
                gateway.reportState(new FarmState(
                        Instant.now(),
                        0,
                        null,
                        FarmState.ClockTrust.TRUSTED,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        SOFTWARE,
                        null));
            }
            FileTime modified = modified();
            if (!modified.equals(read)) {
                read = modified;
                reload(gateway);
            }
        } while (!stop.await(LOOK_AT_FILE.toMillis(), TimeUnit.MILLISECONDS));
    }

    private FileTime modified() {
        try {
            return Files.getLastModifiedTime(config);
        } catch (IOException e) {
            // being replaced: the next look finds the new one
            return FileTime.fromMillis(0);
        }
    }

    private void reload(Gateway gateway) {
        try {
            GatewaySettings settings = read();
            gateway.replaceNodes(settings.nodes());
            LOG.info(
                    "{} nodes from {}; other settings take effect at the next start",
                    settings.nodes().size(),
                    config);
        } catch (MalformedSettings e) {
            e.lines().forEach(line -> LOG.warn("the nodes stay as they were: {}", line));
        }
    }

    /** A station without an edge agent: readings go to the cloud, and there is nothing to water. */
    private static final class CloudOnly implements FieldListener {
        @Override
        public void planReceived(byte[] verifiedPayload) {
            LOG.warn("got a plan of {} bytes, and has nothing to water", verifiedPayload.length);
        }

        @Override
        public void commandReceived(byte[] verifiedPayload) {
            LOG.warn("got a command of {} bytes, and has nothing to water; it will expire", verifiedPayload.length);
        }

        @Override
        public void forecastReceived(byte[] payload) {
            // nothing here decides by the weather
        }

        @Override
        public void nodeReadings(List<Reading> readings) {
            // they are on their way already
        }

        @Override
        public void nodeValveReported(String station, boolean open, long atMs) {
            // on its way as a reading
        }
    }
}
