package vn.tuoi.edge.bench.scheduling;

import java.util.List;
import java.util.function.Function;
import vn.tuoi.agronomy.balance.BalanceDay;
import vn.tuoi.agronomy.balance.SeasonTotals;
import vn.tuoi.edge.simulate.ForecastSource;
import vn.tuoi.edge.simulate.UplandSeason;
import vn.tuoi.edge.simulate.Watering;

/** Runs a way of scheduling through every season of a scenario. Immutable, thread-safe. */
final class Trial {

    private final Scenario scenario;

    Trial(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Without a forecast. */
    Score score(String setting, Watering watering) {
        return score(setting, season -> watering, ForecastSource.Kind.NONE, 1);
    }

    /**
     * @param waterings the way of scheduling, made for each season
     * @param forecast what it may look at
     * @param seeds how many different forecast errors are averaged
     */
    Score score(
            String setting, Function<Scenario.Season, Watering> waterings, ForecastSource.Kind forecast, int seeds) {
        UplandSeason upland =
                new UplandSeason(scenario.balance(), scenario.soil().fieldCapacity(), scenario.wettedFraction());
        double irrigation = 0;
        double etc = 0;
        double eta = 0;
        double stress = 0;
        double percolation = 0;
        double runs = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            ForecastSource source = new ForecastSource(forecast, scenario.weather(), seed);
            for (Scenario.Season season : scenario.seasons()) {
                List<BalanceDay> days = upland.run(season.first(), season.climates(), waterings.apply(season), source);
                SeasonTotals totals = SeasonTotals.of(days);
                irrigation += totals.irrigationMm();
                etc += totals.etcMm();
                eta += totals.etaMm();
                stress += totals.stressDays();
                percolation += totals.deepPercolationMm();
                runs += days.stream().filter(d -> d.flows().irrigationMm() > 0).count();
            }
        }
        double n = (double) scenario.seasons().size() * seeds;
        return new Score(setting, irrigation / n, 100 * eta / etc, stress / n, percolation / n, runs / n);
    }
}
