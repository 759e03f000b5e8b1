package vn.tuoi.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.tuoi.config.event.Ack;
import vn.tuoi.config.senml.MalformedPack;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlLimits;
import vn.tuoi.gateway.outbox.Drain;
import vn.tuoi.gateway.outbox.DrainPolicy;
import vn.tuoi.gateway.outbox.Outbox;
import vn.tuoi.gateway.outbox.OutboxLimits;
import vn.tuoi.gateway.outbox.OutboxRecord;
import vn.tuoi.gateway.outbox.Thinning;

/** What a gateway that is gone has left in its outbox, as the cloud would store it. */
final class StoredReadings {
    private StoredReadings() {}

    /** Every reading by its point and time; the outbox is empty after it. */
    static Map<String, Double> take(Path dataDir, String farm) throws IOException {
        SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);
        Map<String, Double> found = new HashMap<>();
        try (Outbox outbox = Outbox.open(
                dataDir.resolve("outbox"),
                OutboxLimits.of(64 << 20, Duration.ofDays(30)),
                DrainPolicy.STANDARD,
                new Thinning(farm + "/"),
                InstantSource.system())) {
            long now = 0;
            while (outbox.counters().unackedMessages() > 0) {
                OutboxRecord record = outbox.drain().next(now, Drain.Allowance.EVERYTHING);
                if (record == null) {
                    now += Duration.ofMinutes(11).toNanos();
                    continue;
                }
                for (Reading reading : decoder.decode(record.payload(), farm + "/", record.atMs())) {
                    found.put(reading.point() + "@" + reading.timeMs(), reading.value());
                }
                outbox.drain().delivered(record.seq());
                outbox.free(List.of(new Ack.Range(record.seq(), record.seq())));
            }
        } catch (MalformedPack e) {
            throw new IOException("what a gateway has stored cannot be read", e);
        }
        return found;
    }
}
