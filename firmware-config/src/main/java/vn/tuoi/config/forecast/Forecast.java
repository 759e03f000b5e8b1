package vn.tuoi.config.forecast;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.Problem;
import vn.tuoi.config.json.StrictJson;

/**
 * The weather that is expected on a farm, hour by hour, on topic {@code forecast}. After {@code expiresAt} it is no
 * forecast: whoever reads it must ask {@link #isFresh} first.
 *
 * @param issuedAt when it was made
 * @param expiresAt from when on nobody may use it
 * @param hours in order of time, at most {@link #MAX_HOURS}
 */
public record Forecast(
        @JsonProperty(required = true) Instant issuedAt,
        @JsonProperty(required = true) Instant expiresAt,
        List<Hour> hours) {
    /** Ten days; a longer one is refused. */
    public static final int MAX_HOURS = 240;

    private static final Duration HOUR = Duration.ofHours(1);

    public Forecast {
        hours = List.copyOf(hours);
    }

    /**
     * What is expected in the hour that begins at {@code at}.
     *
     * @param rainMm rain if it rains, 0 to 500
     * @param rainProbability 0 to 1; absent means 1
     * @param airTemperatureCelsius mean, -60 to 60
     * @param windMetresPerSecond mean at 2 m, 0 to 100
     * @param et0Mm reference evapotranspiration, 0 to 3
     */
    public record Hour(
            @JsonProperty(required = true) Instant at,
            @JsonProperty(required = true) double rainMm,
            @Nullable Double rainProbability,
            @Nullable Double airTemperatureCelsius,
            @Nullable Double windMetresPerSecond,
            @Nullable Double et0Mm) {
        /** Rain weighted by its probability, in mm. */
        public double expectedRainMm() {
            return rainMm * (rainProbability == null ? 1 : rainProbability);
        }
    }

    /** A forecast that was read and found valid. */
    public static Forecast parse(byte[] json) throws MalformedDocument {
        Forecast forecast = StrictJson.read(json, Forecast.class);
        List<Problem> problems = new ArrayList<>();
        if (!forecast.expiresAt.isAfter(forecast.issuedAt)) {
            problems.add(new Problem("expiresAt", "must be after issuedAt (" + forecast.issuedAt + ")"));
        }
        if (forecast.hours.size() > MAX_HOURS) {
            problems.add(new Problem("hours", "has " + forecast.hours.size() + " entries; the limit is " + MAX_HOURS));
        }
        for (int i = 0; i < forecast.hours.size(); i++) {
            Hour hour = forecast.hours.get(i);
            String at = "hours[" + i + "].";
            if (i > 0 && !hour.at.isAfter(forecast.hours.get(i - 1).at)) {
                problems.add(new Problem(at + "at", "must be after the hour before"));
            }
            range(problems, at + "rainMm", hour.rainMm, 0, 500);
            range(problems, at + "rainProbability", hour.rainProbability, 0, 1);
            range(problems, at + "airTemperatureCelsius", hour.airTemperatureCelsius, -60, 60);
            range(problems, at + "windMetresPerSecond", hour.windMetresPerSecond, 0, 100);
            range(problems, at + "et0Mm", hour.et0Mm, 0, 3);
        }
        if (!problems.isEmpty()) {
            throw new MalformedDocument(problems);
        }
        return forecast;
    }

    private static void range(List<Problem> problems, String path, @Nullable Double value, double least, double most) {
        if (value != null && !(value >= least && value <= most)) {
            problems.add(new Problem(path, "must be " + least + " to " + most + ", not " + value));
        }
    }

    /** Whether it may still be used. */
    public boolean isFresh(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** Rain expected from {@code now} for {@code span}, weighted by its probability, in mm. */
    public double expectedRainMm(Instant now, Duration span) {
        Instant end = now.plus(span);
        double sum = 0;
        for (Hour hour : hours) {
            if (hour.at.plus(HOUR).isAfter(now) && hour.at.isBefore(end)) {
                sum += hour.expectedRainMm();
            }
        }
        return sum;
    }
}
