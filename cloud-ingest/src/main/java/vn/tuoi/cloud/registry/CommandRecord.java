package vn.tuoi.cloud.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.topic.FarmId;

/**
 * A command and what became of it.
 *
 * @param farm whom it was sent to
 * @param command what was asked
 * @param state how far it has come
 * @param reason the farm's word on why, when it gave one
 * @param history every state with its time, oldest first
 */
public record CommandRecord(
        FarmId farm,
        Command command,
        CommandState state,
        @Nullable Explanation reason,
        List<Step> history) {
    public CommandRecord {
        history = List.copyOf(history);
    }

    /** A state and when it was reached. */
    public record Step(
            @JsonProperty(required = true) CommandState state,
            @JsonProperty(required = true) Instant at) {}
}
