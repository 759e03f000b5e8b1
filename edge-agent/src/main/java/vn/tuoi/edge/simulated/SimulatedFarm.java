package vn.tuoi.edge.simulated;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.settings.Settings;
import vn.tuoi.config.time.ScaledClock;
import vn.tuoi.edge.agent.EdgeAgent;
import vn.tuoi.edge.agent.EdgeSettings;
import vn.tuoi.edge.agent.FarmTime;
import vn.tuoi.gateway.coap.ReferenceNode;
import vn.tuoi.gateway.node.NodeSettings;

/**
 * One simulated farm: the real agent and the real gateway on a field in memory, with wireless nodes that speak CoAP over
 * DTLS to that gateway. {@link #close} ends it with every output off.
 */
final class SimulatedFarm implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedFarm.class);

    /** However fast the farm lives, its radio does not send more often, real time. */
    private static final Duration SHORTEST_NODE_PERIOD = Duration.ofSeconds(1);

    private final EdgeAgent agent;
    private final List<ReferenceNode> nodes;

    private SimulatedFarm(EdgeAgent agent, List<ReferenceNode> nodes) {
        this.agent = agent;
        this.nodes = List.copyOf(nodes);
    }

    /**
     * What a farm's folder says, read and checked.
     *
     * @param edge of {@code edge.json}
     * @param played the nodes of it that the simulation plays, by {@code nodes.json}
     */
    record Plot(EdgeSettings edge, List<NodeSettings> played) {
        Plot {
            played = List.copyOf(played);
        }

        String farm() {
            return edge.gateway().farm().value();
        }
    }

    private record PlayedNodes(
            @JsonProperty(required = true) List<String> nodes) {}

    /** Reads a farm's folder. */
    static Plot read(Path folder, Map<String, String> environment) throws MalformedSettings {
        Settings settings = Settings.load(folder.resolve("edge.json"), environment);
        EdgeSettings edge = EdgeSettings.read(settings);
        if (edge.hardware() != EdgeSettings.Hardware.SIMULATED) {
            settings.problem("hardware", "must be simulated here");
        }
        settings.finish();
        Path file = folder.resolve("nodes.json");
        if (!Files.exists(file)) {
            return new Plot(edge, List.of());
        }
        Set<String> ids;
        try {
            ids = new HashSet<>(
                    StrictJson.read(Files.readAllBytes(file), PlayedNodes.class).nodes());
        } catch (MalformedDocument | IOException e) {
            throw new MalformedSettings(List.of(file + ": " + e.getMessage()));
        }
        List<NodeSettings> played = edge.gateway().nodes().stream()
                .filter(node -> ids.remove(node.node()))
                .toList();
        if (!ids.isEmpty()) {
            throw new MalformedSettings(List.of(file + ": nodes " + ids + " are not among the nodes of edge.json"));
        }
        return new Plot(edge, played);
    }

    /** Starts the farm; returns without waiting for the network. */
    static SimulatedFarm start(Plot plot, SimulatedRig.World world, ScaledClock clock) throws IOException {
        FarmTime time = FarmTime.simulated(clock, clock.speed());
        Set<String> points = new HashSet<>();
        for (NodeSettings node : plot.played()) {
            points.add(node.prefix() + "soil_moisture");
            points.add(node.prefix() + "soil_temperature");
            points.add(node.prefix() + "water_level");
        }
        SimulatedRig rig = new SimulatedRig(
                world, plot.farm().hashCode(), time::now, Set.copyOf(plot.edge().nodeStations()), points);
        EdgeAgent agent = EdgeAgent.start(plot.edge(), rig, time, clock, () -> true, () -> {});
        List<ReferenceNode> nodes = new ArrayList<>();
        try {
            InetSocketAddress coap = agent.gateway().coapAddress();
            for (NodeSettings node : plot.played()) {
                if (coap != null) {
                    nodes.add(play(node, coap, rig, clock));
                }
            }
        } catch (IOException e) {
            new SimulatedFarm(agent, nodes).close();
            throw e;
        }
        return new SimulatedFarm(agent, nodes);
    }

    private static ReferenceNode play(NodeSettings node, InetSocketAddress coap, SimulatedRig rig, ScaledClock clock)
            throws IOException {
        Duration wanted = Duration.ofNanos(clock.realNanos(Duration.ofSeconds(node.reportSeconds())));
        Duration period = wanted.compareTo(SHORTEST_NODE_PERIOD) < 0 ? SHORTEST_NODE_PERIOD : wanted;
        ReferenceNode.Settings settings =
                new ReferenceNode.Settings(coap, node.identity(), node.key(), node.stations(), period);
        return ReferenceNode.start(settings, clock, () -> sense(node, rig, clock.instant()), (station, open) -> {
            rig.setOpen(station, open);
            return open;
        });
    }

    private static List<Reading> sense(NodeSettings node, SimulatedRig rig, Instant now) {
        long timeMs = now.toEpochMilli();
        String zone = node.zone();
        List<Reading> readings = new ArrayList<>();
        if (zone != null) {
            rig.nodeView(zone).ifPresent(view -> {
                readings.add(Reading.ofNumber("soil_moisture", "/", timeMs, rounded(view.moisture(), 1e4)));
                readings.add(Reading.ofNumber("soil_temperature", "Cel", timeMs, rounded(view.soilCelsius(), 10)));
                if (view.paddy()) {
                    readings.add(Reading.ofNumber("water_level", "cm", timeMs, rounded(view.levelCm(), 10)));
                }
            });
        }
        // a lithium cell behind a small solar panel: fuller in the afternoon
        double hour = (timeMs / 3_600_000.0 + 7) % 24;
        readings.add(Reading.ofNumber(
                "battery", "V", timeMs, rounded(3.9 + 0.15 * Math.sin((hour - 9) / 24 * 2 * Math.PI), 100)));
        return readings;
    }

    private static double rounded(double value, double scale) {
        return Math.rint(value * scale) / scale;
    }

    EdgeAgent agent() {
        return agent;
    }

    /** All valves closed first, wired and wireless. */
    @Override
    public void close() {
        agent.close();
        for (ReferenceNode node : nodes) {
            try {
                node.close();
            } catch (RuntimeException e) {
                LOG.warn("a node did not end cleanly: {}", e.toString());
            }
        }
    }
}
