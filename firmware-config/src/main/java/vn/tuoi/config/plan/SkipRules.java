package vn.tuoi.config.plan;

import org.jspecify.annotations.Nullable;

/**
 * When a run is left out. Each rule applies when its threshold is given and its input is fresh; a stale input skips
 * nothing.
 *
 * @param rainFallenMm rain in the last {@code rainFallenHours} (24 when absent) that makes watering needless
 * @param rainComingMm forecast rain in the next {@code rainComingHours} (24 when absent), weighted by its probability
 * @param windMetresPerSecond wind above which sprinklers waste water
 * @param frostCelsius air temperature below which watering would freeze
 */
public record SkipRules(
        @Nullable Double rainFallenMm,
        @Nullable Integer rainFallenHours,
        @Nullable Double rainComingMm,
        @Nullable Integer rainComingHours,
        @Nullable Double windMetresPerSecond,
        @Nullable Double frostCelsius) {
    public static final SkipRules NONE = new SkipRules(null, null, null, null, null, null);
}
