package vn.tuoi.cloud.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.view.Sentences.Sentence;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.NextRun;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Zone.ZoneMode;
import vn.tuoi.config.topic.FarmId;

/**
 * Everything that a phone's first page needs of a farm, in one answer.
 *
 * @param now farm time at the cloud, against which ages are told
 * @param planVersion the newest plan; 0 when there is none
 * @param appliedPlanVersion the plan that the farm has applied; 0 when none
 * @param households water by household, as the farm has counted it
 */
public record FarmHome(
        @JsonProperty(required = true) FarmId id,
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) Instant now,
        @JsonProperty(required = true) boolean online,
        @Nullable Instant lastSeen,
        @JsonProperty(required = true) long planVersion,
        @JsonProperty(required = true) long appliedPlanVersion,
        @Nullable RefusedPlan planRefused,
        FarmState.@Nullable ClockTrust clock,
        @Nullable Instant holdUntil,
        List<ZoneCard> zones,
        List<FarmState.HouseholdWater> households,
        List<LatestValue> latest,
        List<JsonNode> alarms) {
    /** A plan that the farm did not take, and why. */
    public record RefusedPlan(
            @JsonProperty(required = true) long version,
            @JsonProperty(required = true) Sentence reason) {}

    /** A {@link NextRun} with its sentences. */
    public record ComingRun(
            @JsonProperty(required = true) NextRun.Certainty certainty,
            @Nullable Instant at,
            @Nullable Double minutes,
            @JsonProperty(required = true) Sentence explanation) {}

    /**
     * One zone.
     *
     * @param run what runs now, a run record with sentences
     * @param lastRun the newest run that has ended
     * @param question what a person is asked
     * @param nextRuns when its calendar runs next
     * @param preview what its program has before it, with sentences, see {@link NextRun}
     * @param command the newest command to the zone
     */
    public record ZoneCard(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) ZoneMode mode,
            @JsonProperty(required = true) Sentence crop,
            @JsonProperty(required = true) int maxMinutes,
            @Nullable Program program,
            @Nullable LatestValue soilMoisture,
            @Nullable LatestValue flow,
            @Nullable JsonNode run,
            @Nullable Instant until,
            @Nullable Boolean queued,
            @Nullable Instant holdUntil,
            @Nullable JsonNode question,
            List<Instant> nextRuns,
            List<ComingRun> preview,
            @Nullable JsonNode lastRun,
            @Nullable Double depletionMm,
            @Nullable CommandView command) {}
}
