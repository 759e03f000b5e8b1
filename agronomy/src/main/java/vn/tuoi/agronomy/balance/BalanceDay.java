package vn.tuoi.agronomy.balance;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.crop.CropDay;
import vn.tuoi.agronomy.et0.DailyClimate;

/**
 * One day of a balance with everything that led to its result. Immutable.
 *
 * @param climate what the weather asked for
 * @param crop the crop on this day
 * @param surfaceOrNull the surface layer, null for a single coefficient; see {@link #surface()}
 * @param rootZone the root zone
 * @param flows the day's water
 * @param before the morning
 * @param after the evening
 */
public record BalanceDay(
        DailyClimate climate,
        CropDay crop,
        @Nullable SurfaceLayer surfaceOrNull,
        RootZone rootZone,
        Flows flows,
        BalanceState before,
        BalanceState after) {

    /** The surface layer of a dual balance. */
    public Optional<SurfaceLayer> surface() {
        return Optional.ofNullable(surfaceOrNull);
    }

    /** Day of the season, 0 on the first. */
    public int dayIndex() {
        return before.dayIndex();
    }
}
