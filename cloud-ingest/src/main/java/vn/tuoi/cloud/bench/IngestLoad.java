package vn.tuoi.cloud.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import vn.tuoi.config.event.Ack;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Publishes the messages of many farms over a few connections, at the times at which they are due whatever became of the
 * earlier ones: a message that has to wait counts from the moment at which it should have left. Thread-safe; sends on
 * one loop.
 */
final class IngestLoad implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final int TICK_MS = 1;
    private static final int MAX_PER_TICK = 500;
    private static final long HIGHEST_LATENCY_MICROS = TimeUnit.HOURS.toMicros(1);

    private final LoadLoop loop;
    private final FarmMessages messages;
    private final double perSecond;
    private final long limit;
    private final long backlogLimit;
    private final LongSupplier processed;
    private final List<LoadConnection> connections = new ArrayList<>();

    /** The sending ones, and the one that hears what is acknowledged to the farms. */
    private final List<LoadConnection> all = new ArrayList<>();

    // the loop's own
    private final Histogram latenessMicros = new Histogram(HIGHEST_LATENCY_MICROS, 3);
    private Histogram storedMicros = new Histogram(HIGHEST_LATENCY_MICROS, 3);
    private long startNanos;
    private boolean running;
    private int refused;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();

    /**
     * A load.
     *
     * @param limit how many messages at most
     * @param backlogLimit no more than so many messages that have not come out at the other end; then the load is as fast
     *     as what is measured
     * @param acknowledges whether what came out is told to the farms
     * @param processed messages that came out when it is not, asked often and from memory
     */
    IngestLoad(
            LoadLoop loop,
            FarmMessages messages,
            double perSecond,
            long limit,
            long backlogLimit,
            boolean acknowledges,
            LongSupplier processed) {
        this.loop = loop;
        this.messages = messages;
        this.perSecond = perSecond;
        this.limit = limit;
        this.backlogLimit = backlogLimit;
        this.processed = acknowledges ? acknowledged::get : processed;
    }

    /** Connects, and listens to what is acknowledged to the farms. */
    void connect(String username, String password) throws IOException, InterruptedException {
        CountDownLatch ready = new CountDownLatch(CONNECTIONS + 1);
        for (int i = 0; i <= CONNECTIONS; i++) {
            boolean acks = i == CONNECTIONS;
            LoadConnection connection = loop.open(
                    new LoadConnection.Identity(username + "-load-" + i, username, password, 0, 0, 65_535, null),
                    new LoadConnection.Listener() {
                        @Override
                        public void answered(LoadConnection answered, boolean accepted) {
                            if (accepted && acks) {
                                answered.subscribe(FarmTopic.ACK.ofEveryFarm(), false);
                            } else if (accepted) {
                                ready.countDown();
                            }
                        }

                        @Override
                        public void subscribed(LoadConnection subscribed) {
                            ready.countDown();
                        }

                        @Override
                        public void confirmed(int packetId, boolean taken) {
                            confirmed.incrementAndGet();
                            refused += taken ? 0 : 1;
                        }

                        @Override
                        public void arrived(String topic, ByteBuf payload) {
                            stored(topic, payload);
                        }
                    },
                    false);
            all.add(connection);
            if (!acks) {
                connections.add(connection);
            }
        }
        loop.every(TICK_MS, this::tick);
        if (!ready.await(30, TimeUnit.SECONDS)) {
            throw new IOException("the load's connections were not accepted within 30 s");
        }
    }

    private void stored(String topic, ByteBuf payload) {
        try {
            int farm = FarmMessages.farmOf(topic);
            long now = System.nanoTime();
            for (Ack.Range range : Ack.parse(ByteBufUtil.getBytes(payload)).ranges()) {
                for (long seq = range.from(); seq <= range.to(); seq++) {
                    storedMicros.recordValue(bounded((now - dueNanos(messages.number(farm, seq))) / 1_000));
                    acknowledged.incrementAndGet();
                }
            }
        } catch (MalformedDocument e) {
            throw new IllegalStateException("an ack of the cloud cannot be read", e);
        }
    }

    private static long bounded(long micros) {
        return Math.max(0, Math.min(HIGHEST_LATENCY_MICROS, micros));
    }

    private long dueNanos(long number) {
        return startNanos + (long) (number * 1e9 / perSecond);
    }

    /** Begins to send. */
    void start() {
        loop.execute(() -> {
            startNanos = System.nanoTime();
            running = true;
        });
    }

    private void tick() {
        // once a tick: a thread that is woken for each answer of the broker costs more than the answers
        all.forEach(LoadConnection::read);
        if (running) {
            send();
        }
    }

    private void send() {
        long now = System.nanoTime();
        long number = sent.get();
        long room = backlogLimit - (number - processed.getAsLong());
        long due = Math.min(limit, (long) ((now - startNanos) * perSecond / 1e9));
        long until = Math.min(due, number + Math.max(0, Math.min(MAX_PER_TICK, room)));
        if (number >= until) {
            return;
        }
        while (number < until) {
            LoadConnection connection = connections.get(messages.farm(number) % CONNECTIONS);
            if (connection.room() <= 0) {
                break;
            }
            connection.publish(messages.topic(number), messages.payload(number), false, messages.seq(number));
            latenessMicros.recordValue(bounded((now - dueNanos(number)) / 1_000));
            number++;
        }
        sent.set(number);
        connections.forEach(LoadConnection::flush);
    }

    /** Sends no more. */
    void stop() throws InterruptedException {
        loop.ask(() -> running = false);
    }

    /** Begins to measure latency anew. */
    void forget() throws InterruptedException {
        loop.ask(() -> {
            storedMicros = new Histogram(HIGHEST_LATENCY_MICROS, 3);
            latenessMicros.reset();
            return null;
        });
    }

    /** From the moment at which a message was due until its farm was told that it is stored. */
    Histogram storedMicros() throws InterruptedException {
        return loop.ask(() -> storedMicros.copy());
    }

    /** How late messages left. */
    Histogram latenessMicros() throws InterruptedException {
        return loop.ask(() -> latenessMicros.copy());
    }

    long sent() {
        return sent.get();
    }

    /** Messages that the broker has answered. */
    long confirmed() {
        return confirmed.get();
    }

    /** Messages that the cloud has told the farms are stored. */
    long acknowledged() {
        return acknowledged.get();
    }

    int refused() throws InterruptedException {
        return loop.ask(() -> refused);
    }

    @Override
    public void close() {
        loop.execute(() -> {
            running = false;
            connections.forEach(LoadConnection::disconnect);
        });
    }
}
