package vn.tuoi.config.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.message.Explanation;

/**
 * A run that a zone's program has before it, or why it has none, as the farm sees it now.
 *
 * @param certainty how far it can be relied on
 * @param at when; of a conditional run the earliest time; absent when no time can be told
 * @param minutes time with water that it would be given at most
 * @param explanation what starts it, or what keeps it from starting
 */
public record NextRun(
        @JsonProperty(required = true) Certainty certainty,
        @Nullable Instant at,
        @Nullable Double minutes,
        @JsonProperty(required = true) Explanation explanation) {
    /** How far a preview can be relied on. */
    public enum Certainty {
        /** A calendar's start: it runs then unless somebody, the weather of that hour or a fault keeps it. */
        @JsonProperty("planned")
        PLANNED,
        /** Projected from today's figures; another weather makes it another day. */
        @JsonProperty("expected")
        EXPECTED,
        /** Runs when something is measured, not before the time. */
        @JsonProperty("conditional")
        CONDITIONAL,
        /** A start that is left out as far as is known now. */
        @JsonProperty("left_out")
        LEFT_OUT,
        /** Nothing comes. */
        @JsonProperty("none")
        NONE
    }

    public boolean runs() {
        return certainty == Certainty.PLANNED || certainty == Certainty.EXPECTED || certainty == Certainty.CONDITIONAL;
    }
}
