package vn.tuoi.edge.bench.scheduling;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import vn.tuoi.agronomy.balance.BalanceOptions;
import vn.tuoi.agronomy.balance.CoefficientMethod;
import vn.tuoi.agronomy.balance.RootZoneBalance;
import vn.tuoi.agronomy.balance.Timing;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.crop.CropTable;
import vn.tuoi.agronomy.et0.ClimateEstimator;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.soil.Soil;
import vn.tuoi.agronomy.soil.SoilTable;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherCsv;
import vn.tuoi.agronomy.weather.WeatherFormatException;
import vn.tuoi.agronomy.weather.WeatherSeries;

/**
 * A crop on a soil in a climate, once for each year of a real daily series.
 *
 * @param name as printed
 * @param crop the crop
 * @param soil the soil
 * @param wettedFraction ground that the equipment wets
 * @param weather the whole series
 * @param seasons the weather of each season
 */
record Scenario(String name, Crop crop, Soil soil, double wettedFraction, WeatherSeries weather, List<Season> seasons) {

    /** A season's weather from its first day on. */
    record Season(LocalDate first, List<DailyClimate> climates) {}

    /** What the truth of every season is reckoned with. */
    RootZoneBalance balance() {
        return new RootZoneBalance(crop, soil, BalanceOptions.of(Timing.START, CoefficientMethod.DUAL));
    }

    /** A series on disk with the place it was measured at. */
    record Climate(WeatherSeries weather, ClimateEstimator estimator) {

        static Climate read(Path file, Site site) throws IOException, WeatherFormatException {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                return new Climate(WeatherCsv.read(reader, file.toString()), ClimateEstimator.fao56(site));
            }
        }

        /** Every season of so many days from a day of the year that the series holds in full. */
        List<Season> seasons(MonthDay start, int days) {
            List<Season> seasons = new ArrayList<>();
            for (int year = weather.first().getYear(); year <= weather.last().getYear(); year++) {
                LocalDate first = start.atYear(year);
                if (weather.covers(first, days)) {
                    seasons.add(new Season(
                            first,
                            weather.days(first, days).stream()
                                    .map(estimator::climate)
                                    .toList()));
                }
            }
            return List.copyOf(seasons);
        }

        /** A scenario of crops and soils of the tables. */
        Scenario scenario(String name, String cropKey, String soilKey, double wettedFraction, MonthDay start) {
            Crop crop = CropTable.load().find(cropKey).orElseThrow().crop();
            Soil soil = SoilTable.load().find(soilKey).orElseThrow().soil();
            return new Scenario(
                    name,
                    crop,
                    soil,
                    wettedFraction,
                    weather,
                    seasons(start, crop.stages().totalDays()));
        }
    }
}
