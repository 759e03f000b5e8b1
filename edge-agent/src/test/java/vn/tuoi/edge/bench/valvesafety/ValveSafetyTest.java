package vn.tuoi.edge.bench.valvesafety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValveSafetyTest {
    private static final long SCHEDULES = 10_000;

    @Test
    void noInvariantBreaksInTenThousandSchedulesOfFaults() throws InterruptedException {
        Campaign.Result result = run(1, SCHEDULES, Runtime.getRuntime().availableProcessors());
        assertThat(result.violations()).isEmpty();
        assertThat(result.schedules()).isEqualTo(SCHEDULES);
        assertThat(result.faults()).containsOnlyKeys(FaultKind.values());
        assertThat(result.worstOverrunMs()).isLessThanOrEqualTo(Scene.SLACK_MS);
    }

    private static Campaign.Result run(long firstSeed, long schedules, int threads) throws InterruptedException {
        return Campaign.run(firstSeed, schedules, threads, (done, violations) -> {}, violation -> {});
    }

    /** Beyond the first ten thousand; each was once broken, by the controller or in the eyes of a check. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                2102, 13_210, 14_193, 15_109, 17_052, 23_296, 25_013, 27_033, 27_680, 29_611, 50_386, 51_858, 56_523,
                62_943, 66_631, 79_699, 85_366, 99_866, 109_160, 110_433, 121_184, 125_921, 150_980, 170_101, 177_719,
                191_755, 208_312, 258_050, 275_795, 311_146, 316_698, 322_729, 329_789, 346_835, 357_720, 378_815,
                449_221, 468_760, 658_994, 709_777, 760_721, 773_565, 817_355, 839_080, 844_549, 895_704, 903_948,
                930_597, 984_172
            })
    void noInvariantBreaksInAScheduleThatOnceBrokeOne(long seed) {
        assertThat(Campaign.replay(seed)).isEmpty();
    }

    @Test
    void theSameSeedPlaysTheSameStory() throws InterruptedException {
        assertThat(run(42, 20, 1)).isEqualTo(run(42, 20, 2));
    }

    @Test
    void theCommandPrintsItsFiguresLast() {
        StringWriter out = new StringWriter();
        int exit = ValveSafetyBenchMain.run(
                new PrintWriter(out, true), new PrintWriter(new StringWriter()), "--schedules", "5", "--seed", "9");
        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("violations: 0 violations")
                .contains("schedules: 5 schedules")
                .contains("step_of_64_zones: ");
    }
}
