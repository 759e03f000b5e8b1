package vn.tuoi.edge.simulated;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import vn.tuoi.agronomy.table.DataTable;
import vn.tuoi.agronomy.weather.WeatherColumn;
import vn.tuoi.agronomy.weather.WeatherDay;
import vn.tuoi.agronomy.weather.WeatherSeries;

/**
 * Weather that a place could have, from its monthly normals: rain comes in spells (a two-state Markov chain) with
 * exponentially distributed amounts, daily mean temperature wanders around the month's (a first-order autoregression),
 * wet days have a smaller range. The same seed gives the same weather. Immutable and thread-safe.
 */
final class Climate {
    /** How much a day's being wet says of the next one's. */
    private static final double RAIN_PERSISTENCE = 0.3;

    private static final double TEMPERATURE_PERSISTENCE = 0.7;

    /** The extremes of about 30 autocorrelated days lie about 1.8 standard deviations from their mean. */
    private static final double EXTREME_DEVIATIONS = 1.8;

    /** Assumed: the normals do not have the range of a day. Inland northern Vietnam, °C. */
    private static final double DRY_DAY_RANGE = 9;

    private static final double WET_DAY_RANGE = 6;

    private record Month(double mean, double deviation, double rainMm, double rainDays) {}

    private final List<Month> months;

    private Climate(List<Month> months) {
        this.months = months;
    }

    /** Monthly normals 2011-2025 of the hills of Thái Nguyên. */
    static Climate thaiNguyen() {
        return new Climate(DataTable.beside(Climate.class, "thai_nguyen_normals.csv").rows().stream()
                .map(row -> new Month(
                        row.number("t_mean"),
                        (row.number("warmest_mean") - row.number("coldest_mean")) / 2 / EXTREME_DEVIATIONS,
                        row.number("rain_mm"),
                        row.number("rain_days")))
                .toList());
    }

    /** So many days of weather from {@code first} on. */
    WeatherSeries weather(LocalDate first, int days, long seed) {
        Random random = new Random(seed);
        List<WeatherDay> series = new ArrayList<>(days);
        double anomaly = random.nextGaussian();
        boolean wet = random.nextBoolean();
        for (int i = 0; i < days; i++) {
            LocalDate date = first.plusDays(i);
            Month month = months.get(date.getMonthValue() - 1);
            double wetShare = Math.min(0.98, month.rainDays() / date.lengthOfMonth());
            double chance =
                    wet ? RAIN_PERSISTENCE + (1 - RAIN_PERSISTENCE) * wetShare : (1 - RAIN_PERSISTENCE) * wetShare;
            wet = random.nextDouble() < chance;
            anomaly = TEMPERATURE_PERSISTENCE * anomaly
                    + Math.sqrt(1 - TEMPERATURE_PERSISTENCE * TEMPERATURE_PERSISTENCE) * random.nextGaussian();
            double rain = wet ? -Math.log(1 - random.nextDouble()) * month.rainMm() / month.rainDays() : 0;
            double mean = month.mean() + anomaly * month.deviation();
            double range = rain > 1 ? WET_DAY_RANGE : DRY_DAY_RANGE;
            double wind = 1 + random.nextDouble() * 1.5;
            Map<WeatherColumn, Double> values = new EnumMap<>(WeatherColumn.class);
            values.put(WeatherColumn.TMIN, round(mean - range / 2));
            values.put(WeatherColumn.TMAX, round(mean + range / 2));
            values.put(WeatherColumn.RAIN_MM, round(rain));
            values.put(WeatherColumn.WIND2_MS, round(wind));
            series.add(WeatherDay.of(date, values));
        }
        return new WeatherSeries(series);
    }

    private static double round(double value) {
        return Math.rint(value * 10) / 10;
    }
}
