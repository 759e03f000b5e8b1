package vn.tuoi.edge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.settings.Settings;
import vn.tuoi.edge.agent.EdgeSettings;
import vn.tuoi.edge.device.BusWiring;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.FarmWiring;
import vn.tuoi.edge.device.RegisterMaps;
import vn.tuoi.edge.device.Station;
import vn.tuoi.edge.device.StationWiring;
import vn.tuoi.edge.pi4j.PiRig;

/**
 * {@code tuoi edge all-off}: turns every wired output off, for the service manager after the agent has ended. It needs
 * nothing but the outputs that can be made out in the settings file, and does what can be done when one of them fails.
 */
@Command(name = "all-off", description = "Turns every wired output off.", mixinStandardHelpOptions = true)
final class AllOffCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable EdgeMain edge;

    @Override
    public Integer call() {
        if (edge == null) {
            throw new IllegalStateException("all-off is a command of tuoi edge");
        }
        Path config = edge.config();
        if (config == null) {
            edge.tell(List.of("Missing required option: '--config=FILE'"));
            return CommandLine.ExitCode.USAGE;
        }
        List<StationWiring> stations;
        List<BusWiring> buses;
        try {
            Settings settings = Settings.load(config, edge.environment());
            stations = EdgeSettings.stationsOf(settings);
            buses = settings.list("buses", BusWiring.class);
            edge.tell(settings.problems());
        } catch (MalformedSettings e) {
            edge.tell(e.lines());
            return CommandLine.ExitCode.USAGE;
        }
        List<String> failures = turnOff(stations, buses);
        edge.tell(failures.stream().map(line -> config + ": " + line).toList());
        edge.out().println((stations.size() - failures.size()) + " stations off");
        return failures.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Taking the lines over turns them off; when they cannot be had together, each is taken by itself. */
    private static List<String> turnOff(List<StationWiring> stations, List<BusWiring> buses) {
        List<String> failures = new ArrayList<>();
        if (stations.isEmpty()) {
            return failures;
        }
        try {
            closeAll(stations, buses, failures);
        } catch (DeviceFailure together) {
            for (StationWiring station : stations) {
                try {
                    closeAll(List.of(station), buses, failures);
                } catch (DeviceFailure e) {
                    failures.add("station " + station.station() + ": " + e.getMessage());
                }
            }
        }
        return failures;
    }

    /** A chip or board that does not answer is no reason not to have the others. */
    private static void closeAll(List<StationWiring> stations, List<BusWiring> buses, List<String> failures)
            throws DeviceFailure {
        FarmWiring wiring = new FarmWiring(stations, List.of(), buses, RegisterMaps.builtIn());
        try (PiRig rig = PiRig.open(wiring, List.of())) {
            for (Station station : rig.stations()) {
                try {
                    station.close();
                } catch (DeviceFailure e) {
                    failures.add("station " + station.id() + ": " + e.getMessage());
                }
            }
        }
    }
}
