package vn.tuoi.edge;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Rig;
import vn.tuoi.edge.device.Station;

/** {@code tuoi edge relay STATION --seconds N}: opens one wired station for a few seconds, for the person on site. */
@Command(name = "relay", description = "Opens one station for a few seconds.", mixinStandardHelpOptions = true)
final class RelayCommand implements Callable<Integer> {
    private static final int LONGEST_SECONDS = 60;

    @ParentCommand
    private @Nullable EdgeMain edge;

    @Parameters(paramLabel = "STATION", description = "id of a station of the settings")
    private String station = "";

    @Option(names = "--seconds", paramLabel = "N", description = "how long, 1 to 60, default 5")
    private int seconds = 5;

    @Override
    public Integer call() throws InterruptedException {
        if (edge == null) {
            throw new IllegalStateException("relay is a command of tuoi edge");
        }
        return edge.withRig(this::test);
    }

    private int test(Rig rig, PrintStream out, PrintStream err) throws DeviceFailure, InterruptedException {
        Optional<Station> found = rig.station(station);
        if (found.isEmpty()) {
            err.println("station " + station + " is not wired; wired are "
                    + rig.stations().stream().map(Station::id).toList());
            return CommandLine.ExitCode.USAGE;
        }
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            err.println("--seconds must be 1 to " + LONGEST_SECONDS + ", not " + seconds);
            return CommandLine.ExitCode.USAGE;
        }
        Station relay = found.get();
        try {
            relay.open(Duration.ofSeconds(seconds));
            out.println(station + (relay.isOpen() ? " is on" : " reads back off: look at its wiring"));
            Thread.sleep(seconds * 1_000L);
        } finally {
            relay.close();
        }
        out.println(station + (relay.isOpen() ? " reads back on: look at its wiring" : " is off"));
        return CommandLine.ExitCode.OK;
    }
}
