package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where water comes from, with what protects it.
 *
 * @param id unique in the farm, {@code [a-z0-9][a-z0-9-]{0,30}}
 * @param name what people call it
 * @param capacityLitresPerMinute zones run together only up to this flow; absent means no limit by flow
 * @param maxZones zones run together at most; absent means 1
 * @param pumpStation the station that drives the pump
 * @param masterStation the station that opens the master valve
 * @param pumpLeadSeconds the path is open this long before the pump starts, 0 to 60; absent means 2
 * @param pumpLagSeconds the path stays open this long after the pump stops, 0 to 60; absent means 2
 * @param staggerSeconds shortest time between two starts, against inrush, 0 to 120; absent means 1
 * @param flowPoint the point of the source's flow meter, in l/min
 * @param tankPoint the point of the tank's level, in percent
 * @param tankLowPercent watering stops at or below this level; required with {@code tankPoint}
 * @param tankResumePercent watering may go on from this level, above {@code tankLowPercent}
 * @param dryRunPoint a boolean point that is true while the pump has no water
 */
public record WaterSource(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String name,
        @Nullable Double capacityLitresPerMinute,
        @Nullable Integer maxZones,
        @Nullable String pumpStation,
        @Nullable String masterStation,
        @Nullable Integer pumpLeadSeconds,
        @Nullable Integer pumpLagSeconds,
        @Nullable Integer staggerSeconds,
        @Nullable String flowPoint,
        @Nullable String tankPoint,
        @Nullable Double tankLowPercent,
        @Nullable Double tankResumePercent,
        @Nullable String dryRunPoint) {
    /** How many zones may run together. */
    public int zonesTogether() {
        return maxZones == null ? 1 : maxZones;
    }

    public int leadSeconds() {
        return pumpLeadSeconds == null ? 2 : pumpLeadSeconds;
    }

    public int lagSeconds() {
        return pumpLagSeconds == null ? 2 : pumpLagSeconds;
    }

    public int stagger() {
        return staggerSeconds == null ? 1 : staggerSeconds;
    }
}
