package vn.tuoi.cloud.timeseries;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest value of a point.
 *
 * @param point the name below the farm
 * @param value as measured; 1 and 0 of a boolean
 * @param unit SenML unit, when the farm gave one
 * @param at when it was measured
 */
public record LatestValue(
        @JsonProperty(required = true) String point,
        @JsonProperty(required = true) double value,
        @Nullable String unit,
        @JsonProperty(required = true) Instant at) {}
