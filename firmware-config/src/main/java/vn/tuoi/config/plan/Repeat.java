package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Repeats each start of a calendar program.
 *
 * @param everyMinutes from one start to the next, 1 to 1,440
 * @param count how many runs in all, 1 to 96
 */
public record Repeat(
        @JsonProperty(required = true) int everyMinutes,
        @JsonProperty(required = true) int count) {}
