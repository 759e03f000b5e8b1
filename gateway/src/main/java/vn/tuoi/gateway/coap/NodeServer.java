package vn.tuoi.gateway.coap;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.gateway.node.NodeRegistry;
import vn.tuoi.gateway.node.NodeSettings;
import vn.tuoi.gateway.node.ValveLeases;

/** The CoAP server that a farm's wireless nodes talk to. Thread-safe. */
public final class NodeServer implements Closeable {
    /** Open leases are renewed this often, three times in the life of the longest. */
    private static final long RENEW_SECONDS = ValveLeases.LONGEST_LEASE.toSeconds() / 3;

    /** A wish that has ended is told at most this late. */
    private static final long LOOK_AT_LEASES_MS = 200;

    private static final int THREADS = 2;

    private final NodeRegistry registry;
    private final ValveLeases leases;
    private final ScheduledThreadPoolExecutor executor;
    private final CoapServer server;
    private final CoapEndpoint endpoint;
    private final @Nullable DTLSConnector dtls;
    private final TelemetryResource telemetry;
    private final NodeResource valves;
    private final NodeResource configuration;

    /** Starts to serve. */
    public static NodeServer start(
            NodeServerSettings settings,
            NodeRegistry registry,
            ValveLeases leases,
            InstantSource clock,
            PackTaker taker)
            throws IOException {
        NodeServer server = new NodeServer(settings, registry, leases, clock, taker);
        try {
            server.endpoint.start();
            server.server.start();
        } catch (IOException | IllegalStateException e) {
            server.close();
            throw new IOException("cannot serve CoAP on " + settings.address() + ": " + e.getMessage(), e);
        }
        return server;
    }

    private NodeServer(
            NodeServerSettings settings,
            NodeRegistry registry,
            ValveLeases leases,
            InstantSource clock,
            PackTaker taker) {
        this.registry = registry;
        this.leases = leases;
        this.executor = new ScheduledThreadPoolExecutor(THREADS, task -> {
            Thread thread = new Thread(task, "coap-" + settings.address().getPort());
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        Configuration configured = CoapSettings.server();
        CoapEndpoint.Builder endpointBuilder = new CoapEndpoint.Builder().setConfiguration(configured);
        if (settings.plain()) {
            dtls = null;
            endpointBuilder.setInetSocketAddress(settings.address());
        } else {
            dtls = new DTLSConnector(
                    CoapSettings.dtlsServer(configured, settings.address(), new NodePskStore(registry)));
            endpointBuilder.setConnector(dtls);
        }
        endpoint = endpointBuilder.build();
        server = new EmptyRootServer(configured);
        server.setExecutors(executor, executor, false);
        server.addEndpoint(endpoint);
        telemetry = new TelemetryResource(registry, settings, clock, taker);
        valves = new ValveResource(settings.plain());
        configuration = new ConfigurationResource(settings.plain());
        server.add(telemetry, valves, configuration, new TimeResource(clock));
        if (settings.firmwareDir() != null) {
            server.add(new FirmwareResource(settings.firmwareDir()));
        }
        var unusedRenewal =
                executor.scheduleWithFixedDelay(this::renew, RENEW_SECONDS, RENEW_SECONDS, TimeUnit.SECONDS);
        var unusedEnd = executor.scheduleWithFixedDelay(
                this::endLeases, LOOK_AT_LEASES_MS, LOOK_AT_LEASES_MS, TimeUnit.MILLISECONDS);
    }

    /** Where it serves, with the port that it got. */
    public InetSocketAddress address() {
        return endpoint.getAddress();
    }

    public NodeServerCounters counters() {
        return telemetry.counters();
    }

    /** Replaces the farm's nodes: connections of those that are gone or have a new key end at once. */
    public void replaceNodes(List<NodeSettings> nodes) {
        List<NodeSettings> ended = registry.replace(nodes);
        telemetry.forgetRates();
        DTLSConnector connector = dtls;
        if (connector != null) {
            for (NodeSettings node : ended) {
                var unused = connector.startDropConnectionsForPrincipal(new PreSharedKeyIdentity(node.identity()));
            }
        }
        nodes.forEach(configuration::changedFor);
        nodes.forEach(valves::changedFor);
    }

    /** Tells the node of a station at once that its leases have changed. */
    public void leaseChanged(String station) {
        NodeSettings node = registry.byStation(station);
        if (node != null) {
            valves.changedFor(node);
        }
    }

    private void endLeases() {
        leases.takeExpired(System.nanoTime()).forEach(this::leaseChanged);
    }

    private void renew() {
        leases.open().forEach(this::leaseChanged);
    }

    @Override
    public void close() {
        server.destroy();
        executor.shutdownNow();
    }

    /** A server without Californium's greeting page. */
    private static final class EmptyRootServer extends CoapServer {
        EmptyRootServer(Configuration configuration) {
            super(configuration);
        }

        @Override
        protected Resource createRoot() {
            return new CoapResource("");
        }
    }

    /** {@code GET /v}: the leases of the node's valves. */
    private final class ValveResource extends NodeResource {
        ValveResource(boolean plain) {
            super("v", "Valve leases", registry, plain);
            observable();
            getAttributes().addContentType(MediaTypeRegistry.APPLICATION_JSON);
        }

        @Override
        public void handleGET(CoapExchange exchange) {
            NodeSettings node = nodeOrRefuse(exchange);
            if (node != null) {
                exchange.setMaxAge(RENEW_SECONDS);
                exchange.respond(
                        ResponseCode.CONTENT,
                        StrictJson.write(leases.of(node, System.nanoTime())),
                        MediaTypeRegistry.APPLICATION_JSON);
            }
        }
    }

    /** {@code GET /c}: how the node is to behave. */
    private final class ConfigurationResource extends NodeResource {
        ConfigurationResource(boolean plain) {
            super("c", "Configuration", registry, plain);
            observable();
            getAttributes().addContentType(MediaTypeRegistry.APPLICATION_JSON);
        }

        @Override
        public void handleGET(CoapExchange exchange) {
            NodeSettings node = nodeOrRefuse(exchange);
            if (node != null) {
                Map<String, Object> document = new TreeMap<>();
                document.put("node", node.node());
                document.put("periodSeconds", node.reportSeconds());
                document.put("stations", node.stations());
                if (node.zone() != null) {
                    document.put("zone", node.zone());
                }
                exchange.respond(ResponseCode.CONTENT, StrictJson.write(document), MediaTypeRegistry.APPLICATION_JSON);
            }
        }
    }

    /** {@code GET /time}: seconds of UTC, for nodes without a clock. */
    private static final class TimeResource extends CoapResource {
        private final InstantSource clock;

        TimeResource(InstantSource clock) {
            super("time");
            this.clock = clock;
            getAttributes().setTitle("Seconds of UTC");
        }

        @Override
        public void handleGET(CoapExchange exchange) {
            exchange.setMaxAge(0);
            exchange.respond(
                    ResponseCode.CONTENT,
                    Long.toString(clock.instant().getEpochSecond()),
                    MediaTypeRegistry.TEXT_PLAIN);
        }
    }
}
