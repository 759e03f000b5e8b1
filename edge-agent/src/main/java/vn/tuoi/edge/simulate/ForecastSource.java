package vn.tuoi.edge.simulate;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import vn.tuoi.agronomy.decision.RainForecast;
import vn.tuoi.agronomy.weather.WeatherDay;
import vn.tuoi.agronomy.weather.WeatherSeries;

/**
 * A rain forecast for any day of a known series: none, the truth, or the truth spoilt by a stated error. The imperfect one has a skill s
 * of 0.75 on the first day that falls by 0.06 a day, to 0 in the end: a wet day is announced as wet with probability c + s (1 - c), a dry
 * day as wet with probability c (1 - s), where c is the share of wet days within 15 days of the date over all years of the series. The
 * amount is multiplied by a log-normal error (standard deviation of the logarithm 0.4, 0.06 more a day; mean 1), a false alarm has the
 * mean wet day's amount. The stated probability is what a calibrated service would say. Deterministic for a seed, a day and a lead.
 * Immutable, thread-safe.
 */
public final class ForecastSource {

    /** A day counts as wet from this depth, mm. */
    private static final double WET_MM = 1;
    /** As many days ahead as weather services publish. */
    private static final int DAYS = 16;

    private static final double FIRST_SKILL = 0.75;
    private static final double SKILL_LOST_PER_DAY = 0.06;
    private static final double FIRST_AMOUNT_ERROR = 0.4;
    private static final double AMOUNT_ERROR_PER_DAY = 0.06;
    private static final int DAYS_OF_YEAR = 366;
    private static final int CLIMATE_WINDOW_DAYS = 15;

    private final Kind kind;
    private final LocalDate first;
    private final double[] rainMm;
    private final long seed;
    private final double[] wetShare = new double[DAYS_OF_YEAR + 1];
    private final double[] meanWetMm = new double[DAYS_OF_YEAR + 1];

    /** How good a forecast is. */
    public enum Kind {
        /** Nobody looks ahead. */
        NONE,
        /** The truth with the stated error. */
        IMPERFECT,
        /** The truth. */
        PERFECT
    }

    /**
     * @param series the truth; its years together are the climate
     * @param seed of the error
     */
    public ForecastSource(Kind kind, WeatherSeries series, long seed) {
        this.kind = kind;
        this.first = series.first();
        this.rainMm = series.days().stream().mapToDouble(WeatherDay::rainMm).toArray();
        this.seed = seed;
        if (kind == Kind.IMPERFECT) {
            learnClimate(series);
        }
    }

    private void learnClimate(WeatherSeries series) {
        int[] days = new int[DAYS_OF_YEAR + 1];
        int[] wetDays = new int[DAYS_OF_YEAR + 1];
        double[] wetMm = new double[DAYS_OF_YEAR + 1];
        for (WeatherDay day : series.days()) {
            days[day.dayOfYear()]++;
            if (day.rainMm() >= WET_MM) {
                wetDays[day.dayOfYear()]++;
                wetMm[day.dayOfYear()] += day.rainMm();
            }
        }
        for (int j = 1; j <= DAYS_OF_YEAR; j++) {
            int all = 0;
            int wet = 0;
            double mm = 0;
            for (int k = j - CLIMATE_WINDOW_DAYS; k <= j + CLIMATE_WINDOW_DAYS; k++) {
                int near = Math.floorMod(k - 1, DAYS_OF_YEAR) + 1;
                all += days[near];
                wet += wetDays[near];
                mm += wetMm[near];
            }
            wetShare[j] = all == 0 ? 0 : (double) wet / all;
            meanWetMm[j] = wet == 0 ? 0 : mm / wet;
        }
    }

    /** What is announced on the morning of a date, that day first; nothing beyond the series. */
    public RainForecast on(LocalDate date) {
        int index = Math.toIntExact(ChronoUnit.DAYS.between(first, date));
        List<RainForecast.Day> days = new ArrayList<>();
        if (kind != Kind.NONE && index >= 0) {
            for (int lead = 0; lead < DAYS && index + lead < rainMm.length; lead++) {
                days.add(
                        kind == Kind.PERFECT
                                ? new RainForecast.Day(rainMm[index + lead], 1)
                                : imperfect(index, lead, date.plusDays(lead).getDayOfYear()));
            }
        }
        return new RainForecast(days);
    }

    private RainForecast.Day imperfect(int index, int lead, int dayOfYear) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + index * 31L + lead);
        double climate = wetShare[dayOfYear];
        double usualMm = meanWetMm[dayOfYear];
        double skill = Math.max(0, FIRST_SKILL - SKILL_LOST_PER_DAY * lead);
        double truth = rainMm[index + lead];
        boolean wet = truth >= WET_MM;
        double hit = climate + skill * (1 - climate);
        double falseAlarm = climate * (1 - skill);
        boolean announced = random.nextDouble() < (wet ? hit : falseAlarm);
        double spread = FIRST_AMOUNT_ERROR + AMOUNT_ERROR_PER_DAY * lead;
        double error = Math.exp(spread * gaussian(random) - spread * spread / 2);
        double amount = Math.min(2000, (wet ? truth : usualMm) * error);
        // Bayes: the share of days announced like this that are wet.
        double saidWet = climate * hit + (1 - climate) * falseAlarm;
        double wetGivenWet = saidWet <= 0 ? 0 : climate * hit / saidWet;
        double wetGivenDry = saidWet >= 1 ? 0 : climate * (1 - hit) / (1 - saidWet);
        return announced
                ? new RainForecast.Day(amount, Math.min(1, wetGivenWet))
                : new RainForecast.Day(usualMm, Math.min(1, wetGivenDry));
    }

    /** A standard normal deviate, by Box and Muller. */
    private static double gaussian(SplittableRandom random) {
        double u = 1 - random.nextDouble();
        return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
