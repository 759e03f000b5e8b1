package vn.tuoi.edge.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import vn.tuoi.agronomy.decision.RainForecast;

/**
 * A rain forecast for any day of a known series: none, the truth, or the truth spoilt by a stated error. The imperfect one has skill that
 * fades with lead time: with skill s a wet day is announced as wet with probability climate + s (1 - climate), a dry day as wet with
 * probability climate (1 - s); the amount is multiplied by a log-normal error; the stated probability is what a calibrated service would
 * say. Deterministic for a seed, a day and a lead. Immutable, thread-safe.
 */
public final class ForecastSource {

    /** A day counts as wet from this depth, mm. */
    private static final double WET_MM = 1;
    /** As many days ahead as weather services publish. */
    private static final int DAYS = 16;
    /** Skill on the first day; a day later it is this much less. */
    private static final double FIRST_SKILL = 0.75;

    private static final double SKILL_LOST_PER_DAY = 0.06;
    /** Standard deviation of the logarithm of the amount. */
    private static final double FIRST_AMOUNT_ERROR = 0.4;

    private static final double AMOUNT_ERROR_PER_DAY = 0.06;

    private final Kind kind;
    private final double[] rainMm;
    private final long seed;
    private final double wetShare;
    private final double meanWetMm;

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
     * @param rainMm the true rain, day by day
     * @param seed of the error
     */
    public ForecastSource(Kind kind, double[] rainMm, long seed) {
        this.kind = kind;
        this.rainMm = rainMm.clone();
        this.seed = seed;
        int wet = 0;
        double sum = 0;
        for (double mm : rainMm) {
            if (mm >= WET_MM) {
                wet++;
                sum += mm;
            }
        }
        this.wetShare = rainMm.length == 0 ? 0 : (double) wet / rainMm.length;
        this.meanWetMm = wet == 0 ? 0 : sum / wet;
    }

    /** What is announced on the morning of a day, that day first. */
    public RainForecast on(int dayIndex) {
        List<RainForecast.Day> days = new ArrayList<>();
        if (kind != Kind.NONE) {
            for (int lead = 0; lead < DAYS && dayIndex + lead < rainMm.length; lead++) {
                days.add(
                        kind == Kind.PERFECT
                                ? new RainForecast.Day(rainMm[dayIndex + lead], 1)
                                : imperfect(dayIndex, lead));
            }
        }
        return new RainForecast(days);
    }

    private RainForecast.Day imperfect(int dayIndex, int lead) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + dayIndex * 31L + lead);
        double skill = Math.max(0, FIRST_SKILL - SKILL_LOST_PER_DAY * lead);
        double truth = rainMm[dayIndex + lead];
        boolean wet = truth >= WET_MM;
        double hit = wetShare + skill * (1 - wetShare);
        double falseAlarm = wetShare * (1 - skill);
        boolean announced = random.nextDouble() < (wet ? hit : falseAlarm);
        double spread = FIRST_AMOUNT_ERROR + AMOUNT_ERROR_PER_DAY * lead;
        double error = Math.exp(spread * gaussian(random) - spread * spread / 2);
        double amount = Math.min(2000, (wet ? truth : meanWetMm) * error);
        // Bayes: the share of days announced like this that are wet.
        double saidWet = wetShare * hit + (1 - wetShare) * falseAlarm;
        double wetGivenWet = saidWet == 0 ? 0 : wetShare * hit / saidWet;
        double wetGivenDry = saidWet == 1 ? 0 : wetShare * (1 - hit) / (1 - saidWet);
        return new RainForecast.Day(announced ? amount : meanWetMm, announced ? wetGivenWet : wetGivenDry);
    }

    /** A standard normal deviate, by Box and Muller. */
    private static double gaussian(SplittableRandom random) {
        double u = 1 - random.nextDouble();
        return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
