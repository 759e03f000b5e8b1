package vn.tuoi.edge.chip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/**
 * One I2C bus and the thread that is alone on it, so that a bus that hangs stops nobody but itself. Its sensors are read
 * here, each with its own period; whoever asks for their values gets what was read last, and never waits. Transfers of
 * others (the relays of an expander) come before the next sensor and are waited for {@value #LONGEST_WAIT_MS} ms; while
 * a transfer has been under way for longer than that they are refused at once. Bounded by its sensors and by the few
 * threads that move relays, each with one transfer. Thread-safe.
 */
public final class I2cBus implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(I2cBus.class);

    /** More than the longest reading of a sensor that a transfer may have to wait for. */
    static final long LONGEST_WAIT_MS = 400;

    /** Longer than the kernel's own timeout of a transfer, 1 s, and the slowest sensor. */
    private static final long HANGS_AFTER_MS = 2_000;

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Polled> sensors = new ArrayList<>();
    private final Deque<Transfer> transfers = new ArrayDeque<>();
    private final Thread thread;
    /** Since when the thread has been at what it does, {@link System#nanoTime}; null while it waits for something to do. */
    private @Nullable Long busySinceNanos;

    /** Whether somebody has waited in vain for the transfer that the thread is at. */
    private boolean givenUp;

    private boolean ended;

    /** @param name as in messages, e.g. {@code I2C bus 1} */
    public I2cBus(String name) {
        this.name = name;
        this.thread = new Thread(null, this::run, name, 192 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    /** A sensor of this bus, which is read from now on, first at once. */
    public Sensor sensor(Sensor driver, long periodMs) {
        Polled polled = new Polled(driver, periodMs);
        lock.lock();
        try {
            sensors.add(polled);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return polled;
    }

    /** A chip of this bus, for threads other than its own: no transfer is waited for longer than {@value #LONGEST_WAIT_MS} ms. */
    public I2cDevice bounded(I2cDevice chip) {
        return new Bounded(chip);
    }

    private void run() {
        try {
            for (Runnable next = awaitWork(); next != null; next = awaitWork()) {
                next.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Runnable awaitWork() throws InterruptedException {
        lock.lock();
        try {
            busySinceNanos = null;
            givenUp = false;
            while (!ended) {
                Runnable next = transfers.pollFirst();
                long now = System.nanoTime();
                long wait = Long.MAX_VALUE;
                for (Polled sensor : sensors) {
                    wait = Math.min(wait, sensor.dueNanos - now);
                    if (next == null && sensor.dueNanos - now <= 0) {
                        // without drift, so that it stays ahead of whoever asks; what was missed is left out
                        long following = sensor.dueNanos + sensor.periodNanos;
                        sensor.dueNanos = following - now > 0 ? following : now + sensor.periodNanos;
                        next = sensor;
                    }
                }
                if (next != null) {
                    busySinceNanos = now;
                    return next;
                }
                long unusedLeft = changed.awaitNanos(wait);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** How long the bus has been at one thing. With the lock held. */
    private long busyMs() {
        return busySinceNanos == null ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - busySinceNanos);
    }

    private Explanation hangs() {
        return Explanation.of("device.no_answer", "where", name);
    }

    private void hand(Transfer transfer) throws DeviceFailure {
        lock.lock();
        try {
            if (ended || givenUp || busyMs() > LONGEST_WAIT_MS) {
                throw new DeviceFailure(hangs());
            }
            transfers.addLast(transfer);
            changed.signalAll();
            long left = TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MS);
            while (!transfer.done && left > 0) {
                left = transfer.finished.awaitNanos(left);
            }
            if (!transfer.done) {
                // what has not begun never will; what has begun, nobody can take back, and nobody else waits for
                if (!transfers.remove(transfer)) {
                    givenUp = true;
                }
                LOG.warn("{} does not answer", name);
                throw new DeviceFailure(hangs());
            }
        } catch (InterruptedException e) {
            boolean unusedBegun = transfers.remove(transfer);
            Thread.currentThread().interrupt();
            throw new DeviceFailure(hangs());
        } finally {
            lock.unlock();
        }
        transfer.rethrow();
    }

    /** Ends the thread after what it does; a transfer that hangs is left to the kernel. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A sensor as the farm's loop sees it, and as the bus's thread reads it. */
    private final class Polled implements Sensor, Runnable {
        /** A result may be missed so often before the sensor is called silent. */
        private static final int PATIENCE = 3;

        private final Sensor driver;
        private final List<String> points;
        private final long periodNanos;
        private long dueNanos = System.nanoTime();
        private List<Sample> latest = List.of();
        private int missed;

        Polled(Sensor driver, long periodMs) {
            this.driver = driver;
            this.points = List.copyOf(driver.points());
            this.periodNanos = TimeUnit.MILLISECONDS.toNanos(periodMs);
        }

        @Override
        public void run() {
            List<Sample> result;
            try {
                result = driver.sample();
            } catch (RuntimeException e) {
                // a bug in one driver must not end the thread that reads the others
                LOG.error("the driver of {} failed", points, e);
                result = Sample.unavailable(points, Explanation.of("device.driver_failed", "what", e.toString()));
            }
            lock.lock();
            try {
                latest = result;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public List<String> points() {
            return points;
        }

        @Override
        public List<Sample> sample() {
            lock.lock();
            try {
                List<Sample> result = latest;
                latest = List.of();
                missed = result.isEmpty() ? missed + 1 : 0;
                if (!result.isEmpty()) {
                    return result;
                }
                if (busyMs() > HANGS_AFTER_MS) {
                    return Sample.unavailable(points, hangs());
                }
                return missed < PATIENCE
                        ? List.of()
                        : Sample.unavailable(points, Explanation.of("device.not_heard", "times", missed));
            } finally {
                lock.unlock();
            }
        }
    }

    /** Something that a transfer does. */
    @FunctionalInterface
    private interface Doing {
        byte[] on(I2cDevice chip) throws DeviceFailure;
    }

    /** One transfer for another thread; its fields are guarded by the lock. */
    private final class Transfer implements Runnable {
        private final I2cDevice chip;
        private final Doing doing;
        private final Condition finished = lock.newCondition();
        private boolean done;
        private byte[] answer = new byte[0];
        private @Nullable DeviceFailure failure;
        private @Nullable RuntimeException bug;

        Transfer(I2cDevice chip, Doing doing) {
            this.chip = chip;
            this.doing = doing;
        }

        @Override
        public void run() {
            byte[] got = new byte[0];
            DeviceFailure refused = null;
            RuntimeException thrown = null;
            try {
                got = doing.on(chip);
            } catch (DeviceFailure e) {
                refused = e;
            } catch (RuntimeException e) {
                thrown = e;
            }
            lock.lock();
            try {
                answer = got;
                failure = refused;
                bug = thrown;
                done = true;
                finished.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** What it came to, for the thread that waited. */
        void rethrow() throws DeviceFailure {
            if (failure != null) {
                throw failure;
            }
            if (bug != null) {
                throw bug;
            }
        }
    }

    /** A chip whose transfers are handed to the bus's thread. */
    private final class Bounded implements I2cDevice {
        private final I2cDevice chip;

        Bounded(I2cDevice chip) {
            this.chip = chip;
        }

        private byte[] through(Doing doing) throws DeviceFailure {
            Transfer transfer = new Transfer(chip, doing);
            hand(transfer);
            return transfer.answer;
        }

        @Override
        public void write(byte... bytes) throws DeviceFailure {
            byte[] unusedNothing = through(device -> {
                device.write(bytes);
                return new byte[0];
            });
        }

        @Override
        public byte[] read(int length) throws DeviceFailure {
            return through(device -> device.read(length));
        }

        @Override
        public byte[] readRegister(int register, int length) throws DeviceFailure {
            return through(device -> device.readRegister(register, length));
        }

        @Override
        public String where() {
            return chip.where();
        }
    }
}
