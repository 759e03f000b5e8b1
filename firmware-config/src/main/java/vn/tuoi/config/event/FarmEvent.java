package vn.tuoi.config.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.message.Explanation;

/**
 * Something that happened on a farm, on topic {@code event}.
 *
 * @param seq the uplink sequence number, the same as the message's user property; absent until the outbox gives it
 * @param id unique on the farm for ever, so that a resend is harmless
 * @param type what happened
 * @param at when
 * @param run of {@code run.*}: the run as it stands
 * @param alarm of {@code alarm.*}: the alarm as it stands
 * @param explanation of {@code notice}: what happened
 */
public record FarmEvent(
        @Nullable Long seq,
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) Type type,
        @JsonProperty(required = true) Instant at,
        @Nullable RunRecord run,
        @Nullable Alarm alarm,
        @Nullable Explanation explanation) {
    /** What happened. */
    public enum Type {
        @JsonProperty("run.started")
        RUN_STARTED,
        /** Flow has proved water. */
        @JsonProperty("run.confirmed")
        RUN_CONFIRMED,
        @JsonProperty("run.ended")
        RUN_ENDED,
        @JsonProperty("run.skipped")
        RUN_SKIPPED,
        @JsonProperty("alarm.raised")
        ALARM_RAISED,
        @JsonProperty("alarm.cleared")
        ALARM_CLEARED,
        /** Anything else worth a line in the farm's log, e.g. a restart. */
        @JsonProperty("notice")
        NOTICE
    }

    /** An event that was read; what its type needs is there. */
    public static FarmEvent parse(byte[] json) throws MalformedDocument {
        FarmEvent event = StrictJson.readOwn(json, FarmEvent.class); // a newer farm may say more than is known here
        switch (event.type) {
            case RUN_STARTED, RUN_CONFIRMED, RUN_ENDED, RUN_SKIPPED -> require("run", event.run);
            case ALARM_RAISED, ALARM_CLEARED -> require("alarm", event.alarm);
            case NOTICE -> require("explanation", event.explanation);
        }
        return event;
    }

    private static void require(String field, @Nullable Object value) throws MalformedDocument {
        if (value == null) {
            throw new MalformedDocument(field, "is required by this type of event");
        }
    }

    public FarmEvent withSeq(long newSeq) {
        return new FarmEvent(newSeq, id, type, at, run, alarm, explanation);
    }
}
