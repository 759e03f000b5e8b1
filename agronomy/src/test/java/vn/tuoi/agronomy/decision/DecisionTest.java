package vn.tuoi.agronomy.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.agronomy.soil.Intake;
import vn.tuoi.agronomy.soil.SoilTable;

class DecisionTest {

    private static final Refill.Morning DRY = new Refill.Morning(50, 100, 0.5, 5, Refill.Morning.NO_HARVEST, 0);

    private static RainForecast rain(double mm, double probability) {
        return new RainForecast(List.of(new RainForecast.Day(mm, probability)));
    }

    private static double netMm(Refill refill) {
        return refill instanceof Refill.Water water ? water.netMm() : 0;
    }

    @Test
    void depthsBecomeLitresAndMinutes() {
        Application drip = new Application(20, 500, 0.9);
        assertThat(drip.rateMmPerHour()).isCloseTo(2.4, within(1e-9));
        assertThat(drip.grossMm(9)).isCloseTo(10, within(1e-9));
        assertThat(drip.minutesForNet(9)).isCloseTo(250, within(1e-9));
        assertThat(drip.litresForNet(9)).isCloseTo(5000, within(1e-9));
        assertThat(drip.netMm(5000)).isCloseTo(9, within(1e-9));
    }

    @Test
    void aSprinklerOnASlopeWatersInCycles() {
        Intake clayLoam = SoilTable.load().find("sr_clay_loam").orElseThrow().intake();
        // 4.57 mm may stand on a slope of 10 %; 25 mm/h less 5.08 mm/h leaves it there after 13.8 minutes.
        assertThat(CyclePlan.longestCycleMinutes(25, clayLoam, 10)).isCloseTo(13.77, within(0.01));
        CyclePlan plan = CyclePlan.of(40, 25, clayLoam, 10);
        assertThat(plan.cycles()).isEqualTo(3);
        assertThat(plan.cycleMinutes()).isCloseTo(40 / 3.0, within(1e-9));
        assertThat(plan.soakMinutes()).isCloseTo(60 * 25 * 40 / 3.0 / 60 / 5.08, within(1e-6));
        assertThat(plan.elapsedMinutes()).isGreaterThan(40);
    }

    @Test
    void dripWatersInOneGo() {
        Intake clay = SoilTable.load().find("clay").orElseThrow().intake();
        assertThat(CyclePlan.of(300, 2, clay, 20)).isEqualTo(new CyclePlan(1, 300, 0));
    }

    @Test
    void methodsComeWithEfficiencyAndNames() {
        assertThat(ApplicationMethod.load().get("drip"))
                .isEqualTo(new ApplicationMethod("drip", "Tưới nhỏ giọt", "Drip", 0.90, 0.35));
    }

    @Test
    void waitsUntilTheAllowedDepletion() {
        assertThat(Refill.decide(
                        new Refill.Morning(49.9, 100, 0.5, 5, Refill.Morning.NO_HARVEST, 0),
                        RainForecast.NONE,
                        RefillPolicy.STANDARD))
                .isEqualTo(new Refill.Wait(49.9, 50));
        assertThat(Refill.decide(DRY, RainForecast.NONE, RefillPolicy.STANDARD))
                .isEqualTo(new Refill.Water(50, 50, 50, 0));
    }

    @Test
    void anticipatesTheDayWhenWaterComesAtItsEnd() {
        assertThat(Refill.decide(
                        new Refill.Morning(46, 100, 0.5, 5, Refill.Morning.NO_HARVEST, 5),
                        RainForecast.NONE,
                        RefillPolicy.STANDARD))
                .isEqualTo(new Refill.Water(46, 50, 51, 0));
    }

    @Test
    void leavesRoomForLikelyRainButNeverLeavesTheCropDry() {
        // Ten likely millimetres count double, as rain comes in lumps.
        assertThat(netMm(Refill.decide(DRY, rain(20, 0.5), RefillPolicy.STANDARD)))
                .isCloseTo(30, within(1e-9));
        // Certain rain of any size: still the smallest run, because it has not fallen.
        assertThat(netMm(Refill.decide(DRY, rain(500, 1), RefillPolicy.STANDARD)))
                .isCloseTo(3, within(1e-9));
        Refill.Morning drier = new Refill.Morning(62, 100, 0.5, 5, Refill.Morning.NO_HARVEST, 0);
        assertThat(netMm(Refill.decide(drier, rain(500, 1), RefillPolicy.STANDARD)))
                .isCloseTo(12, within(1e-9));
        assertThat(netMm(Refill.decide(DRY, rain(500, 1), RefillPolicy.STANDARD.withoutForecast())))
                .isCloseTo(50, within(1e-9));
    }

    @Test
    void rainFarAheadFindsRoomThatTheCropMakes() {
        RainForecast.Day dry = new RainForecast.Day(0, 0);
        RainForecast inFiveDays = new RainForecast(List.of(dry, dry, dry, dry, new RainForecast.Day(15, 1)));
        // Twice 15 mm less four days of 5 mm.
        assertThat(inFiveDays.surplusMm(16, 5)).isCloseTo(10, within(1e-9));
        assertThat(inFiveDays.surplusMm(4, 5)).isZero();
    }

    @Test
    void bringsNoMoreThanTheCropWillUseBeforeHarvest() {
        Refill.Morning threeDaysLeft = new Refill.Morning(50, 100, 0.5, 5, 3, 0);
        assertThat(netMm(Refill.decide(threeDaysLeft, RainForecast.NONE, RefillPolicy.STANDARD)))
                .isCloseTo(15, within(1e-9));
    }

    @Test
    void aToleratedStressStartsLater() {
        RefillPolicy tolerant = new RefillPolicy(OptionalDouble.empty(), 0.75, 1, 4, 500, 0);
        // Ks is 0.75 at a depletion of 1 - 0.75 (1 - p) of TAW.
        assertThat(Refill.decide(DRY, RainForecast.NONE, tolerant)).isEqualTo(new Refill.Wait(50, 62.5));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void moreRainNeverMeansMoreWater(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2000; i++) {
            double taw = random.nextDouble(10, 300);
            double depletion = random.nextDouble(0, taw);
            double fallen = random.nextDouble(0, depletion + 1e-9);
            double p = random.nextDouble(0.1, 0.8);
            double etc = random.nextDouble(0, 12);
            RefillPolicy policy = new RefillPolicy(
                    random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble(0.1, 0.9)),
                    random.nextDouble(0.5, 1),
                    random.nextDouble(0.1, 1),
                    random.nextDouble(0, 10),
                    random.nextDouble(10, 100),
                    random.nextInt(0, 17));
            double likely = random.nextDouble(0, 60);
            double probability = random.nextDouble(0, 1);
            double dry = netMm(Refill.decide(
                    new Refill.Morning(depletion, taw, p, etc, Refill.Morning.NO_HARVEST, 0),
                    rain(likely, probability),
                    policy));
            double wet = netMm(Refill.decide(
                    new Refill.Morning(depletion - fallen, taw, p, etc, Refill.Morning.NO_HARVEST, 0),
                    rain(likely, probability),
                    policy));
            double wetterForecast = netMm(Refill.decide(
                    new Refill.Morning(depletion, taw, p, etc, Refill.Morning.NO_HARVEST, 0),
                    rain(likely + random.nextDouble(0, 60), probability),
                    policy));
            assertThat(wet).isLessThanOrEqualTo(dry + 1e-9);
            assertThat(wetterForecast).isLessThanOrEqualTo(dry + 1e-9);
            assertThat(dry).isBetween(0.0, depletion + 1e-9);
        }
    }

    @Test
    void aProbePullsTheBalanceHalfWayAndAWildOneDoesNot() {
        MoistureCorrection equal = new MoistureCorrection(15, 0.03);
        assertThat(equal.correct(40, 60, 0.5, 100)).isEqualTo(new MoistureCorrection.Corrected(50, 20, true));
        MoistureCorrection.Corrected wild = equal.correct(5, 100, 0.5, 100);
        assertThat(wild.believed()).isFalse();
        assertThat(wild.depletionMm()).isEqualTo(5);
    }

    @Test
    void refusesWithValueUnitAndRange() {
        assertThatThrownBy(() -> new RainForecast.Day(-1, 0.5))
                .hasMessage("forecast rain is -1.0 mm, must be 0.0 to 2000.0 mm");
        assertThatThrownBy(() -> new Application(0, 100, 0.9)).hasMessageStartingWith("flow is 0.0 l/min");
        assertThat(new RainForecast(Collections.nCopies(3, new RainForecast.Day(10, 0.5))).expectedMm(2))
                .isEqualTo(10);
    }
}
