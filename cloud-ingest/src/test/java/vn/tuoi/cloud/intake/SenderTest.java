package vn.tuoi.cloud.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

class SenderTest {
    private static final int ROOM = 1 << 20;

    /** A bucket that holds a mebibyte and gets nothing more while the test runs. */
    private final Sender sender = new Sender(
            new Recipient(new FarmId("hill")),
            FarmTopic.TELEMETRY,
            Bucket.builder()
                    .addLimit(limit -> limit.capacity(ROOM).refillIntervally(1, Duration.ofDays(1)))
                    .build(),
            new Presence(news -> {}).seen(new FarmId("hill")));

    @ParameterizedTest
    @CsvSource({"1", "100", "3000", "65536"})
    void goesOnUntilWhatItMaySendIsSent(int bytes) {
        long sent = 0;
        while (sent <= 2 * ROOM && sender.mayGoOn(bytes)) {
            sent += bytes;
        }

        assertThat(sent).isBetween((long) ROOM - bytes, (long) ROOM + 2_048);
        assertThat(sender.mayGoOn(bytes)).as("nor the next one").isFalse();
    }
}
