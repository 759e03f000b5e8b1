package vn.tuoi.config.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.message.Explanation;

/**
 * One execution of watering on one zone, or one that did not happen and why.
 *
 * @param id unique on the farm for ever
 * @param zone where
 * @param source which source fed it
 * @param household whose water it was
 * @param cause what asked for it
 * @param commandId of a manual run: the command
 * @param by of a manual run: who asked
 * @param startedAt when its valve first opened, or when it would have
 * @param endedAt when its valve last closed; absent while it runs
 * @param plannedMinutes open time that was planned
 * @param plannedLitres volume that was planned
 * @param minutes open time so far
 * @param litres water so far: measured, or from the zone's design flow
 * @param litresMeasured whether a flow meter measured {@code litres}
 * @param waterConfirmed whether flow has proved water
 * @param outcome how it ended; absent while it runs
 * @param explanation why it ran and ended so
 */
public record RunRecord(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String zone,
        @JsonProperty(required = true) String source,
        @Nullable String household,
        @JsonProperty(required = true) Cause cause,
        @Nullable String commandId,
        @Nullable String by,
        @JsonProperty(required = true) Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Double plannedMinutes,
        @Nullable Double plannedLitres,
        @JsonProperty(required = true) double minutes,
        @JsonProperty(required = true) double litres,
        @JsonProperty(required = true) boolean litresMeasured,
        @JsonProperty(required = true) boolean waterConfirmed,
        @Nullable Outcome outcome,
        @JsonProperty(required = true) Explanation explanation) {
    /** What asked for a run. */
    public enum Cause {
        @JsonProperty("calendar")
        CALENDAR,
        @JsonProperty("moisture")
        MOISTURE,
        @JsonProperty("balance")
        BALANCE,
        @JsonProperty("awd")
        AWD,
        @JsonProperty("manual")
        MANUAL,
        /** A person opened the valve of a hand zone and told so. */
        @JsonProperty("hand")
        HAND,
        /** The valve was found open without an order; it was adopted and closed. */
        @JsonProperty("adopted")
        ADOPTED
    }

    /** How a run ended. */
    public enum Outcome {
        /** It gave what was planned. */
        @JsonProperty("completed")
        COMPLETED,
        /** A person stopped it. */
        @JsonProperty("stopped")
        STOPPED,
        /** A fault ended it. */
        @JsonProperty("failed")
        FAILED,
        /** A power cut or a restart ended it, and the rest was left out. */
        @JsonProperty("interrupted")
        INTERRUPTED,
        /** It did not happen: a rule, a hold, a missed window. */
        @JsonProperty("skipped")
        SKIPPED
    }
}
