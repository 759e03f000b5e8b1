package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * People who hold zones on a farm and share its water.
 *
 * @param id unique in the farm, {@code [a-z0-9][a-z0-9-]{0,30}}
 * @param name what people call it
 */
public record Household(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String name) {}
