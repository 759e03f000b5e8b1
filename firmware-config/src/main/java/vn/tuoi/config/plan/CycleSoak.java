package vn.tuoi.config.plan;

import org.jspecify.annotations.Nullable;

/**
 * Waters in cycles with a soak between them, so that the soil takes the water in.
 *
 * @param maxCycleMinutes longest cycle; from the zone's soil and slope when absent
 * @param minSoakMinutes shortest pause between two cycles of the zone, guaranteed; from the soil when absent
 */
public record CycleSoak(
        @Nullable Double maxCycleMinutes, @Nullable Double minSoakMinutes) {
    /** Both limits from the zone's soil and slope. */
    public static final CycleSoak FROM_SOIL = new CycleSoak(null, null);
}
