package vn.tuoi.agronomy.crop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vn.tuoi.agronomy.Example;

/** FAO-56 examples 24 to 30, annex 7, figure 36 and the adjustment of p. */
class CropExamplesTest {

    private static GrowthStages stages(Example e) {
        double[] days = e.ins("L");
        return new GrowthStages((int) days[0], (int) days[1], (int) days[2], (int) days[3]);
    }

    private static StageValues values(Example e) {
        return new StageValues(e.in("ini"), e.in("mid"), e.in("end"));
    }

    @Test
    void initialCoefficientUnderLightWettings() {
        Example e = Example.of("ex24");
        double kc = InitialKc.light(e.in("ET0_mm"), e.in("interval_d"));
        e.check("Kc_ini", kc);
        // The tolerance of the coefficient, 0.05, times 4 mm.
        e.checkAll("ETc", new double[] {e.expected("ETc_mm").asDouble()}, new double[] {kc * e.in("ET0_mm")}, 0.2);
    }

    @Test
    void initialCoefficientBetweenTheFigures() {
        Example e = Example.of("ex25");
        double kc = InitialKc.between(e.in("kc_fig29"), e.in("kc_fig30"), e.in("I_mm"));
        e.check("Kc_ini", kc);
        e.check("ETc_mm", kc * 5);
    }

    @Test
    void initialCoefficientOfPartlyWettedGround() {
        Example e = Example.of("ex26");
        double wettedMm = InitialKc.depthOnWettedPartMm(e.in("I_mm"), e.in("fw"));
        double onWetted = InitialKc.between(e.in("kc_fig29"), e.in("kc_fig30b"), wettedMm);
        double kc = InitialKc.partlyWetted(onWetted, e.in("fw"));
        e.check("Iw_mm", wettedMm);
        e.check("Kc_ini_wetted", onWetted);
        e.check("Kc_ini", kc);
        e.check("ETc_mm", kc * e.in("ET0_mm"));
    }

    @Test
    void initialCoefficientByTheNumbersOfAnnexSeven() {
        Example e = Example.of("ex7_1");
        double et0 = e.in("ET0_mm");
        double days = e.in("tw_d");
        e.check("Kc_fig29", InitialKc.light(et0, days));
        e.check("Kc_fig30a", InitialKc.heavy(InitialKc.Texture.COARSE, et0, days));
        e.check("Kc_ini", InitialKc.of(InitialKc.Texture.COARSE, et0, days, e.in("I_mm")));
        assertThat(InitialKc.heavy(InitialKc.Texture.FINE_TO_MEDIUM, et0, 0.5)).isEqualTo(1.15);
    }

    @Test
    void midSeasonCoefficientFollowsTheClimate() {
        Example e = Example.of("ex27");
        double[] kc = new double[2];
        for (int i = 0; i < kc.length; i++) {
            JsonNode climate = e.inNode("cases").get(i);
            kc[i] = new StageClimate(
                            climate.get("u2").asDouble(), climate.get("rhmin").asDouble())
                    .adjust(e.in("kc_tab"), e.in("h_m"));
        }
        e.check("Kc_mid", kc);
    }

    @Test
    void wheatInSixClimates() {
        Example e = Example.of("box14");
        for (double humidity : e.ins("rhmin")) {
            double[] kc = Arrays.stream(e.ins("u2"))
                    .map(wind -> new StageClimate(wind, humidity).adjust(e.in("kc_tab"), e.in("h_m")))
                    .toArray();
            e.check("rh" + (int) humidity, kc);
        }
    }

    @Test
    void coefficientOnFourDays() {
        Example e = Example.of("ex28");
        e.check(
                "Kc",
                Arrays.stream(e.ins("days"))
                        .map(d -> values(e).on(stages(e), d))
                        .toArray());
    }

    @Test
    void coefficientsByDecades() {
        Example e = Example.of("fig36");
        double[] et0 = e.ins("ET0");
        double[] kc = new double[et0.length];
        double[] etc = new double[et0.length];
        for (int decade = 0; decade < et0.length; decade++) {
            // A day's coefficient stands for its middle, as the figure reads it.
            for (int day = 1; day <= 10; day++) {
                kc[decade] += values(e).on(stages(e), 10 * decade + day - 0.5) / 10;
            }
            etc[decade] = kc[decade] * et0[decade];
        }
        e.check("Kc", kc);
        e.check("ETc", etc);
    }

    @Test
    void basalCoefficientsBelowTheLimitStay() {
        Example e = Example.of("ex29");
        StageClimate climate = new StageClimate(e.in("u2"), e.in("rhmin"));
        double[] table = e.ins("kcb_tab");
        StageValues adjusted = new StageValues(table[0], table[1], table[2]).adjusted(climate, climate, e.in("h_m"));
        e.check("Kcb", new double[] {adjusted.initial(), adjusted.mid(), adjusted.end()});
    }

    @Test
    void basalCoefficientOnFourDays() {
        Example e = Example.of("ex30");
        e.check(
                "Kcb",
                Arrays.stream(e.ins("days"))
                        .map(d -> values(e).on(stages(e), d))
                        .toArray());
    }

    @Test
    void depletionFractionFollowsEvapotranspiration() {
        Example e = Example.of("eq_p");
        JsonNode cases = e.inNode("cases");
        double[] p = new double[cases.size()];
        for (int i = 0; i < p.length; i++) {
            double[] given = Example.numbers(cases.get(i));
            p[i] = new Crop(
                            new StageValues(0.5, 1, 0.5),
                            new StageValues(0.15, 1, 0.5),
                            0.15,
                            new GrowthStages(1, 1, 1, 1),
                            new Stature(0.1, 1, 0.2, 1),
                            given[0],
                            false)
                    .depletionFraction(given[1]);
        }
        e.check("p", p);
    }
}
