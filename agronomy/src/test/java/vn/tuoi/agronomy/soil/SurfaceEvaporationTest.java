package vn.tuoi.agronomy.soil;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vn.tuoi.agronomy.Example;

/** FAO-56 examples 32 to 34: sprinkler, furrow and drip. */
class SurfaceEvaporationTest {

    private static double kcMax(Example e) {
        return SurfaceEvaporation.kcMaxShort(e.in("u2"), e.in("rhmin"), e.in("h_m"), e.in("Kcb"));
    }

    private static double cover(Example e) {
        return SurfaceEvaporation.cover(e.in("Kcb"), 0.15, kcMax(e), e.in("h_m"));
    }

    @Test
    void sprinklerWetsEverything() {
        Example e = Example.of("ex32");
        double kcMax = kcMax(e);
        double few = SurfaceEvaporation.exposedAndWetted(cover(e), e.in("fw"));
        double ke = SurfaceEvaporation.coefficient(e.in("Kr"), kcMax, e.in("Kcb"), few);
        e.check("Kcmax", kcMax);
        e.check("fc", cover(e));
        e.check("few", few);
        e.check("few_x_Kcmax", few * kcMax);
        e.check("Ke", ke);
        e.check("Kc", ke + e.in("Kcb"));
    }

    @Test
    void furrowWetsAPart() {
        Example e = Example.of("ex33");
        double few = SurfaceEvaporation.exposedAndWetted(cover(e), e.in("fw"));
        double ke = SurfaceEvaporation.coefficient(e.in("Kr"), kcMax(e), e.in("Kcb"), few);
        e.check("few", few);
        e.check("Ke", ke);
        e.check("Kc", ke + e.in("Kcb"));
    }

    @Test
    void dripUnderTheCanopyWetsLess() {
        Example e = Example.of("ex34");
        double few = SurfaceEvaporation.exposedAndWettedByDrip(cover(e), e.in("fw"));
        double ke = SurfaceEvaporation.coefficient(e.in("Kr"), kcMax(e), e.in("Kcb"), few);
        e.check("few", few);
        e.check("Ke", ke);
        e.check("Kc", ke + e.in("Kcb"));
    }

    @Test
    void coverIsZeroBelowBareSoilAndNeverNotANumber() {
        assertThat(SurfaceEvaporation.cover(0.1, 0.15, 1.2, 1)).isZero();
        assertThat(SurfaceEvaporation.cover(1.15, 0.15, 1.2, 5)).isBetween(0.0, 0.99);
    }
}
