package vn.tuoi.cloud.spool;

import java.time.Duration;

/**
 * How much a spool takes. What is in it has been acknowledged, so nothing is ever thrown away to make room: at a limit
 * the spool takes nothing more, the cloud stops to acknowledge, and the messages stay with the broker and the farms.
 *
 * @param maxBytes payloads with {@link #OVERHEAD_BYTES} each
 * @param maxAge real time since the oldest was put in: a store that has been away for longer needs a person
 * @param minFreeBytes what it leaves free on its disk for the others that write there
 */
public record SpoolLimits(long maxBytes, Duration maxAge, long minFreeBytes) {
    /** What a message takes in the file beside its payload. */
    static final int OVERHEAD_BYTES = 64;

    public SpoolLimits {
        if (maxBytes < 0 || minFreeBytes < 0 || maxAge.isNegative()) {
            throw new IllegalArgumentException("limits of a spool may not be negative");
        }
    }
}
