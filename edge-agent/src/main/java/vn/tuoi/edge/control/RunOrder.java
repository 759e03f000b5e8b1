package vn.tuoi.edge.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;

/**
 * What a run was asked to do; never changes.
 *
 * @param id unique on the farm for ever
 * @param zone its zone's id
 * @param source the id of the source that feeds it
 * @param household whose water it is
 * @param cause what asked for it
 * @param commandId of a manual run
 * @param by who asked
 * @param expiresAt of a manual run: it opens nothing from then on
 * @param requestedAt when it took its place in the queue
 * @param plannedMs open time, at most the zone's limit
 * @param plannedLitres volume at which it ends earlier; absent when it goes by time
 * @param cycleMs longest cycle; {@link Long#MAX_VALUE} waters in one go
 * @param soakMs shortest pause between two cycles
 * @param why what asked for it, in words
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RunOrder(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String zone,
        @JsonProperty(required = true) String source,
        @Nullable String household,
        @JsonProperty(required = true) RunRecord.Cause cause,
        @Nullable String commandId,
        @Nullable String by,
        @Nullable Instant expiresAt,
        @JsonProperty(required = true) Instant requestedAt,
        @JsonProperty(required = true) long plannedMs,
        @Nullable Double plannedLitres,
        @JsonProperty(required = true) long cycleMs,
        @JsonProperty(required = true) long soakMs,
        @JsonProperty(required = true) Explanation why) {
    boolean manual() {
        return cause == RunRecord.Cause.MANUAL || cause == RunRecord.Cause.HAND;
    }

    /** The same with less time and, in proportion, less water. */
    RunOrder shortenedBy(long ms) {
        long leftMs = Math.max(0, plannedMs - ms);
        Double litres = plannedLitres == null ? null : Double.valueOf(plannedLitres * leftMs / plannedMs);
        return new RunOrder(
                id,
                zone,
                source,
                household,
                cause,
                commandId,
                by,
                expiresAt,
                requestedAt,
                leftMs,
                litres,
                cycleMs,
                soakMs,
                why);
    }
}
