package vn.tuoi.edge.bench.scheduling;

import vn.tuoi.agronomy.balance.BalanceDay;
import vn.tuoi.agronomy.balance.BalanceState;
import vn.tuoi.agronomy.balance.DayInput;
import vn.tuoi.agronomy.balance.RootZoneBalance;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.edge.simulate.Watering;

/**
 * A scheduler that knows the weather to come, which nobody can build: the yardstick. It waters only on a day that would otherwise stress
 * the crop, and tries every depth against the true weather of the coming weeks; it takes the depth that costs the least water, what is
 * missing from the soil at the end counted as water still to be given. Immutable, thread-safe.
 */
final class Oracle implements Watering {

    private static final int HORIZON_DAYS = 30;
    private static final double STEP_MM = 2;

    private final RootZoneBalance balance;
    private final Scenario.Season season;
    private final double wettedFraction;
    private final double leastMm;
    private final double toleratedStress;

    /**
     * @param leastMm smallest depth worth a run
     * @param toleratedStress Ks down to which a day is left without water, 1 for none
     */
    Oracle(Scenario scenario, Scenario.Season season, double leastMm, double toleratedStress) {
        this.balance = scenario.balance();
        this.season = season;
        this.wettedFraction = scenario.wettedFraction();
        this.leastMm = leastMm;
        this.toleratedStress = toleratedStress;
    }

    @Override
    public double netMm(Morning morning) {
        BalanceState state = morning.state();
        double least = leastWithoutStress(state);
        if (least == 0) {
            return 0;
        }
        double best = least;
        double cheapest = cost(state, least);
        for (double depth = least + STEP_MM; depth <= state.depletionMm(); depth += STEP_MM) {
            double cost = cost(state, depth);
            if (cost < cheapest - 1e-9) {
                cheapest = cost;
                best = depth;
            }
        }
        return best;
    }

    /** The smallest depth that keeps today without stress, 0 when none is needed. */
    private double leastWithoutStress(BalanceState state) {
        if (!stressed(state, 0)) {
            return 0;
        }
        double depth = Math.min(leastMm, state.depletionMm());
        while (depth < state.depletionMm() && stressed(state, depth)) {
            depth = Math.min(depth + 1, state.depletionMm());
        }
        return depth;
    }

    private boolean stressed(BalanceState state, double depthMm) {
        return step(state, depthMm).rootZone().stress() < toleratedStress;
    }

    /** The cheaper of two ways to go on after a first depth: the smallest depth whenever it must be, or a full refill. */
    private double cost(BalanceState start, double firstMm) {
        return Math.min(cost(start, firstMm, false), cost(start, firstMm, true));
    }

    /** Water given over the horizon and water missing at its end, mm. */
    private double cost(BalanceState start, double firstMm, boolean fullRefills) {
        double water = firstMm;
        BalanceState state = step(start, firstMm).after();
        int end = Math.min(season.climates().size(), start.dayIndex() + HORIZON_DAYS);
        while (state.dayIndex() < end) {
            double least = leastWithoutStress(state);
            double depth = least > 0 && fullRefills ? state.depletionMm() : least;
            water += depth;
            state = step(state, depth).after();
        }
        return end == season.climates().size() ? water : water + state.depletionMm();
    }

    private BalanceDay step(BalanceState state, double depthMm) {
        DailyClimate climate = season.climates().get(state.dayIndex());
        return balance.step(state, DayInput.irrigated(climate, depthMm, wettedFraction));
    }
}
