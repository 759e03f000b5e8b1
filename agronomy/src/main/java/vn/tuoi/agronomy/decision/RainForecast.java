package vn.tuoi.agronomy.decision;

import java.util.List;
import vn.tuoi.agronomy.Range;

/**
 * Rain that is likely, day by day from today. It sizes a refill; it is never credited to a balance.
 *
 * @param days today first; empty when there is no forecast or it is stale
 */
public record RainForecast(List<Day> days) {

    /** Rain comes in lumps, of which more overflows than of their mean; found best in {@code tuoi bench scheduling}. */
    private static final double SURPLUS_WEIGHT = 2;

    /** No forecast, or one too old to be one. */
    public static final RainForecast NONE = new RainForecast(List.of());

    /**
     * A day's likely rain.
     *
     * @param rainMm if it rains
     * @param probability that it does, 0 to 1
     */
    public record Day(double rainMm, double probability) {

        private static final Range RAIN = new Range("forecast rain", "mm", 0, 2000);
        private static final Range PROBABILITY = new Range("rain probability", "", 0, 1);

        /** Refuses values outside their ranges. */
        public Day {
            RAIN.require(rainMm);
            PROBABILITY.require(probability);
        }

        /** Rain weighted by its probability, mm. */
        public double expectedMm() {
            return rainMm * probability;
        }
    }

    /** Copies the list. */
    public RainForecast {
        days = List.copyOf(days);
    }

    /** Rain in mm that is expected in the first so many days, each weighted by its probability. */
    public double expectedMm(int dayCount) {
        return days.stream().limit(dayCount).mapToDouble(Day::expectedMm).sum();
    }

    /**
     * Rain in mm that would find no room in a root zone that was full this morning: the largest excess of expected rain over
     * evapotranspiration, summed from today to any of the first so many days.
     *
     * @param etcMm evapotranspiration of a day
     */
    public double surplusMm(int dayCount, double etcMm) {
        double sum = 0;
        double largest = 0;
        for (Day day : days.subList(0, Math.min(dayCount, days.size()))) {
            sum += SURPLUS_WEIGHT * day.expectedMm();
            largest = Math.max(largest, sum);
            sum -= etcMm;
        }
        return largest;
    }
}
