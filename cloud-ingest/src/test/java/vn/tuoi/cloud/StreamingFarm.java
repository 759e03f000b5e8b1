package vn.tuoi.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.assertj.core.data.Percentage;
import org.eclipse.paho.mqttv5.common.MqttException;
import vn.tuoi.cloud.timeseries.Bucket;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.config.event.Ack;
import vn.tuoi.config.topic.FarmId;

/**
 * A farm that sends numbered readings and keeps each message until it is acknowledged, as a real one does: whenever it
 * connects, it sends again what is left. The value of reading i is i, so that a lost or a wrong one shows in the sum.
 */
final class StreamingFarm implements AutoCloseable {
    private static final int READINGS_PER_MESSAGE = 8;
    private static final long RESEND_AFTER_MS = 8_000;
    private static final int STEP_MS = 100;

    private record Waiting(String pack, long sentMs) {}

    /** Of the first reading: long ago, so that however many are sent, none is from the future. */
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(60));

    private final FarmId id;
    private final IntSupplier port;
    private final long pauseNanos;
    private final Map<Long, Waiting> unacknowledged = new ConcurrentSkipListMap<>();
    private final Thread thread = new Thread(this::run, "streaming-farm");
    private volatile long nextSeq = 1;
    private volatile long lastAckMs = System.currentTimeMillis();
    private volatile long longestSilenceMs;
    private volatile boolean sending = true;
    private volatile boolean ended;

    /** @param port of the broker, asked for at every connection */
    StreamingFarm(FarmId id, IntSupplier port, int messagesPerSecond) {
        this.id = id;
        this.port = port;
        this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / messagesPerSecond;
    }

    StreamingFarm start() {
        thread.start();
        return this;
    }

    private String topic(String leaf) {
        return "tuoi/v1/" + id + "/" + leaf;
    }

    private void run() {
        while (!ended) {
            FarmClient client = null;
            try {
                client = FarmClient.connect(port.getAsInt(), id.value(), id.value(), RunningCloud.FARM_PASSWORD);
                client.subscribe(topic("ack"));
                resend(client, Long.MAX_VALUE);
                while (!ended && !client.isLost()) {
                    step(client);
                }
            } catch (MqttException e) {
                // the broker is gone: what is not acknowledged is sent next time
            } finally {
                if (client != null) {
                    take(client);
                    client.discard();
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private void step(FarmClient client) throws MqttException {
        if (sending) {
            long seq = nextSeq;
            nextSeq = seq + 1;
            String pack = pack(seq);
            unacknowledged.put(seq, new Waiting(pack, System.currentTimeMillis()));
            client.publish(topic("telemetry"), pack, seq);
        }
        LockSupport.parkNanos(pauseNanos);
        take(client);
        resend(client, System.currentTimeMillis() - RESEND_AFTER_MS);
    }

    private void resend(FarmClient client, long sentBeforeMs) throws MqttException {
        for (Map.Entry<Long, Waiting> waiting : List.copyOf(unacknowledged.entrySet())) {
            String pack = waiting.getValue().pack();
            if (waiting.getValue().sentMs() <= sentBeforeMs
                    && unacknowledged.replace(waiting.getKey(), new Waiting(pack, System.currentTimeMillis()))
                            != null) {
                client.publish(topic("telemetry"), pack, waiting.getKey());
                take(client);
            }
        }
    }

    private void take(FarmClient client) {
        for (FarmClient.Message message : client.drain()) {
            for (Ack.Range range : ranges(message)) {
                for (long seq = range.from(); seq <= range.to(); seq++) {
                    unacknowledged.remove(seq);
                }
            }
            longestSilenceMs = Math.max(longestSilenceMs, silenceMs());
            lastAckMs = System.currentTimeMillis();
        }
    }

    private static Iterable<Ack.Range> ranges(FarmClient.Message message) {
        try {
            return Ack.parse(message.text().getBytes(StandardCharsets.UTF_8)).ranges();
        } catch (vn.tuoi.config.json.MalformedDocument e) {
            throw new AssertionError(message.text(), e);
        }
    }

    private String pack(long seq) {
        StringBuilder pack = new StringBuilder("[{\"bu\":\"l/min\"}");
        for (int i = 0; i < READINGS_PER_MESSAGE; i++) {
            long number = (seq - 1) * READINGS_PER_MESSAGE + i;
            long atMs = start.toEpochMilli() + number * STEP_MS;
            pack.append(",{\"n\":\"")
                    .append(id)
                    .append("/tea-1/flow\",\"v\":")
                    .append(number)
                    .append(",\"t\":")
                    .append(atMs / 1_000)
                    .append('.')
                    .append(atMs % 1_000 / 100)
                    .append('}');
        }
        return pack.append(']').toString();
    }

    /** How long there has been no ack. */
    long silenceMs() {
        return System.currentTimeMillis() - lastAckMs;
    }

    /** The longest time between two acks since {@link #listenAnew}. */
    long longestSilenceMs() {
        return Math.max(longestSilenceMs, silenceMs());
    }

    void listenAnew() {
        longestSilenceMs = 0;
        lastAckMs = System.currentTimeMillis();
    }

    long sent() {
        return nextSeq - 1;
    }

    int unacknowledged() {
        return unacknowledged.size();
    }

    long acknowledged() {
        return sent() - unacknowledged();
    }

    /** Sends nothing new; what is not acknowledged is still sent again. */
    void stopSending() {
        sending = false;
    }

    /** What is in a store of this farm: all that was sent, each once, with its value. */
    void assertStoredExactly(TelemetryStore store) throws StoreUnavailable {
        long readings = sent() * READINGS_PER_MESSAGE;
        Stored stored = stored(store);
        assertThat(stored.count()).as("readings in the store").isEqualTo(readings);
        assertThat(stored.sum())
                .as("sum of the values")
                .isCloseTo(readings * (readings - 1) / 2.0, Percentage.withPercentage(1e-7));
    }

    private record Stored(long count, double sum) {}

    private Stored stored(TelemetryStore store) throws StoreUnavailable {
        long count = 0;
        double sum = 0;
        for (Bucket bucket : store.series(
                        new SeriesQuery(id, "tea-1/flow", start, start.plus(Duration.ofDays(50)), 2_000))
                .buckets()) {
            count += bucket.count();
            sum += bucket.mean() * bucket.count();
        }
        return new Stored(count, sum);
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join(10_000);
    }
}
