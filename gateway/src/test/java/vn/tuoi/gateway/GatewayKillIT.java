package vn.tuoi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.sign.SigningKey;

/**
 * Kill -9 of a whole gateway while nodes post to it over DTLS: whatever a node was told is stored, is. {@code
 * -Dtuoi.gateway.kills=200} for the full length.
 */
final class GatewayKillIT {
    private static final int KILLS = Integer.getInteger("tuoi.gateway.kills", 3);
    private static final long SEED = 20_261_125;
    private static final int NODES = 4;

    @TempDir
    Path directory;

    @Test
    void everyReadingThatWasAnsweredIsFoundAfterTheKill() throws IOException {
        Random random = new Random(SEED);
        Path config = directory.resolve("gateway.json");
        Files.writeString(
                config, """
                {"farm":"tea-hill","cloudKey":"%s","mqtt":{"port":1},
                 "coap":{"port":0,"packsPerSecond":100000},"nodes":%s}
                """.formatted(SigningKey.generate().verificationKey().encoded(), PostingNodes.json(NODES)));
        AtomicLong times = new AtomicLong(System.currentTimeMillis() - 86_400_000);
        long total = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int atLeast = 1 + random.nextInt(400);
            Map<String, Double> answered;
            try (GatewayProcess gateway = new GatewayProcess(config, directory.resolve("log"));
                    PostingNodes nodes = new PostingNodes(gateway.coapPort(), NODES, times)) {
                await().atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> nodes.answered().size() >= atLeast);
                gateway.kill();
                // an answer that was on its way counts as given
                answered = nodes.answered();
            }
            assertThat(StoredReadings.take(directory.resolve("data"), "tea-hill"))
                    .as("kill %d, seed %d", kill, SEED)
                    .containsAllEntriesOf(answered);
            total += answered.size();
        }
        assertThat(total).isGreaterThan(KILLS);
    }
}
