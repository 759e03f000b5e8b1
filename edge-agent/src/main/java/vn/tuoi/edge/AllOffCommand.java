package vn.tuoi.edge;

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
import vn.tuoi.edge.device.DeviceFailure;
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
        List<StationWiring> stations;
        try {
            Settings settings = Settings.load(edge.config(), edge.environment());
            stations = EdgeSettings.stationsOf(settings);
            edge.tell(settings.problems());
        } catch (MalformedSettings e) {
            edge.tell(e.lines());
            return CommandLine.ExitCode.USAGE;
        }
        List<String> failures = turnOff(stations);
        edge.tell(failures.stream().map(line -> edge.config() + ": " + line).toList());
        edge.out().println((stations.size() - failures.size()) + " stations off");
        return failures.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Taking the lines over turns them off; when they cannot be had together, each is taken by itself. */
    private static List<String> turnOff(List<StationWiring> stations) {
        if (stations.isEmpty()) {
            return List.of();
        }
        try {
            PiRig.open(stations, List.of(), List.of()).close();
            return List.of();
        } catch (DeviceFailure together) {
            List<String> failures = new ArrayList<>();
            for (StationWiring station : stations) {
                try {
                    PiRig.open(List.of(station), List.of(), List.of()).close();
                } catch (DeviceFailure e) {
                    failures.add("station " + station.station() + ": " + e.getMessage());
                }
            }
            return failures;
        }
    }
}
