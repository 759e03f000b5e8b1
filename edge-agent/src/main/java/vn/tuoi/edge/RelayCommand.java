package vn.tuoi.edge;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Rig;
import vn.tuoi.edge.device.Station;

/**
 * {@code tuoi edge relay N on --seconds 5}: opens one wired station for a few seconds, for the person on site. It closes
 * at the end, at Ctrl-C, and by a thread of its own when the command itself hangs.
 */
@Command(
        name = "relay",
        description = "Opens one station for a few seconds. The agent must not run.",
        mixinStandardHelpOptions = true)
final class RelayCommand implements java.util.concurrent.Callable<Integer> {
    private static final int LONGEST_SECONDS = 60;

    /** What the command itself may be late by before the guard closes the station. */
    private static final Duration GRACE = Duration.ofMillis(500);

    @ParentCommand
    private @Nullable EdgeMain edge;

    @Parameters(
            index = "0",
            paramLabel = "STATION",
            description = "id of a station of the settings, or its place: 1 is the first")
    private String station = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "on", description = "may be said; nothing else can be done")
    private String what = "on";

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
        Station relay = find(rig);
        if (relay == null) {
            err.println("station " + station + " is not wired; wired are "
                    + rig.stations().stream().map(Station::id).toList());
            return CommandLine.ExitCode.USAGE;
        }
        if (!what.equals("on")) {
            err.println("relay " + station + " can be told \"on\" only, not \"" + what + "\": it goes off by itself");
            return CommandLine.ExitCode.USAGE;
        }
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            err.println("--seconds must be 1 to " + LONGEST_SECONDS + ", not " + seconds);
            return CommandLine.ExitCode.USAGE;
        }
        Duration atMost = Duration.ofSeconds(seconds);
        guard(relay, atMost.plus(GRACE), err);
        boolean wasOn;
        try {
            relay.open(atMost);
            wasOn = relay.isOpen();
            out.println(relay.id() + (wasOn ? " is on" : " reads back off: look at its wiring"));
            Thread.sleep(atMost.toMillis());
        } finally {
            relay.close();
        }
        boolean isOff = !relay.isOpen();
        out.println(relay.id() + (isOff ? " is off" : " reads back on: look at its wiring"));
        return wasOn && isOff ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private @Nullable Station find(Rig rig) {
        List<Station> stations = rig.stations();
        return rig.station(station)
                .orElseGet(() -> station.matches("[1-9]\\d{0,2}") && Integer.parseInt(station) <= stations.size()
                        ? stations.get(Integer.parseInt(station) - 1)
                        : null);
    }

    private static void guard(Station relay, Duration after, PrintStream err) {
        Thread guard = new Thread(
                () -> {
                    long until = System.nanoTime() + after.toNanos();
                    for (long left = after.toNanos(); left > 0; left = until - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    closeForSure(relay, err);
                },
                "relay-guard");
        guard.setDaemon(true);
        guard.start();
    }

    private static void closeForSure(Station relay, PrintStream err) {
        for (boolean closed = false; !closed; ) {
            try {
                relay.close();
                closed = true;
            } catch (DeviceFailure | RuntimeException e) {
                err.println(relay.id() + " does not close, trying again: " + e.getMessage());
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
        }
    }
}
