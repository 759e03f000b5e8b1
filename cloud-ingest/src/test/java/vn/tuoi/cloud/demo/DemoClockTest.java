package vn.tuoi.cloud.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoClockTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    @TempDir
    Path folder;

    private DemoClock start(Instant real, double speed) throws Exception {
        return DemoClock.start(folder.resolve("clock.json"), InstantSource.fixed(real), speed);
    }

    @Test
    void beginsAtTheRealTime() throws Exception {
        assertThat(start(NOW, 60)).isEqualTo(new DemoClock(NOW, NOW, 60));
    }

    @Test
    void goesOnWhereFarmTimeIsWhenItStartsAgainMoreSlowly() throws Exception {
        start(NOW, 60);
        Instant later = NOW.plus(Duration.ofHours(1));

        DemoClock second = start(later, 1);

        assertThat(second.farmOrigin()).isEqualTo(NOW.plus(Duration.ofHours(60)));
        assertThat(second.over(InstantSource.fixed(later.plusSeconds(5))).instant())
                .isEqualTo(NOW.plus(Duration.ofHours(60)).plusSeconds(5));
    }
}
