package vn.tuoi.gateway.outbox;

import java.time.Duration;

/**
 * How much an outbox may hold.
 *
 * @param maxBytes bytes on disk; above it telemetry is thinned, then dropped, then everything else
 * @param maxAge how old telemetry may grow; see {@link Ageing} for what an untrustworthy clock may do
 * @param segmentBytes bytes of one file, the grain in which space is freed
 */
public record OutboxLimits(long maxBytes, Duration maxAge, int segmentBytes) {
    /** Room for the batch that is being written and one file of each lane. */
    public static final long LEAST_BYTES = 1 << 20;

    private static final int DEFAULT_SEGMENT_BYTES = 256 * 1024;

    public OutboxLimits {
        if (segmentBytes < 4_096 || segmentBytes > 4 << 20) {
            throw new IllegalArgumentException("a segment has 4 KiB to 4 MiB, not " + segmentBytes + " bytes");
        }
        if (maxBytes < 4L * segmentBytes) {
            throw new IllegalArgumentException("an outbox holds at least 4 segments, not " + maxBytes + " bytes");
        }
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("age must be positive, not " + maxAge);
        }
    }

    public static OutboxLimits of(long maxBytes, Duration maxAge) {
        return new OutboxLimits(maxBytes, maxAge, DEFAULT_SEGMENT_BYTES);
    }
}
