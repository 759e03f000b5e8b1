package vn.tuoi.edge.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a sensor is and how it is read.
 *
 * @param point what it measures, e.g. {@code tea-1/soil_moisture}; of a device with several quantities the first part
 *     only, e.g. {@code weather}
 * @param device how it is wired
 * @param reporting how often it is read and what is sent; absent takes every default
 */
public record SensorWiring(
        @JsonProperty(required = true) String point,
        @JsonProperty(required = true) DeviceWiring device,
        @Nullable Reporting reporting) {
    /** The reporting, the defaults when absent. */
    public Reporting reportingRules() {
        return reporting == null ? Reporting.DEFAULT : reporting;
    }
}
