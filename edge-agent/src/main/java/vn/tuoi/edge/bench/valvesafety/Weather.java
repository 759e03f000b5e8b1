package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import vn.tuoi.config.forecast.Forecast;

/** The sky over one schedule, hour by hour, and what a forecaster makes of it. */
final class Weather {
    private static final int HOURS = 48;
    private static final int FORECAST_HOURS = 24;

    private final double[] rainMm = new double[HOURS];
    private final double[] windMetresPerSecond = new double[HOURS];
    private final double[] celsius = new double[HOURS];
    private final SplittableRandom random;

    Weather(SplittableRandom random) {
        this.random = random;
        double mean = 8 + 18 * random.nextDouble();
        double gusts = 5 * random.nextDouble();
        for (int i = 0; i < HOURS; i++) {
            celsius[i] = mean + 6 * Math.sin((i - 7) * Math.PI / 12) + random.nextDouble();
            windMetresPerSecond[i] = gusts * random.nextDouble();
        }
        if (random.nextInt(3) == 0) {
            rain(random.nextInt(HOURS), 3, 4);
        }
    }

    private void rain(int fromHour, int hours, double mostMm) {
        for (int i = fromHour; i < Math.min(HOURS, fromHour + hours); i++) {
            rainMm[i] = mostMm * random.nextDouble();
        }
    }

    /** Hours of heavy rain and wind from the given hour on. */
    void storm(int fromHour) {
        rain(fromHour, 4, 20);
        for (int i = fromHour; i < Math.min(HOURS, fromHour + 6); i++) {
            windMetresPerSecond[i] = 8 + 10 * random.nextDouble();
        }
    }

    /** A cold wave from the given hour on. */
    void frost(int fromHour) {
        for (int i = fromHour; i < Math.min(HOURS, fromHour + 9); i++) {
            celsius[i] = -4 + 3 * random.nextDouble();
        }
    }

    private static int hour(long nowMs) {
        return (int) Math.min(HOURS - 1, nowMs / 3_600_000);
    }

    double rainMm(long nowMs) {
        return rainMm[hour(nowMs)];
    }

    double wind(long nowMs) {
        return windMetresPerSecond[hour(nowMs)];
    }

    double celsius(long nowMs) {
        return celsius[hour(nowMs)];
    }

    /** What is expected from {@code wall} on: more or less what will be, for less than half a day. */
    Forecast forecast(long nowMs, Instant wall) {
        Instant from = wall.truncatedTo(ChronoUnit.HOURS);
        List<Forecast.Hour> hours = new ArrayList<>(FORECAST_HOURS);
        for (int i = 0; i < FORECAST_HOURS; i++) {
            int hour = hour(nowMs + i * 3_600_000L);
            double mm = rainMm[hour] * (0.5 + random.nextDouble());
            hours.add(new Forecast.Hour(
                    from.plus(i, ChronoUnit.HOURS),
                    mm,
                    0.5 + 0.5 * random.nextDouble(),
                    celsius[hour],
                    windMetresPerSecond[hour],
                    0.15));
        }
        return new Forecast(wall, wall.plus(Duration.ofHours(2 + random.nextInt(9))), hours);
    }
}
