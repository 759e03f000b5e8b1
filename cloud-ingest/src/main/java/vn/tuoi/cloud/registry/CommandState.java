package vn.tuoi.cloud.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import vn.tuoi.config.command.Reply;

/** How far a command has come; it only goes on, whatever order replies arrive in. */
public enum CommandState {
    /** It is at the broker, or on its way there. */
    @JsonProperty("sent")
    SENT,
    /** The farm has it. */
    @JsonProperty("received")
    RECEIVED,
    /** It acts; of a watering: flow has confirmed the water. */
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("done")
    DONE,
    @JsonProperty("refused")
    REFUSED,
    @JsonProperty("expired")
    EXPIRED;

    /**
     * Whether {@code next} comes after this state. The cloud takes a command for expired when no answer came in time;
     * a farm that did act and could not say so has the last word.
     */
    boolean mayBecome(CommandState next) {
        return switch (this) {
            case DONE, REFUSED -> false;
            case EXPIRED -> next != EXPIRED;
            case SENT, RECEIVED, RUNNING -> next.compareTo(this) > 0;
        };
    }

    static CommandState of(Reply.State state) {
        return switch (state) {
            case RECEIVED -> RECEIVED;
            case RUNNING -> RUNNING;
            case DONE -> DONE;
            case REFUSED -> REFUSED;
            case EXPIRED -> EXPIRED;
        };
    }

    /** The name in JSON and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CommandState ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
