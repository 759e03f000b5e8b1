package vn.tuoi.config.plan;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A time of day in the farm's zone: on the clock, or by the sun with an offset.
 *
 * @param at clock time {@code HH:mm}
 * @param sun sunrise or sunset of the day at the farm's position
 * @param offsetMinutes added to the sun's time, -720 to 720; 0 when absent
 */
public record StartTime(
        @Nullable @JsonFormat(pattern = "HH:mm") LocalTime at,
        @Nullable SunEvent sun,
        @Nullable Integer offsetMinutes) {
    public static StartTime clock(LocalTime at) {
        return new StartTime(at, null, null);
    }

    public static StartTime sun(SunEvent sun, int offsetMinutes) {
        return new StartTime(null, sun, offsetMinutes);
    }
}
