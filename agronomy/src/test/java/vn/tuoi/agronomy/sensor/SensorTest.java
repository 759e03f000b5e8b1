package vn.tuoi.agronomy.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorTest {

    private static final long HOUR_MS = 3_600_000;

    @ParameterizedTest
    @CsvSource({"3,0.0298,0.0157", "10,0.1883,0.1860", "20,0.3454,0.3419", "30,0.4441,0.4616", "50,0.5695,0.6513"})
    void permittivityBecomesWaterContent(double permittivity, double topp, double root) {
        assertThat(Permittivity.topp(permittivity)).isCloseTo(topp, within(0.0001));
        assertThat(Permittivity.rootModelMineral(permittivity)).isCloseTo(root, within(0.0001));
        assertThat(Permittivity.rootModelOrganic(permittivity)).isGreaterThan(root);
    }

    @Test
    void twoPointsCalibrateACapacitiveProbe() {
        CapacitiveCalibration calibration = CapacitiveCalibration.fit(
                List.of(new CapacitiveCalibration.Point(2.4, 0.05), new CapacitiveCalibration.Point(1.2, 0.40)));
        assertThat(calibration.waterContent(2.4)).isCloseTo(0.05, within(1e-9));
        assertThat(calibration.waterContent(1.2)).isCloseTo(0.40, within(1e-9));
        assertThat(calibration.waterContent(1.6))
                .isCloseTo(0.05 + 0.35 * (1 / 1.6 - 1 / 2.4) / (1 / 2.4), within(1e-9));
    }

    @Test
    void onePointIsNoCalibration() {
        assertThatThrownBy(() -> CapacitiveCalibration.fit(List.of(new CapacitiveCalibration.Point(2, 0.2))))
                .hasMessageContaining("two different voltages");
    }

    @Test
    void doubtsWhatNatureDoesNotDo() {
        Plausibility rule = Plausibility.SOIL_MOISTURE;
        Plausibility.Judged first = rule.judge(Optional.empty(), 0.30, 0);
        assertThat(first.verdict()).isEqualTo(Plausibility.Verdict.PLAUSIBLE);
        assertThat(rule.judge(first.last(), 0.295, HOUR_MS).verdict()).isEqualTo(Plausibility.Verdict.PLAUSIBLE);
        assertThat(rule.judge(first.last(), 0.10, HOUR_MS).verdict()).isEqualTo(Plausibility.Verdict.TOO_FAST);
        assertThat(rule.judge(first.last(), Double.NaN, HOUR_MS).verdict())
                .isEqualTo(Plausibility.Verdict.OUT_OF_RANGE);
        assertThat(rule.judge(first.last(), 0.30, 48 * HOUR_MS).verdict()).isEqualTo(Plausibility.Verdict.STUCK);
    }

    @Test
    void believesATrueStepFromItsSecondReading() {
        Plausibility rule = Plausibility.SOIL_MOISTURE;
        Plausibility.Judged jump =
                rule.judge(rule.judge(Optional.empty(), 0.40, 0).last(), 0.10, HOUR_MS);
        assertThat(jump.verdict()).isEqualTo(Plausibility.Verdict.TOO_FAST);
        assertThat(rule.judge(jump.last(), 0.101, 2 * HOUR_MS).verdict()).isEqualTo(Plausibility.Verdict.PLAUSIBLE);
    }
}
