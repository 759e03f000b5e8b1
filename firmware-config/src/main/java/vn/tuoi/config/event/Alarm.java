package vn.tuoi.config.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.message.Explanation;

/**
 * A condition that a person must know of; raised once, cleared when it is over.
 *
 * @param id unique on the farm for ever; the same in {@code alarm.raised} and {@code alarm.cleared}
 * @param kind what it is about, e.g. {@code no_flow}
 * @param severity how soon somebody must look
 * @param zone where, when it is about a zone
 * @param source where, when it is about a source
 * @param station where, when it is about a station
 * @param point where, when it is about a sensor
 * @param raisedAt when it began
 * @param clearedAt when it was over; absent while it lasts
 * @param explanation what is the matter, with its numbers
 */
public record Alarm(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String kind,
        @JsonProperty(required = true) Severity severity,
        @Nullable String zone,
        @Nullable String source,
        @Nullable String station,
        @Nullable String point,
        @JsonProperty(required = true) Instant raisedAt,
        @Nullable Instant clearedAt,
        @JsonProperty(required = true) Explanation explanation) {
    /** How soon somebody must look. */
    public enum Severity {
        /** Good to know. */
        @JsonProperty("notice")
        NOTICE,
        /** Look today. */
        @JsonProperty("warning")
        WARNING,
        /** Look now: water may be running or a crop may be drying. */
        @JsonProperty("critical")
        CRITICAL
    }
}
