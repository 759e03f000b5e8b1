package vn.tuoi.edge.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.settings.Settings;
import vn.tuoi.edge.device.BusWiring;
import vn.tuoi.edge.device.FarmWiring;
import vn.tuoi.edge.device.RegisterMaps;
import vn.tuoi.edge.device.SensorWiring;
import vn.tuoi.edge.device.StationWiring;
import vn.tuoi.edge.device.WiringCheck;
import vn.tuoi.gateway.GatewaySettings;
import vn.tuoi.gateway.node.NodeSettings;

/**
 * What an edge agent needs to start.
 *
 * @param gateway farm, data folder, broker, nodes
 * @param hardware whose outputs and inputs
 * @param wiring of a Pi; a simulated farm has the stations and sensors of its plan
 * @param longestBatch readings wait for others at most this long, real time
 * @param mainsPoint a boolean point that is true while the mains are there; null when nothing watches them
 */
public record EdgeSettings(
        GatewaySettings gateway,
        Hardware hardware,
        FarmWiring wiring,
        Duration longestBatch,
        @Nullable String mainsPoint) {
    /** Whose outputs and inputs an agent uses. */
    public enum Hardware {
        /** A Raspberry Pi's, by Pi4J. */
        PI,
        /** A field in memory. */
        SIMULATED
    }

    /** Reads every key; problems are noted in {@code settings}, see {@link GatewaySettings#read}. */
    public static EdgeSettings read(Settings settings) {
        GatewaySettings gateway = GatewaySettings.read(settings);
        Hardware hardware = settings.choice("hardware", Hardware.PI);
        List<StationWiring> stations = settings.list("stations", StationWiring.class);
        List<SensorWiring> sensors = settings.list("sensors", SensorWiring.class);
        FarmWiring wiring =
                new FarmWiring(stations, sensors, settings.list("buses", BusWiring.class), registerMaps(settings));
        WiringCheck.problems(wiring).forEach(problem -> settings.problem(problem.path(), problem.message()));
        if (hardware == Hardware.SIMULATED && !(stations.isEmpty() && sensors.isEmpty())) {
            settings.problem("hardware", "is simulated: stations and sensors follow the plan; leave them out");
        }
        Set<String> wireless = new HashSet<>();
        gateway.nodes().forEach(node -> wireless.addAll(node.stations()));
        for (int i = 0; i < stations.size(); i++) {
            String station = stations.get(i).station();
            if (wireless.contains(station)) {
                settings.problem("stations[" + i + "].station", "\"" + station + "\" is already driven by a node");
            }
        }
        // a real farm spares its memory card; a simulated one is watched
        double defaultSeconds = hardware == Hardware.SIMULATED ? 1 : 30;
        double batchSeconds = settings.decimal("telemetry.batchSeconds", defaultSeconds, 0.1, 600);
        return new EdgeSettings(
                gateway,
                hardware,
                wiring,
                Duration.ofMillis(Math.round(batchSeconds * 1000)),
                settings.optionalText("mainsPoint"));
    }

    /** The wired outputs that can be made out, whatever else is wrong with the settings: for who must turn them off. */
    public static List<StationWiring> stationsOf(Settings settings) {
        return settings.choice("hardware", Hardware.PI) == Hardware.PI
                ? settings.list("stations", StationWiring.class)
                : List.of();
    }

    /** The maps of the build and those of the farm's own folder, which is a key of the settings. */
    public static RegisterMaps registerMaps(Settings settings) {
        if (settings.optionalText("registerMaps") == null) {
            return RegisterMaps.builtIn();
        }
        Path folder = settings.path("registerMaps", ".");
        return RegisterMaps.read(
                folder,
                (file, problem) -> settings.problem(
                        "registerMaps",
                        file.getFileName() + ": " + (problem.path().isEmpty() ? "" : problem.path() + ": ")
                                + problem.message()));
    }

    /** The stations that wireless nodes drive. */
    public List<String> nodeStations() {
        return gateway.nodes().stream()
                .map(NodeSettings::stations)
                .flatMap(List::stream)
                .toList();
    }
}
