package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.SkipRules;

/** The weather that makes watering needless or wasteful. A stale input skips nothing. */
final class SkipWeather {
    private static final long WIND_FRESH_MS = Duration.ofMinutes(30).toMillis();
    private static final long AIR_FRESH_MS = Duration.ofHours(1).toMillis();
    private static final int DEFAULT_HOURS = 24;

    private SkipWeather() {}

    /**
     * The rule that leaves a run out.
     *
     * @param at when it would start: for a time to come only what has been measured and forecast until now counts
     */
    static @Nullable Explanation reason(FarmNow farm, SkipRules rules, Instant at) {
        if (rules.equals(SkipRules.NONE)) {
            return null;
        }
        long atMs = farm.nowMs + Math.max(0, at.toEpochMilli() - farm.now.toEpochMilli());
        Double fallenLimit = rules.rainFallenMm();
        if (fallenLimit != null && farm.wallTrusted) {
            int hours = Objects.requireNonNullElse(rules.rainFallenHours(), DEFAULT_HOURS);
            double fallen = farm.rain.fallenMm(at, Duration.ofHours(hours));
            if (fallen >= fallenLimit) {
                return Explanation.of("run.skipped.rain_fallen", "mm", round(fallen), "hours", hours);
            }
        }
        Double comingLimit = rules.rainComingMm();
        Forecast forecast = farm.forecastAt(at);
        if (comingLimit != null && forecast != null && farm.wallTrusted) {
            int hours = Objects.requireNonNullElse(rules.rainComingHours(), DEFAULT_HOURS);
            double coming = forecast.expectedRainMm(at, Duration.ofHours(hours));
            if (coming >= comingLimit) {
                return Explanation.of("run.skipped.rain_coming", "mm", round(coming), "hours", hours);
            }
        }
        Double windLimit = rules.windMetresPerSecond();
        Sensor wind = farm.sensors[Layout.WIND];
        if (windLimit != null && wind.fresh(atMs, WIND_FRESH_MS) && wind.value() > windLimit) {
            return Explanation.of("run.skipped.wind", "wind", round(wind.value()), "limit", windLimit);
        }
        Double frostLimit = rules.frostCelsius();
        Sensor air = farm.sensors[Layout.AIR_TEMPERATURE];
        if (frostLimit != null && air.fresh(atMs, AIR_FRESH_MS) && air.value() < frostLimit) {
            return Explanation.of("run.skipped.frost", "celsius", round(air.value()), "limit", frostLimit);
        }
        return null;
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
