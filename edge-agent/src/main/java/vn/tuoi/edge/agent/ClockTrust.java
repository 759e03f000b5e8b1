package vn.tuoi.edge.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the machine's clock is known to be right: a time service has set it since the boot, or it was set from a clock
 * with a battery that is not behind the time that was last known here. A Pi without either shows the time of its last
 * shutdown, and no calendar may start by that. Looks at most every ten seconds. Used by one thread.
 */
public final class ClockTrust implements BooleanSupplier {
    private static final Logger LOG = LoggerFactory.getLogger(ClockTrust.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();

    /** The last known time is written no more often: it spares the memory card. */
    private static final long REMEMBER_NANOS = Duration.ofHours(1).toNanos();

    /** A battery clock counts whole seconds, and the system's drifts from it. */
    private static final long LONGEST_DIFFERENCE_SECONDS = 60;

    private final Evidence evidence;
    private final BooleanSupplier kernel;
    private final Path dataDir;
    private final DurableFile lastKnown;
    private final InstantSource clock;
    private long lookedNanos;
    private long rememberedNanos;
    private boolean trusted;

    /**
     * Where it shows.
     *
     * @param timesync exists once systemd-timesyncd has set the clock since the boot
     * @param batteryClock the kernel's folder of the first clock with a battery: {@code hctosys} is 1 when the system's
     *     clock was set from it, {@code since_epoch} is its time in seconds
     */
    public record Evidence(Path timesync, Path batteryClock) {
        /** Of Linux with systemd. */
        public static final Evidence OF_THE_MACHINE =
                new Evidence(Path.of("/run/systemd/timesync/synchronized"), Path.of("/sys/class/rtc/rtc0"));
    }

    /**
     * Looks for the first time.
     *
     * @param kernel whether the kernel says that a time service keeps its clock right
     * @param dataDir keeps the last known time
     * @param clock the machine's
     */
    public ClockTrust(Evidence evidence, BooleanSupplier kernel, Path dataDir, InstantSource clock) {
        this.evidence = evidence;
        this.kernel = kernel;
        this.dataDir = dataDir;
        this.lastKnown = new DurableFile(dataDir.resolve("clock"));
        this.clock = clock;
        look();
    }

    private void look() {
        lookedNanos = System.nanoTime();
        trusted = Files.exists(evidence.timesync()) || kernel.getAsBoolean() || isSetByBattery();
        if (trusted) {
            remember();
        }
    }

    private boolean isSetByBattery() {
        long now = clock.instant().getEpochSecond();
        boolean wasSet = number(evidence.batteryClock().resolve("hctosys")).orElse(0L) == 1;
        long battery = number(evidence.batteryClock().resolve("since_epoch")).orElse(Long.MIN_VALUE / 2);
        // a battery that ran out begins at some year in the past; what has been cannot come again
        return wasSet && Math.abs(battery - now) <= LONGEST_DIFFERENCE_SECONDS && now >= lastKnownSecond();
    }

    private static Optional<Long> number(Path file) {
        try {
            return Optional.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private long lastKnownSecond() {
        try {
            Optional<byte[]> content = lastKnown.read();
            return content.isEmpty()
                    ? Long.MIN_VALUE
                    : Long.parseLong(new String(content.get(), StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            LOG.warn("{} cannot be read, so no earlier time is known: {}", lastKnown, e.toString());
            return Long.MIN_VALUE;
        }
    }

    private void remember() {
        rememberedNanos = lookedNanos;
        Instant now = clock.instant();
        try {
            // the first start comes here before anything else makes it
            Files.createDirectories(dataDir);
            lastKnown.write((now.getEpochSecond() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", lastKnown, e.toString());
        }
    }

    @Override
    public boolean getAsBoolean() {
        long now = System.nanoTime();
        if (!trusted && now - lookedNanos >= LOOK_NANOS) {
            look();
        } else if (trusted && now - rememberedNanos >= REMEMBER_NANOS) {
            // once set, the clock runs on by its crystal for as long as the process does
            lookedNanos = now;
            remember();
        }
        return trusted;
    }
}
