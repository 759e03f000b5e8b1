package vn.tuoi.config.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

/**
 * What a person asks a farm to do, once. A repeated {@code id} has one effect; after {@code expiresAt} it has none.
 *
 * @param id chosen by whoever asks
 * @param type what to do
 * @param zone where; required by {@code water}, {@code stop}, {@code hand-started}, {@code hand-done}; of a {@code hold}
 *     or {@code resume} absent means the whole farm
 * @param minutes of {@code water}: open time, above 0
 * @param litres of {@code water}: volume, above 0; exactly one of minutes and litres
 * @param until of {@code hold}: when it ends
 * @param ask of {@code ask-answer}: the id of the question
 * @param answer of {@code ask-answer}: the choice
 * @param station of {@code reset-station}: which station leaves maintenance
 * @param issuedAt when it was asked
 * @param expiresAt from when on it is refused
 * @param by who asked, for the record
 */
public record Command(
        @JsonProperty(required = true) UUID id,
        @JsonProperty(required = true) Type type,
        @Nullable String zone,
        @Nullable Double minutes,
        @Nullable Double litres,
        @Nullable Instant until,
        @Nullable String ask,
        @Nullable String answer,
        @Nullable String station,
        @JsonProperty(required = true) Instant issuedAt,
        @JsonProperty(required = true) Instant expiresAt,
        @Nullable String by) {
    /** Longest text in a command: a farm remembers it, so it has to be short. */
    static final int MAX_TEXT = 128;

    /** What a command does. */
    public enum Type {
        @JsonProperty("water")
        WATER,
        @JsonProperty("stop")
        STOP,
        @JsonProperty("stop-all")
        STOP_ALL,
        @JsonProperty("hold")
        HOLD,
        @JsonProperty("resume")
        RESUME,
        @JsonProperty("hand-started")
        HAND_STARTED,
        @JsonProperty("hand-done")
        HAND_DONE,
        @JsonProperty("ask-answer")
        ASK_ANSWER,
        @JsonProperty("reset-station")
        RESET_STATION
    }

    /** A command that was read; its arguments fit its type. */
    public static Command parse(byte[] json) throws MalformedDocument {
        Command command = StrictJson.read(json, Command.class);
        command.check();
        return command;
    }

    private void check() throws MalformedDocument {
        limit("zone", zone);
        limit("ask", ask);
        limit("answer", answer);
        limit("station", station);
        limit("by", by);
        switch (type) {
            case WATER -> {
                require("zone", zone);
                if ((minutes == null) == (litres == null)) {
                    throw new MalformedDocument("minutes", "needs exactly one of minutes and litres");
                }
                if (minutes != null && !(minutes > 0 && minutes <= 1_440)) {
                    throw new MalformedDocument("minutes", "must be above 0 and at most 1440, not " + minutes);
                }
                if (litres != null && !(litres > 0 && litres <= 1_000_000)) {
                    throw new MalformedDocument("litres", "must be above 0 and at most 1000000, not " + litres);
                }
            }
            case STOP, HAND_STARTED, HAND_DONE -> require("zone", zone);
            case HOLD -> require("until", until);
            case ASK_ANSWER -> {
                require("ask", ask);
                require("answer", answer);
            }
            case RESET_STATION -> require("station", station);
            case STOP_ALL, RESUME -> {}
        }
    }

    private static void limit(String field, @Nullable String value) throws MalformedDocument {
        if (value != null && value.length() > MAX_TEXT) {
            throw new MalformedDocument(field, "has " + value.length() + " characters; the limit is " + MAX_TEXT);
        }
    }

    private static void require(String field, @Nullable Object value) throws MalformedDocument {
        if (value == null) {
            throw new MalformedDocument(field, "is required by this type of command");
        }
    }

    /** An order to water a zone for some minutes. */
    public static Command waterMinutes(
            UUID id, String zone, double minutes, Instant issuedAt, Instant expiresAt, @Nullable String by) {
        return new Command(id, Type.WATER, zone, minutes, null, null, null, null, null, issuedAt, expiresAt, by);
    }

    /** An order to water a zone with some litres. */
    public static Command waterLitres(
            UUID id, String zone, double litres, Instant issuedAt, Instant expiresAt, @Nullable String by) {
        return new Command(id, Type.WATER, zone, null, litres, null, null, null, null, issuedAt, expiresAt, by);
    }

    /** An order to stop what runs on a zone. */
    public static Command stop(UUID id, String zone, Instant issuedAt, Instant expiresAt, @Nullable String by) {
        return new Command(id, Type.STOP, zone, null, null, null, null, null, null, issuedAt, expiresAt, by);
    }

    /** An order to stop everything. */
    public static Command stopAll(UUID id, Instant issuedAt, Instant expiresAt, @Nullable String by) {
        return new Command(id, Type.STOP_ALL, null, null, null, null, null, null, null, issuedAt, expiresAt, by);
    }

    /** An order to start nothing by itself until a time, on a zone or, with null, on the whole farm. */
    public static Command hold(
            UUID id, @Nullable String zone, Instant until, Instant issuedAt, Instant expiresAt, @Nullable String by) {
        return new Command(id, Type.HOLD, zone, null, null, until, null, null, null, issuedAt, expiresAt, by);
    }

    /** The end of a hold, on a zone or, with null, on the whole farm. */
    public static Command resume(
            UUID id, @Nullable String zone, Instant issuedAt, Instant expiresAt, @Nullable String by) {
        return new Command(id, Type.RESUME, zone, null, null, null, null, null, null, issuedAt, expiresAt, by);
    }
}
