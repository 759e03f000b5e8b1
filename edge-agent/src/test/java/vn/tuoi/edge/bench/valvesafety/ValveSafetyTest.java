package vn.tuoi.edge.bench.valvesafety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ValveSafetyTest {
    private static final long SCHEDULES = 10_000;

    @Test
    void noInvariantBreaksInTenThousandSchedulesOfFaults() throws InterruptedException {
        Campaign.Result result =
                Campaign.run(1, SCHEDULES, Runtime.getRuntime().availableProcessors(), (done, violations) -> {});
        assertThat(result.violations()).isEmpty();
        assertThat(result.schedules()).isEqualTo(SCHEDULES);
        assertThat(result.faults()).containsOnlyKeys(FaultKind.values());
        assertThat(result.worstOverrunMs()).isLessThanOrEqualTo(Scene.SLACK_MS);
    }

    @Test
    void theSameSeedPlaysTheSameStory() throws InterruptedException {
        assertThat(Campaign.run(42, 20, 1, (done, violations) -> {}))
                .isEqualTo(Campaign.run(42, 20, 2, (done, violations) -> {}));
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
