package vn.tuoi.edge.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import vn.tuoi.config.command.Reply;

/**
 * A command that was received, remembered until it has expired, so that a repetition has no second effect.
 *
 * @param reply the last answer, given again to a repetition
 * @param expiresAt when it may be forgotten
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CommandMemory(
        @JsonProperty(required = true) Reply reply,
        @JsonProperty(required = true) Instant expiresAt) {}
