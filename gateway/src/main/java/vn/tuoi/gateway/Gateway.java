package vn.tuoi.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.gateway.coap.NodeServer;
import vn.tuoi.gateway.homeassistant.FarmLayout;
import vn.tuoi.gateway.homeassistant.HomeAssistant;
import vn.tuoi.gateway.node.NodeRegistry;
import vn.tuoi.gateway.node.NodeSettings;
import vn.tuoi.gateway.node.ValveLeases;
import vn.tuoi.gateway.outbox.DrainPolicy;
import vn.tuoi.gateway.outbox.MessageKind;
import vn.tuoi.gateway.outbox.Outbox;
import vn.tuoi.gateway.outbox.Thinning;
import vn.tuoi.gateway.uplink.Downlinks;
import vn.tuoi.gateway.uplink.Uplink;

/**
 * Everything between a farm's field and the cloud: outbox, MQTT connection, wireless nodes. The edge agent runs it in its
 * own process; a station with wireless nodes alone runs it by itself. Thread-safe.
 */
public final class Gateway implements Closeable {
    private static final String VALVE = "valve";

    /** How long the last word to open valves may take on its way. */
    private static final Duration FAREWELL = Duration.ofMillis(300);

    private final String root;
    private final FieldListener listener;
    private final SenmlEncoder encoder = new SenmlEncoder();
    private final NodeRegistry registry = new NodeRegistry();
    private final ValveLeases leases = new ValveLeases();
    private final Outbox outbox;
    private final Uplink uplink;
    private final @Nullable NodeServer nodeServer;
    private final @Nullable HomeAssistant homeAssistant;

    /**
     * Starts to serve nodes and to connect; returns without waiting for the network.
     *
     * @param clock the farm's time, for time stamps only; whatever lasts is measured on the machine's monotonic clock
     * @throws IOException when the data folder or the CoAP port cannot be used
     */
    public static Gateway start(GatewaySettings settings, InstantSource clock, FieldListener listener)
            throws IOException {
        String root = settings.farm() + "/";
        Path directory = settings.dataDir().resolve("outbox");
        Outbox outbox = Outbox.open(directory, settings.outbox(), DrainPolicy.STANDARD, new Thinning(root), clock);
        try {
            return new Gateway(settings, clock, listener, outbox);
        } catch (IOException | RuntimeException e) {
            outbox.close();
            throw e;
        }
    }

    private Gateway(GatewaySettings settings, InstantSource clock, FieldListener listener, Outbox outbox)
            throws IOException {
        this.root = settings.farm() + "/";
        this.listener = listener;
        this.outbox = outbox;
        registry.replace(settings.nodes());
        this.nodeServer = settings.coap() == null
                ? null
                : NodeServer.start(settings.coap(), registry, leases, clock, this::takeFromNode);
        this.uplink = Uplink.start(
                settings.uplink(),
                outbox,
                clock,
                new Downlinks(listener::planReceived, listener::commandReceived, listener::forecastReceived));
        this.homeAssistant = settings.homeAssistant() == null
                ? null
                : HomeAssistant.start(settings.farm(), settings.homeAssistant(), clock, this::health);
        if (homeAssistant != null) {
            homeAssistant.replaceNodes(settings.nodes());
        }
    }

    /** Where nodes are served, with the port that was free; null when they are not. */
    public @Nullable InetSocketAddress coapAddress() {
        return nodeServer == null ? null : nodeServer.address();
    }

    /**
     * Sends readings to the cloud, some time.
     *
     * @param readings 1 or more; their points are below the farm
     * @return the number of their last message, once they are durable; fails with {@link
     *     vn.tuoi.gateway.outbox.OutboxFull}. Completed on the outbox's thread: what depends on it must not block
     */
    public CompletableFuture<Long> publishReadings(List<Reading> readings) {
        if (homeAssistant != null) {
            homeAssistant.readings(null, readings);
        }
        return store(readings);
    }

    private CompletableFuture<Long> store(List<Reading> readings) {
        List<CompletableFuture<Long>> packs = new ArrayList<>();
        for (int from = 0; from < readings.size(); from += SenmlEncoder.MAX_READINGS) {
            int to = Math.min(from + SenmlEncoder.MAX_READINGS, readings.size());
            byte[] pack = encoder.encode(SenmlFormat.CBOR, root, readings.subList(from, to));
            packs.add(outbox.append(MessageKind.TELEMETRY, seq -> pack));
        }
        if (packs.isEmpty()) {
            throw new IllegalArgumentException("no readings to publish");
        }
        CompletableFuture<Long> last = packs.get(packs.size() - 1);
        return packs.size() == 1
                ? last
                : CompletableFuture.allOf(packs.toArray(CompletableFuture[]::new))
                        .thenCombine(last, (all, seq) -> seq);
    }

    /** Sends an event to the cloud, in order, some time; as {@link #publishReadings}. */
    public CompletableFuture<Long> publishEvent(FarmEvent event) {
        return outbox.append(MessageKind.EVENT, seq -> StrictJson.write(event.withSeq(seq)));
    }

    /** Answers a command, in order, some time; as {@link #publishReadings}. */
    public CompletableFuture<Long> publishReply(Reply reply) {
        return outbox.append(MessageKind.REPLY, seq -> StrictJson.write(reply));
    }

    /** Publishes the farm's state; only the latest counts. Its bytes of today are filled in here. */
    public void reportState(FarmState state) {
        uplink.report(state);
        if (homeAssistant != null) {
            homeAssistant.state(state);
        }
    }

    /** Tells what the farm has, for whoever shows it; without Home Assistant it has no effect. */
    public void describe(FarmLayout layout) {
        if (homeAssistant != null) {
            homeAssistant.describe(layout);
        }
    }

    /**
     * Wishes a wireless valve open or closed. Whether it moved is told by {@link FieldListener#nodeValveReported}.
     *
     * @param lease when open: the longest time that it may stay open without another wish, real time
     * @return false when no node drives the station
     */
    public boolean setValve(String station, boolean open, Duration lease) {
        NodeServer server = nodeServer;
        if (server == null || registry.byStation(station) == null) {
            return false;
        }
        if (open) {
            leases.open(station, lease, System.nanoTime());
        } else {
            leases.close(station);
        }
        server.leaseChanged(station);
        return true;
    }

    /** Replaces the wireless nodes while everything runs. */
    public void replaceNodes(List<NodeSettings> nodes) {
        if (nodeServer == null) {
            registry.replace(nodes);
        } else {
            nodeServer.replaceNodes(nodes);
        }
        if (homeAssistant != null) {
            homeAssistant.replaceNodes(nodes);
        }
    }

    public GatewayCounters counters() {
        return new GatewayCounters(
                outbox.counters(), uplink.counters(), nodeServer == null ? null : nodeServer.counters());
    }

    private HomeAssistant.Health health() {
        return new HomeAssistant.Health(
                uplink.counters().connected(), outbox.counters().unackedMessages());
    }

    private CompletableFuture<Long> takeFromNode(NodeSettings node, List<Reading> readings) {
        return store(readings).thenApply(seq -> {
            listener.nodeReadings(readings);
            if (homeAssistant != null) {
                homeAssistant.readings(node.node(), readings);
            }
            for (Reading reading : readings) {
                String station = station(node, reading);
                if (station != null) {
                    listener.nodeValveReported(station, reading.value() != 0, reading.timeMs());
                }
            }
            return seq;
        });
    }

    /** The station whose valve a reading is about: {@code valve} of a node with one, else {@code STATION/valve}. */
    private static @Nullable String station(NodeSettings node, Reading reading) {
        if (!reading.isBoolean()) {
            return null;
        }
        String name = reading.point().substring(node.prefix().length());
        if (name.equals(VALVE) && node.stations().size() == 1) {
            return node.stations().get(0);
        }
        for (String station : node.stations()) {
            if (name.equals(station + "/" + VALVE)) {
                return station;
            }
        }
        return null;
    }

    /** Stops: tells wireless valves to close, which their leases see to otherwise; what waits in the outbox stays. */
    @Override
    public void close() {
        if (nodeServer != null) {
            List<String> open = leases.closeAll();
            open.forEach(nodeServer::leaseChanged);
            if (!open.isEmpty()) {
                await(FAREWELL);
            }
            nodeServer.close();
        }
        if (homeAssistant != null) {
            homeAssistant.close();
        }
        uplink.close();
        outbox.close();
    }

    private static void await(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
