package vn.tuoi.gateway.coap;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapObserveRelation;
import org.eclipse.californium.core.CoapResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.gateway.node.LeasedValve;
import vn.tuoi.gateway.node.ValveLeases;

/**
 * A wireless node as every node should be: it posts its readings in CBOR over DTLS, keeps what was not taken and posts
 * it again, watches its valves' leases and closes a valve by itself when a lease ends. It plays the nodes of the demo
 * and of the tests. All periods are real time. Its own thread does everything.
 */
public final class ReferenceNode implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceNode.class);

    /** Readings that wait for a gateway; the oldest are given up first. */
    private static final int MAX_WAITING = 1_000;

    private static final long VALVE_TICK_MS = 200;

    /** Without news of its leases for so long, a node asks for them anew. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Settings settings;
    private final InstantSource clock;
    private final Supplier<List<Reading>> sensors;
    private final ValveDriver driver;
    private final Map<String, LeasedValve> valves = new TreeMap<>();
    private final SenmlEncoder encoder = new SenmlEncoder();
    private final List<Reading> waiting = new ArrayList<>();
    private final AtomicLong taken = new AtomicLong();
    private final ScheduledThreadPoolExecutor executor;
    private final NodeClient client;
    private @Nullable CoapObserveRelation leases;
    private long leasesHeardNanos;

    /**
     * Who this node is and where its gateway.
     *
     * @param gateway the gateway's CoAP address
     * @param identity DTLS PSK identity
     * @param key DTLS pre-shared key in hex
     * @param stations the valves that it drives
     * @param period how often it samples and posts
     */
    public record Settings(
            InetSocketAddress gateway, String identity, String key, List<String> stations, Duration period) {
        public Settings {
            stations = List.copyOf(stations);
        }
    }

    /** Moves a valve and says what the valve then does, seen by its own contact where it has one. */
    @FunctionalInterface
    public interface ValveDriver {
        boolean move(String station, boolean open);
    }

    /**
     * Starts a node; a gateway that is not there yet is looked for again and again.
     *
     * @param clock the farm's time, for the valves' reports
     * @param sensors takes a sample, with names relative to the node; called on the node's thread
     * @param driver moves its valves; called on the node's thread
     */
    public static ReferenceNode start(
            Settings settings, InstantSource clock, Supplier<List<Reading>> sensors, ValveDriver driver)
            throws IOException {
        ReferenceNode node = new ReferenceNode(settings, clock, sensors, driver);
        node.client.start();
        long periodMs = settings.period().toMillis();
        var unusedSampling = node.executor.scheduleAtFixedRate(node::report, 0, periodMs, TimeUnit.MILLISECONDS);
        if (!settings.stations().isEmpty()) {
            var unusedTicking =
                    node.executor.scheduleWithFixedDelay(node::tickValves, 0, VALVE_TICK_MS, TimeUnit.MILLISECONDS);
        }
        return node;
    }

    private ReferenceNode(Settings settings, InstantSource clock, Supplier<List<Reading>> sensors, ValveDriver driver) {
        this.settings = settings;
        this.clock = clock;
        this.sensors = sensors;
        this.driver = driver;
        settings.stations().forEach(station -> valves.put(station, new LeasedValve()));
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "node-" + settings.identity());
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.client = new NodeClient(settings.gateway(), settings.identity(), settings.key());
    }

    /** How many readings the gateway has taken. */
    public long takenReadings() {
        return taken.get();
    }

    private void report() {
        try {
            waiting.addAll(sensors.get());
            post();
        } catch (RuntimeException e) {
            // a scheduled task that throws is never run again
            tellUnlessClosing(e);
        }
    }

    /** An exchange that {@link #close} broke off is nothing to tell. */
    private void tellUnlessClosing(RuntimeException e) {
        if (!executor.isShutdown()) {
            LOG.error("{}", settings.identity(), e);
        }
    }

    private void post() {
        if (waiting.size() > MAX_WAITING) {
            waiting.subList(0, waiting.size() - MAX_WAITING).clear();
        }
        while (!waiting.isEmpty()) {
            List<Reading> pack = waiting.subList(0, Math.min(waiting.size(), SenmlEncoder.MAX_READINGS));
            NodeClient.Answer answer = client.post(encoder.encode(SenmlFormat.CBOR, "", pack));
            if (answer == NodeClient.Answer.SILENCE || answer == NodeClient.Answer.LATER) {
                return;
            }
            if (answer == NodeClient.Answer.TAKEN) {
                taken.addAndGet(pack.size());
            }
            // what was refused will never be taken; the next pack may
            pack.clear();
        }
    }

    private void tickValves() {
        try {
            long now = System.nanoTime();
            valves.forEach((station, valve) -> {
                if (valve.expire(now)) {
                    move(station, valve);
                }
            });
            CoapObserveRelation relation = leases;
            if (relation == null || relation.isCanceled() || now - leasesHeardNanos > SILENCE_NANOS) {
                leasesHeardNanos = now;
                if (relation != null) {
                    relation.reactiveCancel();
                    client.forgetConnection();
                }
                leases = client.observe("/v", new LeaseHandler());
            }
        } catch (RuntimeException e) {
            tellUnlessClosing(e);
        }
    }

    private void take(List<ValveLeases.Lease> news, long heardNanos) {
        leasesHeardNanos = heardNanos;
        for (ValveLeases.Lease lease : news) {
            LeasedValve valve = valves.get(lease.station());
            if (valve != null && valve.take(lease, heardNanos)) {
                move(lease.station(), valve);
            }
        }
    }

    private void move(String station, LeasedValve valve) {
        boolean isOpen = driver.move(station, valve.isOpen());
        waiting.add(Reading.ofBoolean(station + "/valve", clock.millis(), isOpen));
        post();
    }

    private final class LeaseHandler implements CoapHandler {
        @Override
        public void onLoad(CoapResponse response) {
            if (!response.isSuccess()) {
                return;
            }
            try {
                List<ValveLeases.Lease> news =
                        List.of(StrictJson.read(response.getPayload(), ValveLeases.Lease[].class));
                long heardNanos = System.nanoTime();
                executor.execute(() -> take(news, heardNanos));
            } catch (MalformedDocument e) {
                LOG.warn("{}: leases {}", settings.identity(), e.getMessage());
            }
        }

        @Override
        public void onError() {
            executor.execute(() -> leases = null);
        }
    }

    /** Closes every valve and stops. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.warn("{} is busy; it stops by itself", settings.identity());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        settings.stations().forEach(station -> driver.move(station, false));
        client.close();
    }
}
