package vn.tuoi.edge.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Whether the machine's clock is known to be right: the network has set it since the boot, or it has a clock with a
 * battery. A Pi without either shows the time of its last shutdown, and no calendar may start by that. Looks at most
 * every ten seconds. Used by one thread.
 */
public final class ClockTrust implements BooleanSupplier {
    private static final Path SYNCHRONISED = Path.of("/run/systemd/timesync/synchronized");
    private static final Path BATTERY_CLOCK = Path.of("/dev/rtc0");
    private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();

    private final Path synchronised;
    private final Path batteryClock;
    private long lookedNanos;
    private boolean trusted;

    public ClockTrust() {
        this(SYNCHRONISED, BATTERY_CLOCK);
    }

    ClockTrust(Path synchronised, Path batteryClock) {
        this.synchronised = synchronised;
        this.batteryClock = batteryClock;
        look();
    }

    private void look() {
        lookedNanos = System.nanoTime();
        trusted = Files.exists(synchronised) || Files.exists(batteryClock);
    }

    @Override
    public boolean getAsBoolean() {
        // once set, the clock runs on by its crystal for as long as the process does
        if (!trusted && System.nanoTime() - lookedNanos >= LOOK_NANOS) {
            look();
        }
        return trusted;
    }
}
