package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalTime;

/**
 * A span of the day, in the farm's zone, in which watering is allowed; it may cross midnight.
 *
 * @param from first allowed time, {@code HH:mm}
 * @param to first time no longer allowed, {@code HH:mm}; equal to {@code from} means the whole day
 */
public record Window(
        @JsonProperty(required = true) @JsonFormat(pattern = "HH:mm")
        LocalTime from,

        @JsonProperty(required = true) @JsonFormat(pattern = "HH:mm")
        LocalTime to) {}
