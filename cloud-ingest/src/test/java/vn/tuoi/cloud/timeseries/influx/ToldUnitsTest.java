package vn.tuoi.cloud.timeseries.influx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToldUnitsTest {
    private final ToldUnits units = new ToldUnits();

    @Test
    void tellsAUnitOnceADay() {
        assertThat(units.toTell("hill", "flow", "l/min", 20_000)).isEqualTo("l/min");
        assertThat(units.toTell("hill", "flow", "l/min", 20_000)).isNull();
        assertThat(units.toTell("hill", "flow", "l/min", 20_001)).isEqualTo("l/min");
    }

    @Test
    void tellsThatAUnitIsAnotherOrNone() {
        units.toTell("hill", "flow", "l/min", 20_000);

        assertThat(units.toTell("hill", "flow", "m3/h", 20_000)).isEqualTo("m3/h");
        assertThat(units.toTell("hill", "flow", null, 20_000)).isEqualTo(ToldUnits.NONE);
        assertThat(units.toTell("hill", "flow", null, 20_000)).isNull();
    }

    @Test
    void saysNothingOfAPointThatNeverHadOne() {
        assertThat(units.toTell("hill", "valve", null, 20_000)).isNull();
    }

    @Test
    void tellsFarmsApart() {
        units.toTell("hill", "flow", "l/min", 20_000);

        assertThat(units.toTell("dale", "flow", "l/min", 20_000)).isEqualTo("l/min");
    }

    @Test
    void tellsAgainWhatMayNotHaveArrived() {
        units.toTell("hill", "flow", "l/min", 20_000);
        units.forget();

        assertThat(units.toTell("hill", "flow", "l/min", 20_000)).isEqualTo("l/min");
    }

    @Test
    void holdsNoMoreThanABoundedNumberOfSeries() {
        for (int i = 0; i <= 200_000; i++) {
            units.toTell("hill", "p" + i, "l", 20_000);
        }

        assertThat(units.toTell("hill", "p0", "l", 20_000))
                .as("forgotten, so told again")
                .isEqualTo("l");
    }
}
