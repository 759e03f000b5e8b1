package vn.tuoi.edge.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;

/**
 * What a household has used of the shared water. Immutable.
 *
 * @param household its id
 * @param minutes open time since the ledger began
 * @param litres water since the ledger began
 * @param recentMinutes open time that counts for the next turn: it halves every three days
 * @param recentAt when {@code recentMinutes} was so
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HouseholdUse(
        @JsonProperty(required = true) String household,
        @JsonProperty(required = true) double minutes,
        @JsonProperty(required = true) double litres,
        @JsonProperty(required = true) double recentMinutes,
        @JsonProperty(required = true) Instant recentAt) {
    /** The account of zones that no household holds. */
    static final String NOBODY = "";

    private static final double HALF_LIFE_MS = Duration.ofDays(3).toMillis();

    double recentMinutes(Instant now) {
        double ageMs = Math.max(0, Duration.between(recentAt, now).toMillis());
        return recentMinutes * Math.pow(0.5, ageMs / HALF_LIFE_MS);
    }

    HouseholdUse plus(double moreMinutes, double moreLitres, Instant now) {
        return new HouseholdUse(
                household, minutes + moreMinutes, litres + moreLitres, recentMinutes(now) + moreMinutes, now);
    }
}
