package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.topic.FarmId;

/**
 * A farm's whole desired configuration with a version: what is watered from where, and by which programs. Which pin or
 * bus address a station or a sensor has is not here but in the farm's own wiring file, which only somebody on site can
 * know.
 *
 * @param farm whose plan it is
 * @param version rises by at least 1 with every change; a farm never goes back
 * @param name what people call the farm
 * @param timeZone IANA zone of all times of day, e.g. {@code Asia/Ho_Chi_Minh}
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 * @param elevationM metres above sea level, -430 to 6,000
 * @param afterMainsCut what becomes of an interrupted run; absent means resume
 * @param households people who hold zones, at most 64
 * @param sources where water comes from, at most 16
 * @param zones at most 200
 */
public record FarmPlan(
        @JsonProperty(required = true) FarmId farm,
        @JsonProperty(required = true) long version,
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) ZoneId timeZone,
        @JsonProperty(required = true) double latitude,
        @JsonProperty(required = true) double longitude,
        @JsonProperty(required = true) double elevationM,
        @Nullable MainsCutPolicy afterMainsCut,
        List<Household> households,
        List<WaterSource> sources,
        List<Zone> zones) {
    public FarmPlan {
        households = List.copyOf(households);
        sources = List.copyOf(sources);
        zones = List.copyOf(zones);
    }

    /** A plan that was read and found valid. */
    public static FarmPlan parse(byte[] json) throws MalformedDocument {
        FarmPlan plan = StrictJson.read(json, FarmPlan.class);
        List<vn.tuoi.config.json.Problem> problems = PlanValidator.problems(plan);
        if (!problems.isEmpty()) {
            throw new MalformedDocument(problems);
        }
        return plan;
    }

    public Optional<Zone> zone(String zoneId) {
        return zones.stream().filter(zone -> zone.id().equals(zoneId)).findFirst();
    }

    public Optional<WaterSource> source(String sourceId) {
        return sources.stream().filter(source -> source.id().equals(sourceId)).findFirst();
    }

    public MainsCutPolicy mainsCutPolicy() {
        return afterMainsCut == null ? MainsCutPolicy.RESUME : afterMainsCut;
    }

    /** This plan with another program on one zone (null takes the program away) and another version. */
    public FarmPlan withProgram(String zoneId, @Nullable Program program, long newVersion) {
        return new FarmPlan(
                farm,
                newVersion,
                name,
                timeZone,
                latitude,
                longitude,
                elevationM,
                afterMainsCut,
                households,
                sources,
                zones.stream()
                        .map(zone -> zone.id().equals(zoneId) ? zone.withProgram(program) : zone)
                        .toList());
    }

    /** This plan with another version. */
    public FarmPlan withVersion(long newVersion) {
        return new FarmPlan(
                farm,
                newVersion,
                name,
                timeZone,
                latitude,
                longitude,
                elevationM,
                afterMainsCut,
                households,
                sources,
                zones);
    }
}
