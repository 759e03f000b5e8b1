package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people set for a zone. Ranges are checked by {@link PlanValidator}; an absent value takes the default named. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Program.Calendar.class, name = "calendar"),
    @JsonSubTypes.Type(value = Program.Moisture.class, name = "moisture"),
    @JsonSubTypes.Type(value = Program.Balance.class, name = "balance"),
    @JsonSubTypes.Type(value = Program.Awd.class, name = "awd")
})
public sealed interface Program {
    /** Whether it runs; absent means true. */
    @Nullable
    Boolean enabled();

    /** When watering is allowed, at most 8; empty means always. */
    List<Window> windows();

    /** When a run is left out; absent means never. */
    @Nullable
    SkipRules skip();

    /** Cycles with soaks; absent waters in one go. */
    @Nullable
    CycleSoak cycleSoak();

    /** After a mains cut; absent takes the farm's policy. */
    @Nullable
    MainsCutPolicy afterMainsCut();

    /** Whether it runs. */
    default boolean active() {
        return !Boolean.FALSE.equals(enabled());
    }

    /** The skip rules, {@link SkipRules#NONE} when absent. */
    default SkipRules skipRules() {
        SkipRules rules = skip();
        return rules == null ? SkipRules.NONE : rules;
    }

    /** The name of the type in JSON. */
    default String type() {
        return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * Runs at set times.
     *
     * @param starts 1 to 8 times of day; empty with {@code finishBy}
     * @param finishBy when given, the run is anchored to end by this time instead of starting at one
     * @param repeat repeats each start
     * @param days which days; absent means every day
     * @param amount how much water a run gives
     * @param seasonalPercent scales {@code amount}, 0 to 300; absent means 100
     */
    record Calendar(
            @Nullable Boolean enabled,
            List<StartTime> starts,
            @Nullable StartTime finishBy,
            @Nullable Repeat repeat,
            @Nullable DayRule days,
            @JsonProperty(required = true) Amount amount,
            @Nullable Double seasonalPercent,
            List<Window> windows,
            @Nullable SkipRules skip,
            @Nullable CycleSoak cycleSoak,
            @Nullable MainsCutPolicy afterMainsCut)
            implements Program {
        public Calendar {
            starts = List.copyOf(starts);
            windows = List.copyOf(windows);
        }

        /** Every day at {@code starts}, {@code amount} each, with nothing else set. */
        public static Calendar daily(List<StartTime> starts, Amount amount) {
            return new Calendar(null, starts, null, null, null, amount, null, List.of(), null, null, null);
        }

        public DayRule dayRule() {
            return days == null ? DayRule.EVERY_DAY : days;
        }

        /** The amount's factor, 1 when no seasonal percentage is set. */
        public double seasonalFactor() {
            return seasonalPercent == null ? 1 : seasonalPercent / 100;
        }
    }

    /**
     * Starts when the soil has been dry for a while, stops when it is wet enough.
     *
     * @param lowMoisture volumetric m³/m³ below which watering starts, 0.02 to 0.6
     * @param highMoisture volumetric m³/m³ at which watering stops, above {@code lowMoisture}, to 0.6
     * @param dwellMinutes how long it must be below before watering starts, 0 to 1,440; absent means 15
     * @param maxMinutes the longest run, 1 to 720, within the zone's own limit
     * @param minPauseMinutes shortest time between two runs, so that water can reach the probe; absent means 120
     */
    record Moisture(
            @Nullable Boolean enabled,
            @JsonProperty(required = true) double lowMoisture,
            @JsonProperty(required = true) double highMoisture,
            @Nullable Integer dwellMinutes,
            @JsonProperty(required = true) int maxMinutes,
            @Nullable Integer minPauseMinutes,
            List<Window> windows,
            @Nullable SkipRules skip,
            @Nullable CycleSoak cycleSoak,
            @Nullable MainsCutPolicy afterMainsCut)
            implements Program {
        public Moisture {
            windows = List.copyOf(windows);
        }
    }

    /**
     * Refills the root zone when the FAO-56 depletion reaches its allowed share, less what the forecast will bring.
     *
     * @param managementAllowedDepletion MAD, the fraction of TAW that may be used before watering, 0.05 to 0.95; absent
     *     takes the crop's p
     * @param refillFraction how much of the depletion a run refills, 0.1 to 1; absent means 1
     * @param maxMillimetres largest net depth a day, above 0; absent has no limit but the zone's minutes
     * @param useForecast whether coming rain makes a refill smaller or later; absent means true
     */
    record Balance(
            @Nullable Boolean enabled,
            @Nullable Double managementAllowedDepletion,
            @Nullable Double refillFraction,
            @Nullable Double maxMillimetres,
            @Nullable Boolean useForecast,
            List<Window> windows,
            @Nullable SkipRules skip,
            @Nullable CycleSoak cycleSoak,
            @Nullable MainsCutPolicy afterMainsCut)
            implements Program {
        public Balance {
            windows = List.copyOf(windows);
        }
    }

    /**
     * Alternate wetting and drying of a paddy by the water level in a field tube.
     *
     * @param plantedOn first day of the season: sowing or transplanting
     * @param stages levels by day, in order of {@code fromDay}, 1 to 12
     * @param maxMinutes the longest run, 1 to 1,440, within the zone's own limit
     */
    record Awd(
            @Nullable Boolean enabled,
            @JsonProperty(required = true) java.time.LocalDate plantedOn,
            List<AwdStage> stages,
            @JsonProperty(required = true) int maxMinutes,
            List<Window> windows,
            @Nullable SkipRules skip,
            @Nullable CycleSoak cycleSoak,
            @Nullable MainsCutPolicy afterMainsCut)
            implements Program {
        public Awd {
            stages = List.copyOf(stages);
            windows = List.copyOf(windows);
        }
    }

    /**
     * Water levels of one growth stage, in centimetres relative to the soil surface.
     *
     * @param name what people call the stage
     * @param fromDay first day of the stage, counted from planting, 0 to 250
     * @param refloodAtCm level at or below which water is let in, -40 to 10; absent lets none in (drained for harvest)
     * @param floodToCm level at which letting in stops, above {@code refloodAtCm}, to 20
     */
    record AwdStage(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) int fromDay,
            @Nullable Double refloodAtCm,
            @Nullable Double floodToCm) {}
}
