package vn.tuoi.config.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.message.Explanation;

/**
 * What a farm reports of itself on topic {@code state}, retained.
 *
 * @param at when it was so
 * @param planVersion the plan that the farm has applied; 0 before the first
 * @param planRefused a newer plan that was not applied, and why
 * @param clock whether the farm trusts its clock
 * @param holdUntil until when the whole farm is held
 * @param zones every zone of the plan
 * @param alarms what is the matter now
 * @param households water by household since its ledger began
 * @param software name and version
 * @param bytesToday uplink bytes since midnight of the farm's zone
 */
public record FarmState(
        @JsonProperty(required = true) Instant at,
        @JsonProperty(required = true) long planVersion,
        @Nullable RefusedPlan planRefused,
        @JsonProperty(required = true) ClockTrust clock,
        @Nullable Instant holdUntil,
        List<ZoneState> zones,
        List<Alarm> alarms,
        List<HouseholdWater> households,
        @JsonProperty(required = true) String software,
        @Nullable Long bytesToday) {
    public FarmState {
        zones = List.copyOf(zones);
        alarms = List.copyOf(alarms);
        households = List.copyOf(households);
    }

    public FarmState withBytesToday(long newBytesToday) {
        return new FarmState(
                at, planVersion, planRefused, clock, holdUntil, zones, alarms, households, software, newBytesToday);
    }

    /**
     * A plan that the farm will not apply.
     *
     * @param version its version as far as it could be told, or 0
     * @param reason why; a farm of an older version gives one line of English, which is read as
     *     {@code plan.refused.said}
     */
    public record RefusedPlan(
            @JsonProperty(required = true) long version,

            @JsonProperty(required = true) @JsonDeserialize(using = RefusalReader.class)
            Explanation reason) {}

    /**
     * What a household has had of the shared water.
     *
     * @param household its id
     * @param minutes time with water
     * @param litres measured, or from the design flow
     */
    public record HouseholdWater(
            @JsonProperty(required = true) String household,
            @JsonProperty(required = true) double minutes,
            @JsonProperty(required = true) double litres) {}

    /** Whether calendar programs may start. */
    public enum ClockTrust {
        @JsonProperty("trusted")
        TRUSTED,
        @JsonProperty("untrusted")
        UNTRUSTED
    }

    /**
     * One zone.
     *
     * @param zone its id
     * @param run what runs now
     * @param until when the run ends by itself at the latest
     * @param queued whether a run waits for its turn
     * @param holdUntil until when the zone is held
     * @param question what a person is asked
     * @param nextRuns when its calendar runs next, at most 3: the planned ones of {@code preview}
     * @param preview what its program has before it, in order of time: at most 3 that run, and at most 3 left out
     * @param depletionMm root-zone depletion, when the zone has a balance
     */
    public record ZoneState(
            @JsonProperty(required = true) String zone,
            @Nullable RunRecord run,
            @Nullable Instant until,
            @Nullable Boolean queued,
            @Nullable Instant holdUntil,
            @Nullable Question question,
            List<Instant> nextRuns,
            List<NextRun> preview,
            @Nullable Double depletionMm) {
        public ZoneState {
            nextRuns = List.copyOf(nextRuns);
            preview = List.copyOf(preview);
        }
    }

    /**
     * Something that a person is asked.
     *
     * @param id to answer it with
     * @param text the question
     * @param answers the choices
     * @param until when it lapses
     */
    public record Question(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) Explanation text,
            List<String> answers,
            @JsonProperty(required = true) Instant until) {
        public Question {
            answers = List.copyOf(answers);
        }
    }
}
