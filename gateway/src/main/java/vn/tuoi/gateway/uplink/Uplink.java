package vn.tuoi.gateway.uplink;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.retry.FullJitter;
import vn.tuoi.config.topic.FarmTopic;
import vn.tuoi.gateway.outbox.Drain;
import vn.tuoi.gateway.outbox.Outbox;
import vn.tuoi.gateway.outbox.OutboxRecord;

/**
 * Drains an outbox to the cloud and brings what the cloud sends, over one MQTT connection after another. Thread-safe;
 * one thread of its own does all that may block.
 */
public final class Uplink implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);

    /** The state is published at most this often. */
    private static final long STATE_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Time-outs of the drain are looked at this often when nothing else happens. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** What MQTT, TCP and IP add to a message and its acknowledgement, about. */
    private static final int OVERHEAD_BYTES = 100;

    private static final long CLOSE_MS = 2_500;

    private final UplinkSettings settings;
    private final Outbox outbox;
    private final DownlinkDesk downlinks;
    private final ByteBudget budget;
    private final MqttConnection.Events events = new Events();
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // guarded by the lock
    private boolean signalled;
    private boolean closing;
    private @Nullable FarmState unpublishedState;
    private @Nullable FarmState lastState;

    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refusedByBroker = new AtomicLong();
    private final AtomicLong refusedDownlinks = new AtomicLong();
    private volatile boolean connected;

    private Uplink(UplinkSettings settings, Outbox outbox, InstantSource clock, Downlinks downlinks) {
        this.settings = settings;
        this.outbox = outbox;
        this.downlinks = new DownlinkDesk(settings, outbox, downlinks);
        this.budget = new ByteBudget(settings.bytesPerDay(), clock, settings.zone());
        this.thread = new Thread(this::run, "uplink-" + settings.farm());
        this.thread.setDaemon(true);
    }

    /** Starts to connect; returns at once, also when there is no network. */
    public static Uplink start(UplinkSettings settings, Outbox outbox, InstantSource clock, Downlinks downlinks) {
        Uplink uplink = new Uplink(settings, outbox, clock, downlinks);
        outbox.onChange(uplink::signal);
        uplink.thread.start();
        return uplink;
    }

    /** Publishes the farm's state now or when there is a connection; only the latest is kept. */
    public void report(FarmState state) {
        lock.lock();
        try {
            unpublishedState = state;
            lastState = state;
        } finally {
            lock.unlock();
        }
        signal();
    }

    public UplinkCounters counters() {
        return new UplinkCounters(
                connected,
                connections.get(),
                sent.get(),
                refusedByBroker.get(),
                refusedDownlinks.get(),
                budget.bytesToday());
    }

    private void signal() {
        lock.lock();
        try {
            signalled = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        FullJitter pauses = FullJitter.ofFarm(RandomGenerator.getDefault());
        while (!isClosing()) {
            long ackedBefore = outbox.counters().acked();
            try (MqttConnection connection = MqttConnection.open(settings, events)) {
                connections.incrementAndGet();
                connected = true;
                LOG.info("{} is connected to {}", settings.farm(), settings.broker());
                serve(connection);
            } catch (IOException | RuntimeException e) {
                LOG.info("{} has no connection: {}", settings.farm(), e.getMessage());
            } finally {
                connected = false;
                outbox.drain().disconnected();
            }
            if (outbox.counters().acked() > ackedBefore) {
                // the cloud was there: this was no broker that takes connections only to drop them
                pauses.reset();
            }
            pause(pauses.next());
        }
    }

    private void serve(MqttConnection connection) throws IOException {
        Drain drain = outbox.drain();
        drain.connected(connection.sessionLost(), connection.window());
        republishState();
        long stateNotBefore = System.nanoTime();
        while (connection.isUp() && !isClosing()) {
            long now = System.nanoTime();
            FarmState state = now - stateNotBefore >= 0 ? takeState() : null;
            if (state != null) {
                publish(connection, state);
                stateNotBefore = now + STATE_PAUSE_NANOS;
            }
            OutboxRecord message = drain.next(now, budget.allowance());
            if (message == null) {
                await(IDLE_NANOS);
            } else {
                publish(connection, message);
            }
        }
    }

    private void publish(MqttConnection connection, OutboxRecord message) throws IOException {
        FarmTopic topic = switch (message.kind()) {
            case TELEMETRY -> FarmTopic.TELEMETRY;
            case EVENT -> FarmTopic.EVENT;
            case REPLY -> FarmTopic.REPLY;
        };
        connection.publish(topic.of(settings.farm()), message.payload(), message.seq(), events);
        sent.incrementAndGet();
        budget.spend(message.payload().length + OVERHEAD_BYTES);
    }

    private void publish(MqttConnection connection, FarmState state) throws IOException {
        byte[] payload = StrictJson.write(state.withBytesToday(budget.bytesToday()));
        connection.publishRetained(FarmTopic.STATE.of(settings.farm()), payload);
        budget.spend(payload.length + OVERHEAD_BYTES);
    }

    private @Nullable FarmState takeState() {
        lock.lock();
        try {
            FarmState state = unpublishedState;
            unpublishedState = null;
            return state;
        } finally {
            lock.unlock();
        }
    }

    private void republishState() {
        lock.lock();
        try {
            unpublishedState = lastState;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!signalled && !closing && left > 0) {
                left = changed.awaitNanos(left);
            }
            signalled = false;
        } catch (InterruptedException e) {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration duration) {
        lock.lock();
        try {
            long left = duration.toNanos();
            while (!closing && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the connection; what waits in the outbox stays there. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Events implements MqttConnection.Events {
        @Override
        public void arrived(String topic, byte[] payload) {
            try {
                downlinks.take(topic, payload);
            } catch (MalformedDocument e) {
                refusedDownlinks.incrementAndGet();
                LOG.warn(
                        "refused {} bytes on {} ({} so far): {}",
                        payload.length,
                        topic,
                        refusedDownlinks.get(),
                        e.getMessage());
            }
        }

        @Override
        public void confirmed(long seq, boolean taken) {
            if (!taken) {
                refusedByBroker.incrementAndGet();
                LOG.warn("the broker did not take message {}; it is sent again later", seq);
            }
            outbox.drain().delivered(seq);
            signal();
        }

        @Override
        public void broke(String why) {
            LOG.info("{} lost its connection: {}", settings.farm(), why);
            signal();
        }
    }
}
