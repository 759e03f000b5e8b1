package vn.tuoi.agronomy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.crop.CropTable;
import vn.tuoi.agronomy.crop.GrowthStages;
import vn.tuoi.agronomy.crop.StageValues;
import vn.tuoi.agronomy.crop.Stature;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.soil.Soil;
import vn.tuoi.agronomy.soil.SoilTable;

/** What holds for every crop, soil, weather and option: bounds, closing balances, more rain never a drier soil. */
class BalancePropertiesTest {

    private static final int DAYS = 400;

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (long seed = 1; seed <= 60; seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    private static double coefficient(SplittableRandom random) {
        return random.nextDouble(0, 1.4);
    }

    private static Crop crop(SplittableRandom random) {
        double height = random.nextDouble(0, 5);
        double root = random.nextDouble(0.05, 2);
        return new Crop(
                new StageValues(coefficient(random), coefficient(random), coefficient(random)),
                new StageValues(coefficient(random), coefficient(random), coefficient(random)),
                random.nextDouble(0, 0.3),
                new GrowthStages(random.nextInt(60), random.nextInt(60), random.nextInt(100), 1 + random.nextInt(60)),
                new Stature(height * random.nextDouble(), height, root * random.nextDouble(0.3, 1) + 0.01, root + 0.01),
                random.nextDouble(0.05, 0.95),
                random.nextBoolean());
    }

    private static Soil soil(SplittableRandom random) {
        double wilting = random.nextDouble(0.01, 0.3);
        double field = wilting + random.nextDouble(0.03, 0.25);
        double depth = random.nextDouble(0.02, 0.2);
        double evaporable = 1000 * (field - 0.5 * wilting) * depth;
        return new Soil(
                field,
                wilting,
                depth,
                Math.min(evaporable * random.nextDouble(0.05, 0.95), 40),
                random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble(30, 98)));
    }

    private static BalanceOptions options(SplittableRandom random) {
        return new BalanceOptions(
                random.nextBoolean() ? Timing.START : Timing.END,
                random.nextBoolean() ? CoefficientMethod.DUAL : CoefficientMethod.SINGLE,
                random.nextBoolean(),
                random.nextBoolean());
    }

    private static DayInput day(SplittableRandom random) {
        double rain = random.nextInt(4) == 0 ? random.nextDouble(0, 120) : 0;
        double water = random.nextInt(6) == 0 ? random.nextDouble(0, 80) : 0;
        return new DayInput(
                DailyClimate.measured(
                        random.nextDouble(0, 15), random.nextDouble(0, 12), random.nextDouble(0, 100), rain),
                water,
                random.nextDouble(0.01, 1),
                random.nextInt(3) == 0 ? random.nextDouble(0, 5) : 0);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everythingStaysInItsBoundsAndTheWaterCloses(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RootZoneBalance balance = new RootZoneBalance(crop(random), soil(random), options(random));
        double theta =
                random.nextDouble(balance.soil().wiltingPoint(), balance.soil().fieldCapacity());
        BalanceState state = BalanceState.initial(balance.crop(), balance.soil(), theta);
        double start = state.depletionMm();
        List<BalanceDay> days = new ArrayList<>();
        for (int i = 0; i < DAYS; i++) {
            BalanceDay day = balance.step(state, day(random));
            state = day.after();
            days.add(day);
            assertThat(day.rootZone().stress()).isBetween(0.0, 1.0);
            assertThat(day.rootZone().depletionMm())
                    .isBetween(0.0, day.rootZone().tawMm());
            assertThat(day.rootZone().depletionFraction()).isBetween(0.05, 0.95);
            assertThat(day.flows().etaMm()).isBetween(0.0, day.flows().etcMm() + 1e-9);
            assertThat(day.flows().runoffMm()).isBetween(0.0, day.flows().rainMm());
            assertThat(day.flows().deepPercolationMm()).isNotNegative().isFinite();
            assertThat(day.flows().unmetMm()).isGreaterThanOrEqualTo(-1e-9);
            day.surface().ifPresent(surface -> {
                assertThat(surface.cover()).isBetween(0.0, 0.99);
                assertThat(surface.reduction()).isBetween(0.0, 1.0);
                assertThat(surface.coefficient()).isNotNegative().isFinite();
                assertThat(surface.depletionMm()).isBetween(0.0, balance.soil().tewMm());
            });
        }
        SeasonTotals totals = SeasonTotals.of(days);
        double closed = start
                + totals.etaMm()
                + totals.deepPercolationMm()
                - totals.unmetMm()
                - totals.rainMm()
                + totals.runoffMm()
                - totals.irrigationMm()
                - totals.capillaryRiseMm();
        assertThat(state.depletionMm()).isCloseTo(closed, within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void moreRainNeverLeavesADrierSoilUnderOneCoefficient(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        // A store so small that a day's evapotranspiration exceeds what is left beyond p overshoots in a daily step; no
        // field has one.
        Crop any = crop(random);
        Crop crop = new Crop(
                any.kc(),
                any.kcb(),
                any.minimumKcb(),
                any.stages(),
                new Stature(1, 1, random.nextDouble(0.8, 1), random.nextDouble(1, 2)),
                random.nextDouble(0.05, 0.6),
                true);
        Soil soil = new Soil(
                0.30, random.nextDouble(0.05, 0.2), 0.1, 8, soil(random).curveNumber());
        RootZoneBalance balance = new RootZoneBalance(
                crop, soil, new BalanceOptions(Timing.START, CoefficientMethod.SINGLE, false, false));
        BalanceState less = BalanceState.initial(
                balance.crop(), balance.soil(), balance.soil().fieldCapacity());
        BalanceState more = less;
        for (int i = 0; i < DAYS; i++) {
            DayInput input = day(random);
            double extraMm = random.nextInt(5) == 0 ? random.nextDouble(0, 30) : 0;
            DayInput wetter = new DayInput(
                    input.climate().withRainMm(input.climate().rainMm() + extraMm),
                    input.irrigationMm(),
                    input.wettedFraction(),
                    input.capillaryRiseMm());
            less = balance.step(less, input).after();
            more = balance.step(more, wetter).after();
            assertThat(more.depletionMm()).isLessThanOrEqualTo(less.depletionMm() + 1e-9);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "END"})
    void everyCropOfTheTableGrowsOnEverySoil(String timing) {
        CropTable crops = CropTable.load();
        SoilTable soils = SoilTable.load();
        for (String cropKey : crops.keys()) {
            if (cropKey.equals("rice_paddy")) {
                // Stands in water: PaddyTest.
                continue;
            }
            for (String soilKey : soils.keys()) {
                Crop crop = crops.find(cropKey).orElseThrow().crop();
                Soil soil = soils.find(soilKey).orElseThrow().soil();
                RootZoneBalance balance = new RootZoneBalance(
                        crop, soil, BalanceOptions.of(Timing.valueOf(timing), CoefficientMethod.DUAL));
                BalanceState state = BalanceState.initial(crop, soil, soil.fieldCapacity());
                double etaMm = 0;
                for (int i = 0; i < crop.stages().totalDays(); i++) {
                    double waterMm = Math.max(0, state.depletionMm());
                    BalanceDay day =
                            balance.step(state, DayInput.irrigated(DailyClimate.measured(4, 1, 70, 0), waterMm, 1));
                    assertThat(day.rootZone().stress())
                            .as(cropKey + " on " + soilKey)
                            .isGreaterThan(0.7);
                    etaMm += day.flows().etaMm();
                    state = day.after();
                }
                assertThat(etaMm / crop.stages().totalDays())
                        .as(cropKey + " on " + soilKey)
                        .isBetween(2.0, 6.0);
            }
        }
    }

    @Test
    void soilAboveFieldCapacityDrainsOnTheFirstDay() {
        Soil loam = SoilTable.load().find("loam").orElseThrow().soil();
        Crop tea = CropTable.load().find("tea_unshaded").orElseThrow().crop();
        for (Timing timing : Timing.values()) {
            RootZoneBalance balance = new RootZoneBalance(tea, loam, BalanceOptions.of(timing, CoefficientMethod.DUAL));
            BalanceState wet = BalanceState.initial(tea, loam, loam.fieldCapacity() + 0.05);
            BalanceDay day = balance.step(wet, DayInput.rainfed(DailyClimate.measured(4, 2, 45, 0)));
            assertThat(wet.depletionMm()).isCloseTo(-45, within(1e-9));
            assertThat(day.flows().deepPercolationMm()).isBetween(39.0, 45.1);
            assertThat(day.rootZone().depletionMm()).isBetween(0.0, 5.0);
        }
    }
}
