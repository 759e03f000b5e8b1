package vn.tuoi.edge.bench.scheduling;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.paddy.AwdRegime;
import vn.tuoi.agronomy.paddy.PaddyBalance;
import vn.tuoi.agronomy.paddy.PaddyDay;
import vn.tuoi.agronomy.paddy.PaddySoil;
import vn.tuoi.agronomy.paddy.PaddyState;

/** Rice in a bunded paddy, by timer or by water level. Immutable, thread-safe. */
final class RiceTrial {

    private static final double FIRST_POND_MM = 30;

    private final Crop crop;
    private final List<Scenario.Season> seasons;
    private final PaddyBalance balance;

    RiceTrial(Scenario scenario) {
        this.crop = scenario.crop();
        this.seasons = scenario.seasons();
        this.balance = new PaddyBalance(PaddySoil.puddledClay(), crop.depletionFraction());
    }

    /** Water on a morning, mm. */
    @FunctionalInterface
    private interface Rule {
        double waterMm(PaddyState state);
    }

    /** The same depth every so many days until the field is drained. */
    Dial timer() {
        List<Score> scores = new ArrayList<>();
        for (int interval = 1; interval <= 7; interval++) {
            for (int depthMm = 5; depthMm <= 150; depthMm += 5) {
                int every = interval;
                double depth = depthMm;
                scores.add(score(
                        depthMm + " mm every " + interval + " d", state -> state.dayIndex() % every == 0 ? depth : 0));
            }
        }
        return new Dial(scores);
    }

    /** By the levels of a regime of the table. */
    Dial regime(String key) {
        AwdRegime regime = AwdRegime.load(key, crop.stages().totalDays());
        return new Dial(List.of(score(key, state -> {
            OptionalDouble target = regime.floodTo(state.dayIndex(), balance.levelCm(state));
            return target.isPresent() ? balance.waterToLevelMm(state, target.getAsDouble()) : 0;
        })));
    }

    private Score score(String setting, Rule rule) {
        double irrigation = 0;
        double etc = 0;
        double eta = 0;
        double stress = 0;
        double percolation = 0;
        double runs = 0;
        for (Scenario.Season season : seasons) {
            PaddyState state = PaddyState.saturated(PaddySoil.puddledClay(), FIRST_POND_MM);
            for (DailyClimate climate : season.climates()) {
                double etcMm = crop.kc().on(crop.stages(), state.dayIndex()) * climate.et0Mm();
                PaddyDay day = balance.step(state, etcMm, climate.rainMm(), rule.waterMm(state));
                irrigation += day.irrigationMm();
                etc += day.etcMm();
                eta += day.etaMm();
                stress += day.stress() < 1 ? 1 : 0;
                percolation += day.percolationMm();
                runs += day.irrigationMm() > 0 ? 1 : 0;
                state = day.after();
            }
        }
        double n = seasons.size();
        return new Score(setting, irrigation / n, 100 * eta / etc, stress / n, percolation / n, runs / n);
    }
}
