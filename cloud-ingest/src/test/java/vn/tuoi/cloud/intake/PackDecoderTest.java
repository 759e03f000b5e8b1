package vn.tuoi.cloud.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.tuoi.cloud.timeseries.ReadingBatch;

class PackDecoderTest {
    private static final long NOW_MS = 1_795_000_000_000L;
    private static final long NOW_S = NOW_MS / 1_000;

    private final PackDecoder decoder = new PackDecoder(Duration.ofDays(10), Duration.ofMinutes(10));
    private final ReadingBatch rows = new ReadingBatch();

    private PackDecoder.@Nullable Refusal decode(String pack) {
        return decoder.decode("hill", "hill/", pack.getBytes(StandardCharsets.UTF_8), NOW_MS, rows);
    }

    private static String record(long timeS) {
        return "{\"n\":\"hill/a\",\"v\":1,\"t\":" + timeS + "}";
    }

    @Test
    void takesNothingOfAPackThatTurnsBadHalfWay() {
        assertThat(decode("[" + record(NOW_S) + "]")).isNull();
        PackDecoder.Refusal refusal = decode("[" + record(NOW_S) + ",{\"n\":\"hill/a\",\"v\":true}]");

        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo("bad_value");
        assertThat(rows.size()).isEqualTo(1);
    }

    @Test
    void refusesThePackOfAClockThatIsFastAndSaysByHowMuch() {
        assertThat(decode("[" + record(NOW_S + 600) + "]")).as("just within").isNull();
        PackDecoder.Refusal refusal = decode("[" + record(NOW_S) + "," + record(NOW_S + 3_600) + "]");

        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(RefusalReasons.FUTURE_TIME);
        assertThat(refusal.text()).contains("3600 s fast");
        assertThat(rows.size()).as("nothing of it").isEqualTo(1);
    }

    @Test
    void leavesOutWhatIsOlderThanTelemetryIsKeptAndTakesTheRest() {
        long tooOldS = NOW_S - Duration.ofDays(10).toSeconds() - 1;

        assertThat(decode("[" + record(tooOldS) + "," + record(NOW_S) + "]")).isNull();
        assertThat(decoder.tooOld()).isEqualTo(1);
        assertThat(rows.size()).isEqualTo(1);
        assertThat(rows.timeMs(0)).isEqualTo(NOW_MS);
    }
}
