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
    private final FarmGate gate;
    private final int port;

    private EmbeddedBroker(HiveMQServer server, DiskGuard disk, FarmGate gate, int port) {
        this.server = server;
        this.disk = disk;
        this.gate = gate;
        this.port = port;
    }

    /**
     * A broker that has its store and takes no connections yet, see {@link #open}.
     *
     * @param folder where it keeps sessions and messages
     * @param host address to listen on
     * @param port 0 for any free one
     * @throws BindException when something listens there
     * @throws IllegalStateException when one runs in this process
     */
    public static EmbeddedBroker load(Path folder, String host, int port, BrokerRules rules) throws IOException {
        // before anything runs: the broker itself would tell it late and in many lines
        int free = freePort(host, port);
        if (!RUNS.compareAndSet(false, true)) {
            throw new IllegalStateException("an embedded broker runs in this process already");
        }
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        HiveMQServer server = null;
        DiskGuard disk = null;
        try {
            FullConfigurationService configuration = BrokerSettings.of(host, free);
            server = new HiveMQServer(BrokerFolders.in(folder), new MetricRegistry(), configuration, false, false);
            disk = DiskGuard.start(folder);
            server.bootstrap();
            KilledDeliveries.release(server.getInjector());
            return new EmbeddedBroker(server, disk, new FarmGate(rules, disk), free);
        } catch (Exception e) {
            stop(server, disk);
            throw new IOException("the broker cannot start on " + folder + ": " + e, e);
        } finally {
            // its own would end the process on what the rest of it can live with
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
    }

    /**
     * Takes connections from now on: the last step of a start. A province that waits for its broker comes in at once, and
     * what is still to be started then gets a small share of the processor. Called once.
     */
    public void open() throws IOException {
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        try {
            server.startInstance(EmbeddedExtensionBuilder.builder()
                    .withId("tuoi")
                    .withName("Tuoi")
                    .withVersion("1")
                    .withExtensionMain(gate)
                    .build());
            QuickStop.replaceSlowOne(server.getInjector());
        } catch (Exception e) {
            throw new IOException("the broker cannot listen on port " + port + ": " + e, e);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
    }

    private static int freePort(String host, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return socket.getLocalPort();
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
