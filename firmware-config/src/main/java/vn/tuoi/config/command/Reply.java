package vn.tuoi.config.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.message.Explanation;

/**
 * How far a command has come, as the farm says on topic {@code reply}.
 *
 * @param id the command
 * @param state where it is
 * @param reason why, when refused or ended early
 * @param at when it came there
 */
public record Reply(
        @JsonProperty(required = true) UUID id,
        @JsonProperty(required = true) State state,
        @Nullable Explanation reason,
        @JsonProperty(required = true) Instant at) {
    /** Where a command is; {@code running} of a watering means that flow has confirmed the water. */
    public enum State {
        @JsonProperty("received")
        RECEIVED,
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("done")
        DONE,
        @JsonProperty("refused")
        REFUSED,
        @JsonProperty("expired")
        EXPIRED;

        /** Whether nothing comes after it. */
        public boolean isFinal() {
            return this == DONE || this == REFUSED || this == EXPIRED;
        }
    }
}
