package vn.tuoi.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;
import vn.tuoi.gateway.outbox.DrainPolicy;
import vn.tuoi.gateway.outbox.Outbox;
import vn.tuoi.gateway.outbox.OutboxLimits;
import vn.tuoi.gateway.outbox.Thinning;

/**
 * Whatever a broker sends on a topic of the farm is refused or taken, and no plan and no command is taken that the cloud
 * has not signed. The normal build replays the recorded inputs; {@code JAZZER_FUZZ=1} searches for new ones.
 */
class DownlinkDeskFuzzTest {
    private static final FarmId FARM = new FarmId("tea-hill");

    /** In the order that the recorded inputs mean. */
    private static final List<FarmTopic> TOPICS = List.of(
            FarmTopic.TELEMETRY,
            FarmTopic.EVENT,
            FarmTopic.STATE,
            FarmTopic.ONLINE,
            FarmTopic.REPLY,
            FarmTopic.ACK,
            FarmTopic.PLAN,
            FarmTopic.COMMAND,
            FarmTopic.FORECAST);

    @TempDir
    Path directory;

    private final List<byte[]> signed = new ArrayList<>();
    private final List<byte[]> forecasts = new ArrayList<>();
    private Outbox outbox;
    private DownlinkDesk desk;

    @BeforeEach
    void open() throws IOException {
        outbox = Outbox.open(
                Files.createTempDirectory(directory, "outbox"),
                OutboxLimits.of(4 << 20, Duration.ofDays(1)),
                DrainPolicy.STANDARD,
                new Thinning("tea-hill/"),
                InstantSource.system());
        desk = new DownlinkDesk(
                new UplinkSettings(
                        FARM,
                        new BrokerAddress("127.0.0.1", 1, "x", null, null, false, null),
                        SigningKey.generate().verificationKey(),
                        0,
                        ZoneId.of("UTC")),
                outbox,
                new Downlinks(signed::add, signed::add, forecasts::add));
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    /** The first byte chooses the topic; 255 takes it from the bytes up to a zero. */
    @FuzzTest(maxDuration = "2m")
    void isTakenOrRefusedAndNothingUnsignedGetsThrough(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        int from = 1;
        String topic = TOPICS.get(Math.floorMod(bytes[0], TOPICS.size())).of(FARM);
        if (bytes[0] == (byte) 255) {
            while (from < bytes.length && bytes[from] != 0) {
                from++;
            }
            topic = new String(bytes, 1, from - 1, StandardCharsets.UTF_8);
        }
        forecasts.clear();
        try {
            desk.take(topic, Arrays.copyOfRange(bytes, Math.min(from, bytes.length), bytes.length));
        } catch (MalformedDocument refused) {
            assertThat(refused.getMessage()).isNotBlank();
            assertThat(forecasts).isEmpty();
        }
        assertThat(signed).isEmpty();
    }
}
