package vn.tuoi.config.senml;

/**
 * What a receiver accepts of one pack.
 *
 * @param maxBytes bytes of the encoded pack
 * @param maxRecords records in the pack, those with base fields alone included
 * @param maxPointLength characters of a point, after the root
 * @param earliestMs oldest acceptable time of a reading, milliseconds UTC
 * @param maxAheadMs how far a reading's time may be ahead of the receiver's clock, milliseconds
 */
public record SenmlLimits(int maxBytes, int maxRecords, int maxPointLength, long earliestMs, long maxAheadMs) {
    /**
     * The limits of the telemetry contract. Real-time clock chips wake up in 1970, 1980 or 2000: a time before 2010 is
     * a clock that nobody set. A day ahead forgives a time zone taken for UTC, and keeps a wild clock from being
     * everybody's latest value for years.
     */
    public static final SenmlLimits TELEMETRY =
            new SenmlLimits(64 * 1024, 1_000, Reading.MAX_POINT_LENGTH, 1_262_304_000_000L, 86_400_000L);

    public SenmlLimits {
        if (maxBytes < 1 || maxRecords < 1 || maxPointLength < 1 || maxAheadMs < 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (maxPointLength > Reading.MAX_POINT_LENGTH || earliestMs < Reading.EARLIEST_MS) {
            throw new IllegalArgumentException("limits may not be wider than a Reading's own");
        }
    }
}
