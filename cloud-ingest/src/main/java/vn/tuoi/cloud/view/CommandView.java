package vn.tuoi.cloud.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.registry.CommandRecord;
import vn.tuoi.cloud.registry.CommandState;
import vn.tuoi.config.command.Command;

/** A command as people see it. */
public record CommandView(
        @JsonProperty(required = true) UUID id,
        @JsonProperty(required = true) Command.Type type,
        @Nullable String zone,
        @Nullable Double minutes,
        @Nullable Double litres,
        @Nullable Instant until,
        @JsonProperty(required = true) CommandState state,
        Sentences.@Nullable Sentence reason,
        @JsonProperty(required = true) Instant issuedAt,
        @JsonProperty(required = true) Instant expiresAt,
        @Nullable String by,
        List<CommandRecord.Step> history) {
    public static CommandView of(CommandRecord found, Sentences sentences) {
        Command command = found.command();
        return new CommandView(
                command.id(),
                command.type(),
                command.zone(),
                command.minutes(),
                command.litres(),
                command.until(),
                found.state(),
                sentences.of(found.reason()),
                command.issuedAt(),
                command.expiresAt(),
                command.by(),
                found.history());
    }
}
