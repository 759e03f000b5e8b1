package vn.tuoi.edge.bench.scheduling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import vn.tuoi.agronomy.decision.RefillPolicy;
import vn.tuoi.edge.simulate.ForecastSource;
import vn.tuoi.edge.simulate.Watering;

/** The ways of scheduling an upland crop that are compared, each with its dial. Immutable, thread-safe. */
final class Ways {

    /** How many different forecast errors are averaged. */
    private static final int SEEDS = 3;

    private static final double LOWEST_TOLERATED = 0.75;
    private static final double TOLERATED_STEP = 0.005;

    private final Scenario scenario;
    private final Trial trial;

    Ways(Scenario scenario) {
        this.scenario = scenario;
        this.trial = new Trial(scenario);
    }

    /** The same depth every so many days. */
    Dial timer() {
        List<Score> scores = new ArrayList<>();
        for (int interval = 1; interval <= 7; interval++) {
            for (int depthMm = 1; depthMm <= 60; depthMm++) {
                int every = interval;
                double depth = depthMm;
                scores.add(trial.score(
                        depthMm + " mm every " + interval + " d",
                        morning -> morning.state().dayIndex() % every == 0 ? depth : 0));
            }
        }
        return new Dial(scores);
    }

    /** To field capacity when a probe without error shows less than a threshold. */
    Dial moisture() {
        double full = scenario.soil().fieldCapacity();
        double available = full - scenario.soil().wiltingPoint();
        List<Score> scores = new ArrayList<>();
        for (int percent = 10; percent <= 90; percent += 2) {
            double low = full - percent / 100.0 * available;
            scores.add(trial.score("below " + (100 - percent) + " % of available", Watering.moisture(low, full)));
        }
        return new Dial(scores);
    }

    /** A full refill by balance, blind to the weather to come. */
    Dial balance() {
        List<Score> scores = new ArrayList<>();
        for (double tolerated = 1; tolerated >= LOWEST_TOLERATED; tolerated -= TOLERATED_STEP) {
            scores.add(trial.score(
                    label(tolerated), Watering.refill(policy(tolerated).withoutForecast())));
        }
        return new Dial(scores);
    }

    /** A refill by balance with an imperfect forecast. */
    Dial forecast() {
        List<Score> scores = new ArrayList<>();
        for (double tolerated = 1; tolerated >= LOWEST_TOLERATED; tolerated -= TOLERATED_STEP) {
            Watering watering = Watering.refill(policy(tolerated));
            scores.add(trial.score(label(tolerated), season -> watering, ForecastSource.Kind.IMPERFECT, SEEDS));
        }
        return new Dial(scores);
    }

    /** The policy as it ships, with an imperfect forecast. */
    Dial forecastAsShipped() {
        Watering watering = Watering.refill(RefillPolicy.STANDARD);
        return new Dial(List.of(trial.score("as shipped", season -> watering, ForecastSource.Kind.IMPERFECT, SEEDS)));
    }

    /** Who knows the weather to come: trying every depth, or a refill by balance with a forecast that is the truth. */
    Dial oracle() {
        List<Score> scores = new ArrayList<>();
        for (double tolerated = 1; tolerated >= LOWEST_TOLERATED; tolerated -= TOLERATED_STEP) {
            double stress = tolerated;
            scores.add(trial.score(
                    label(tolerated),
                    season -> new Oracle(scenario, season, RefillPolicy.STANDARD.minimumNetMm(), stress),
                    ForecastSource.Kind.NONE,
                    1));
            Watering watering = Watering.refill(policy(tolerated));
            scores.add(trial.score(label(tolerated) + ", refill", season -> watering, ForecastSource.Kind.PERFECT, 1));
        }
        return new Dial(scores);
    }

    private static RefillPolicy policy(double tolerated) {
        RefillPolicy standard = RefillPolicy.STANDARD;
        return new RefillPolicy(
                OptionalDouble.empty(),
                tolerated,
                standard.refillFraction(),
                standard.minimumNetMm(),
                standard.maximumNetMm(),
                standard.forecastDays());
    }

    private static String label(double tolerated) {
        return String.format(Locale.ROOT, "Ks from %.3f", tolerated);
    }
}
