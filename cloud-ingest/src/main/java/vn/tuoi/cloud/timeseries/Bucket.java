package vn.tuoi.cloud.timeseries;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * What a point measured in one stretch of time; a stretch without readings has no bucket.
 *
 * @param at its beginning
 * @param min smallest value
 * @param mean arithmetic mean of the values
 * @param max largest value
 * @param count how many values, at least 1
 */
public record Bucket(
        @JsonProperty(required = true) Instant at,
        @JsonProperty(required = true) double min,
        @JsonProperty(required = true) double mean,
        @JsonProperty(required = true) double max,
        @JsonProperty(required = true) long count) {}
