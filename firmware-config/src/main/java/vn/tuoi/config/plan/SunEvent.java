package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the sun's upper edge crosses the horizon. */
public enum SunEvent {
    @JsonProperty("sunrise")
    SUNRISE,
    @JsonProperty("sunset")
    SUNSET
}
