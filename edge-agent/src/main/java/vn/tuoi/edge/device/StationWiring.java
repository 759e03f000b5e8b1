package vn.tuoi.edge.device;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a station's output is.
 *
 * @param station the station's id in the farm's plan
 * @param output how it is wired
 */
public record StationWiring(
        @JsonProperty(required = true) String station,
        @JsonProperty(required = true) OutputWiring output) {}
