package vn.tuoi.cloud.broker;

import com.codahale.metrics.MetricRegistry;
import com.hivemq.HiveMQServer;
import com.hivemq.configuration.service.FullConfigurationService;
import com.hivemq.embedded.EmbeddedExtensionBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT broker of a cloud that has no other: HiveMQ CE with one listener, a store of its own on disk, and rights by
 * {@link BrokerRules}. Why, and the figures: docs/adr/0002-embedded-broker.md. One at a time in a process, because the
 * broker numbers its messages per process. Thread-safe once started.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final AtomicBoolean RUNS = new AtomicBoolean();

    private final HiveMQServer server;
    private final DiskGuard disk;
    private final int port;

    private EmbeddedBroker(HiveMQServer server, DiskGuard disk, int port) {
        this.server = server;
        this.disk = disk;
        this.port = port;
    }

    /**
     * Starts a broker.
     *
     * @param folder where it keeps sessions and messages
     * @param host address to listen on
     * @param port 0 for any free one
     * @throws BindException when it cannot listen there
     * @throws IllegalStateException when one runs in this process
     */
    public static EmbeddedBroker start(Path folder, String host, int port, BrokerRules rules) throws Exception {
        // before anything runs: the broker itself would tell it late and in many lines
        checkPort(host, port);
        if (!RUNS.compareAndSet(false, true)) {
            throw new IllegalStateException("an embedded broker runs in this process already");
        }
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        HiveMQServer server = null;
        DiskGuard disk = null;
        try {
            FullConfigurationService configuration = BrokerSettings.of(host, port);
            server = new HiveMQServer(BrokerFolders.in(folder), new MetricRegistry(), configuration, false, false);
            disk = DiskGuard.start(folder);
            server.bootstrap();
            KilledDeliveries.release(server.getInjector());
            server.startInstance(EmbeddedExtensionBuilder.builder()
                    .withId("tuoi")
                    .withName("Tuoi")
                    .withVersion("1")
                    .withExtensionMain(new FarmGate(rules, disk))
                    .build());
            QuickStop.replaceSlowOne(server.getInjector());
            return new EmbeddedBroker(
                    server,
                    disk,
                    configuration.listenerConfiguration().getListeners().get(0).getPort());
        } catch (Exception e) {
            stop(server, disk);
            throw new IOException("the broker cannot start on " + folder + ": " + e, e);
        } finally {
            // its own would end the process on what the rest of it can live with
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
    }

    private static void checkPort(String host, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            BindException refused = new BindException(
                    "cannot listen for MQTT on " + host + ":" + port + ": " + e.getMessage() + ": is the port in use?");
            refused.initCause(e);
            throw refused;
        }
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Ends every connection of a farm, because what it came in with is no longer its password. */
    public void disconnect(String farm) {
        Connections.end(server.getInjector(), farm);
    }

    @Override
    public void close() {
        stop(server, disk);
    }

    private static void stop(@Nullable HiveMQServer server, @Nullable DiskGuard disk) {
        try {
            if (disk != null) {
                disk.close();
            }
            if (server != null) {
                server.stop();
            }
        } finally {
            RUNS.set(false);
        }
    }
}
