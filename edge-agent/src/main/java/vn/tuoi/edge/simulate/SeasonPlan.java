package vn.tuoi.edge.simulate;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import vn.tuoi.agronomy.balance.BalanceOptions;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.et0.ClimateEstimator;
import vn.tuoi.agronomy.weather.WeatherSeries;
import vn.tuoi.config.plan.Program;

/**
 * Everything a simulation reads, loaded and valid.
 *
 * @param weather covers every season
 * @param estimator of the place
 * @param crop of the season
 * @param soil of the season
 * @param options of the balance
 * @param program what waters, empty for nothing
 * @param recorded water that was given
 */
record SeasonPlan(
        WeatherSeries weather,
        ClimateEstimator estimator,
        Crop crop,
        SoilChoice soil,
        BalanceOptions options,
        Optional<Program> program,
        Map<LocalDate, IrrigationCsv.Event> recorded) {}
