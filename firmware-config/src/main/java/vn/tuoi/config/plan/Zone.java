package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Ground with one crop, one soil and one water balance.
 *
 * @param id unique in the farm, {@code [a-z0-9][a-z0-9-]{0,30}}; the first part of its points' names
 * @param name what people call it
 * @param mode whether a station or a person opens its valve; absent means auto
 * @param station the station that drives its valve; required when {@code auto}
 * @param source the source that feeds it
 * @param household who holds it
 * @param areaM2 ground in square metres, above 0
 * @param crop key of the crop table, e.g. {@code tea_unshaded}
 * @param soil key of the soil table, e.g. {@code clay_loam}
 * @param slopePercent slope of the ground, 0 to 60; absent means 0
 * @param plantedOn first day of the season
 * @param flowLitresPerMinute flow when it runs, as designed or measured; above 0
 * @param applicationEfficiency net over gross depth, 0.3 to 1; absent means 0.75
 * @param maxMinutes no run is ever longer, 1 to 720
 * @param flowPoint the point of its own flow meter, in l/min; absent uses the source's meter
 * @param moisturePoint its soil moisture; absent means {@code {id}/soil_moisture}
 * @param program what waters it; absent waters by hand only
 */
public record Zone(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String name,
        @Nullable ZoneMode mode,
        @Nullable String station,
        @JsonProperty(required = true) String source,
        @Nullable String household,
        @JsonProperty(required = true) double areaM2,
        @JsonProperty(required = true) String crop,
        @JsonProperty(required = true) String soil,
        @Nullable Double slopePercent,
        @Nullable LocalDate plantedOn,
        @JsonProperty(required = true) double flowLitresPerMinute,
        @Nullable Double applicationEfficiency,
        @JsonProperty(required = true) int maxMinutes,
        @Nullable String flowPoint,
        @Nullable String moisturePoint,
        @Nullable Program program) {
    /** Who opens a zone's valve. */
    public enum ZoneMode {
        @JsonProperty("auto")
        AUTO,
        @JsonProperty("hand")
        HAND
    }

    /** Whether a station drives the valve. */
    public boolean automatic() {
        return mode != ZoneMode.HAND;
    }

    /** Net over gross depth. */
    public double efficiency() {
        return applicationEfficiency == null ? 0.75 : applicationEfficiency;
    }

    /** The point of its soil moisture. */
    public String soilMoisturePoint() {
        return moisturePoint == null ? id + "/soil_moisture" : moisturePoint;
    }

    /** Gross depth that its flow brings in an hour, in mm/h (litres per m² are millimetres). */
    public double applicationRateMmPerHour() {
        return flowLitresPerMinute * 60 / areaM2;
    }

    Zone withProgram(@Nullable Program newProgram) {
        return new Zone(
                id,
                name,
                mode,
                station,
                source,
                household,
                areaM2,
                crop,
                soil,
                slopePercent,
                plantedOn,
                flowLitresPerMinute,
                applicationEfficiency,
                maxMinutes,
                flowPoint,
                moisturePoint,
                newProgram);
    }
}
