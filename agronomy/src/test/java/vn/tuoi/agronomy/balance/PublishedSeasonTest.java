package vn.tuoi.agronomy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.crop.GrowthStages;
import vn.tuoi.agronomy.crop.StageValues;
import vn.tuoi.agronomy.crop.Stature;
import vn.tuoi.agronomy.et0.Atmosphere;
import vn.tuoi.agronomy.et0.ClimateEstimator;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.et0.ReferenceMethod;
import vn.tuoi.agronomy.soil.Soil;
import vn.tuoi.agronomy.table.DataTable;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherColumn;
import vn.tuoi.agronomy.weather.WeatherDay;

/** Whole seasons that others published, day by day: every column of the balance within the three decimals that were printed. */
class PublishedSeasonTest {

    private static final BalanceOptions END = BalanceOptions.of(Timing.END, CoefficientMethod.DUAL);

    @Test
    void cottonShortOfWaterInADesert() {
        Crop cotton = new Crop(
                new StageValues(0.35, 1.15, 0.60),
                new StageValues(0.15, 1.20, 0.573),
                0.15,
                new GrowthStages(31, 52, 50, 21),
                new Stature(0.05, 1.20, 0.60, 1.70),
                0.65,
                false);
        Soil soil = new Soil(0.225, 0.100, 0.1143, 9, OptionalDouble.empty());
        agrees("cotton-2013-dry.csv", given(3), new RootZoneBalance(cotton, soil, END), 0.100);
    }

    @Test
    void maizeUnderHeavyRainWithRunoff() {
        Crop maize = new Crop(
                new StageValues(0.35, 1.15, 0.60),
                new StageValues(0.15, 1.05, 0.15),
                0.15,
                new GrowthStages(24, 32, 40, 41),
                new Stature(0.01, 2.0, 0.2, 1.2),
                0.55,
                false);
        Soil soil = new Soil(0.29, 0.068, 0.1, 9, OptionalDouble.of(75));
        ClimateEstimator estimator = new ClimateEstimator(
                Site.inland(40.49089, 256), ReferenceMethod.ASCE_SHORT, ClimateEstimator.Et0Source.COMPUTED);
        agrees(
                "maize-2015-runoff.csv",
                row -> estimator.climate(weather(row, 10)),
                new RootZoneBalance(maize, soil, END),
                0.29);
    }

    /** Reference evapotranspiration as it was given. */
    private static Function<DataTable.Row, DailyClimate> given(double windHeightM) {
        return row -> DailyClimate.measured(
                row.number("et0_mm"),
                row.number("wind_ms") * Atmosphere.windFactorTo2m(windHeightM),
                row.number("rhmin"),
                row.number("rain_mm"));
    }

    private static WeatherDay weather(DataTable.Row row, double windHeightM) {
        Map<WeatherColumn, Double> values = new EnumMap<>(WeatherColumn.class);
        for (WeatherColumn column : List.of(
                WeatherColumn.RS_MJ,
                WeatherColumn.TMAX,
                WeatherColumn.TMIN,
                WeatherColumn.RHMAX,
                WeatherColumn.RHMIN,
                WeatherColumn.WIND_MS,
                WeatherColumn.RAIN_MM)) {
            values.put(column, row.number(column.header()));
        }
        return WeatherDay.of(LocalDate.parse(row.text("date")), values, windHeightM);
    }

    private static void agrees(
            String file, Function<DataTable.Row, DailyClimate> climates, RootZoneBalance balance, double initial) {
        BalanceState state = BalanceState.initial(balance.crop(), balance.soil(), initial);
        for (DataTable.Row row :
                DataTable.beside(PublishedSeasonTest.class, file).rows()) {
            DailyClimate climate = climates.apply(row);
            assertThat(climate.et0Mm())
                    .as(file + " " + row.text("date") + " et0")
                    .isCloseTo(row.number("et0_mm"), within(0.002));
            BalanceDay day = balance.step(
                    state, DayInput.irrigated(climate, row.number("irrigation_mm"), row.number("irrigation_fw")));
            columns(day)
                    .forEach((name, value) -> assertThat(value)
                            .as(file + " " + row.text("date") + " " + name)
                            .isCloseTo(row.number(name), within(0.002)));
            state = day.after();
        }
    }

    private static Map<String, Double> columns(BalanceDay day) {
        SurfaceLayer surface = day.surface().orElseThrow();
        RootZone zone = day.rootZone();
        Flows flows = day.flows();
        Map<String, Double> columns = new LinkedHashMap<>();
        columns.put("kcb", day.crop().kcb());
        columns.put("h_m", day.crop().heightM());
        columns.put("kcmax", surface.kcMax());
        columns.put("fc", surface.cover());
        columns.put("fw", surface.wettedFraction());
        columns.put("few", surface.exposedAndWetted());
        columns.put("de_mm", surface.depletionMm());
        columns.put("kr", surface.reduction());
        columns.put("ke", surface.coefficient());
        columns.put("e_mm", surface.evaporationMm());
        columns.put("dpe_mm", surface.drainageMm());
        columns.put("kc", day.crop().kcb() + surface.coefficient());
        columns.put("etc_mm", flows.etcMm());
        columns.put("taw_mm", zone.tawMm());
        columns.put("zr_m", zone.rootM());
        columns.put("p", zone.depletionFraction());
        columns.put("raw_mm", zone.rawMm());
        columns.put("ks", zone.stress());
        columns.put("eta_mm", flows.etaMm());
        columns.put("dp_mm", flows.deepPercolationMm());
        columns.put("dr_mm", zone.depletionMm());
        columns.put("runoff_mm", flows.runoffMm());
        return columns;
    }
}
