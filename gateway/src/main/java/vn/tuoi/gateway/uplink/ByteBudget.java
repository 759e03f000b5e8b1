package vn.tuoi.gateway.uplink;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import vn.tuoi.gateway.outbox.Drain;

/** Counts a farm's uplink bytes by its day and says what the rest of the day's allowance lets through. Thread-safe. */
final class ByteBudget {
    /** The backlog leaves this share of a day's bytes to fresh data. */
    private static final double BACKLOG_SHARE = 0.8;

    private final long bytesPerDay;
    private final InstantSource clock;
    private final ZoneId zone;
    private LocalDate day;
    private long bytes;

    ByteBudget(long bytesPerDay, InstantSource clock, ZoneId zone) {
        this.bytesPerDay = bytesPerDay;
        this.clock = clock;
        this.zone = zone;
        this.day = today();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    synchronized void spend(long count) {
        roll();
        bytes += count;
    }

    synchronized long bytesToday() {
        roll();
        return bytes;
    }

    synchronized Drain.Allowance allowance() {
        roll();
        if (bytesPerDay == 0 || bytes < bytesPerDay * BACKLOG_SHARE) {
            return Drain.Allowance.EVERYTHING;
        }
        return bytes < bytesPerDay ? Drain.Allowance.NO_BACKLOG : Drain.Allowance.KEPT_ONLY;
    }

    private void roll() {
        LocalDate today = today();
        if (!today.equals(day)) {
            day = today;
            bytes = 0;
        }
    }
}
