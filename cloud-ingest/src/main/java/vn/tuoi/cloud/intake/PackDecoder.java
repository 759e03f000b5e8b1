package vn.tuoi.cloud.intake;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.config.senml.MalformedPack;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlLimits;
import vn.tuoi.config.senml.SenmlSink;

/**
 * Packs into rows, whole or not at all, and what becomes of a time that cannot be right. A reading from the future has a
 * wrong time, so its pack is refused: stored, it would be the farm's newest value until that time has come. A reading
 * older than telemetry is kept is left out, and the rest of its pack is stored. Not thread-safe.
 */
final class PackDecoder implements SenmlSink {
    /** The bound on the future is this class's, so that it can say by how much a clock is wrong. */
    private static final SenmlLimits LIMITS = new SenmlLimits(
            SenmlLimits.TELEMETRY.maxBytes(),
            SenmlLimits.TELEMETRY.maxRecords(),
            SenmlLimits.TELEMETRY.maxPointLength(),
            SenmlLimits.TELEMETRY.earliestMs(),
            Reading.LATEST_MS);

    private final SenmlDecoder decoder = new SenmlDecoder(LIMITS);
    private final long keepMs;
    private final long maxAheadMs;

    // The pack that is being read.
    private ReadingBatch rows = new ReadingBatch();
    private String farm = "";
    private long oldestMs;
    private long latestMs;
    private long tooNewMs;
    private int tooOld;

    /**
     * A decoder with its policy.
     *
     * @param keep how long telemetry is kept
     * @param maxAhead how far a reading's time may be ahead of the farms' clock
     */
    PackDecoder(Duration keep, Duration maxAhead) {
        this.keepMs = keep.toMillis();
        this.maxAheadMs = maxAhead.toMillis();
    }

    /**
     * Why a pack was refused.
     *
     * @param reason a short code, of {@link RefusalReasons}
     */
    record Refusal(String reason, String text) {}

    /**
     * Adds a pack's readings to {@code into}.
     *
     * @param farmId who sent it
     * @param root {@code farmId} and a slash
     * @param nowMs when it came, of the farms' clock
     * @return null when it was taken; else nothing was added
     */
    @Nullable
    Refusal decode(String farmId, String root, byte[] payload, long nowMs, ReadingBatch into) {
        int before = into.size();
        rows = into;
        farm = farmId;
        oldestMs = nowMs - keepMs;
        latestMs = nowMs + maxAheadMs;
        tooNewMs = Long.MIN_VALUE;
        tooOld = 0;
        try {
            decoder.decode(payload, 0, payload.length, root, nowMs, this);
        } catch (MalformedPack e) {
            return new Refusal(e.reason().code(), String.valueOf(e.getMessage()));
        }
        if (tooNewMs != Long.MIN_VALUE) {
            into.truncate(before);
            return new Refusal(
                    RefusalReasons.FUTURE_TIME,
                    "a reading of " + Instant.ofEpochMilli(tooNewMs) + " came at " + Instant.ofEpochMilli(nowMs)
                            + ": the sender's clock is " + (tooNewMs - nowMs) / 1_000 + " s fast");
        }
        return null;
    }

    @Override
    public void reading(String point, @Nullable String unit, long timeMs, double value, boolean isBoolean) {
        if (timeMs > latestMs) {
            tooNewMs = Math.max(tooNewMs, timeMs);
        } else if (timeMs < oldestMs) {
            tooOld++;
        } else {
            rows.add(farm, point, unit, timeMs, value);
        }
    }

    /** How many readings of the last pack were left out for their age. */
    int tooOld() {
        return tooOld;
    }
}
