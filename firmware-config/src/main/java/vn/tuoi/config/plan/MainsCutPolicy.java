package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a run that a mains cut interrupted, when the power is back. */
public enum MainsCutPolicy {
    /** The rest is watered. */
    @JsonProperty("resume")
    RESUME,
    /** The rest is watered, less the time that the cut lasted. */
    @JsonProperty("shorten")
    SHORTEN,
    /** The rest is left out, and recorded as such. */
    @JsonProperty("skip")
    SKIP,
    /** A person is asked; without an answer in time the rest is left out. */
    @JsonProperty("ask")
    ASK
}
