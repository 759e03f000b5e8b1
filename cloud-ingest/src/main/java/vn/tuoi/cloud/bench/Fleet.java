package vn.tuoi.cloud.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import vn.tuoi.config.senml.SenmlFormat;

/** Many farms at one broker, on one loop. Counts may be read from any thread. */
final class Fleet implements AutoCloseable {
    private final LoadLoop loop;
    private final FarmMessages messages;
    private final List<SimulatedFarm> farms = new ArrayList<>();
    private final AtomicInteger up = new AtomicInteger();
    private final AtomicLong measured = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final CommandWatch watch;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong echoed = new AtomicLong();
    private final int periodMs;
    private volatile boolean measuring = true;
    private volatile boolean closed;

    /** Told of commands; on the loop. */
    interface CommandWatch {
        /** A command has reached a farm. */
        void commanded(int farm);

        /** The cloud has stored the farm's reply. */
        void replied(int farm);
    }

    /** A fleet that nobody gives commands. */
    Fleet(int brokerPort, int size, int periodMs, long seed) {
        this(brokerPort, size, periodMs, seed, new CommandWatch() {
            @Override
            public void commanded(int farm) {}

            @Override
            public void replied(int farm) {}
        });
    }

    /**
     * A fleet that does not connect yet.
     *
     * @param periodMs between two messages of a farm
     */
    Fleet(int brokerPort, int size, int periodMs, long seed, CommandWatch watch) {
        this.watch = watch;
        this.loop = new LoadLoop(brokerPort);
        this.periodMs = periodMs;
        this.messages = new FarmMessages(
                new IngestRun.Load(size, 1, 1, SenmlFormat.CBOR, 0, size * 1_000.0 / periodMs, Long.MAX_VALUE),
                System.currentTimeMillis(),
                Long.MAX_VALUE / 4);
        for (int number = 0; number < size; number++) {
            farms.add(new SimulatedFarm(this, number, seed));
        }
    }

    /** Begins to connect all, spread over some time, and to measure, spread over a period. */
    void start(int rampMs) {
        for (int i = 0; i < farms.size(); i++) {
            SimulatedFarm farm = farms.get(i);
            loop.after((long) i * rampMs / farms.size(), farm::connect);
            loop.after(rampMs + (long) i * periodMs / farms.size(), () -> repeat(farm));
        }
    }

    private void repeat(SimulatedFarm farm) {
        if (measuring && !closed) {
            farm.measure();
            loop.after(periodMs, () -> repeat(farm));
        }
    }

    LoadLoop loop() {
        return loop;
    }

    byte[] payload(int farm, long seq) {
        return messages.payload(messages.number(farm, seq));
    }

    void up() {
        up.incrementAndGet();
    }

    void down() {
        up.decrementAndGet();
    }

    void measured() {
        measured.incrementAndGet();
    }

    void acknowledged() {
        acknowledged.incrementAndGet();
    }

    void commanded(int farm) {
        watch.commanded(farm);
    }

    void replied(int farm) {
        watch.replied(farm);
    }

    void refused() {
        refused.incrementAndGet();
    }

    void echoed() {
        echoed.incrementAndGet();
    }

    void again(SimulatedFarm farm, long pauseMs) {
        if (!closed) {
            loop.after(pauseMs, farm::connect);
        }
    }

    int size() {
        return farms.size();
    }

    /** Farms that are connected and subscribed now. */
    int upNow() {
        return up.get();
    }

    long measuredSoFar() {
        return measured.get();
    }

    long acknowledgedSoFar() {
        return acknowledged.get();
    }

    /** Farms' own messages that came back to them, which no local forbids. */
    long echoedSoFar() {
        return echoed.get();
    }

    long refusedSoFar() {
        return refused.get();
    }

    /** Waits until all are up; returns whether they are. */
    boolean awaitAllUp(int timeoutSeconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
        while (upNow() < size()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    /** Measures nothing more, and waits until all that was measured is acknowledged; returns whether it is. */
    boolean awaitAllAcknowledged(int timeoutSeconds) throws InterruptedException {
        measuring = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
        while (acknowledgedSoFar() < measuredSoFar()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        loop.execute(() -> farms.forEach(SimulatedFarm::cut));
        loop.close();
    }
}
