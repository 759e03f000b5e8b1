package vn.tuoi.edge.modbus;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Station;

/**
 * A relay that is a coil of a Modbus board. What is wished is written by the bus's thread, which reads the coil back
 * every few seconds and writes again while it differs; closing is tried until it succeeds, opening is not: an opening
 * that is not confirmed within {@value #LONGEST_WAIT_MS} ms is withdrawn. Callers wait no longer than that, and not at
 * all for a board that is known to be silent. Thread-safe.
 */
public final class CoilStation implements Station, ModbusBus.Polled {
    /** Two requests at 4,800 baud behind one that is under way. */
    private static final long LONGEST_WAIT_MS = 800;

    private static final long PERIOD_MS = 5_000;
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(3 * PERIOD_MS);

    private final String id;
    private final ModbusBus bus;
    private final int slave;
    private final int coil;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition served = lock.newCondition();
    private boolean wished;
    private long closeByNanos;
    /** Counts wishes and servings, so that a wait ends with the serving of its own wish. */
    private long wishes;

    private long servedWishes = -1;
    private @Nullable Boolean known;
    private long knownNanos;
    private @Nullable Explanation failure;

    CoilStation(String id, ModbusBus bus, int slave, int coil) {
        this.id = id;
        this.bus = bus;
        this.slave = slave;
        this.coil = coil;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void open(Duration atMost) throws DeviceFailure {
        Explanation silence = bus.silence(slave);
        if (silence != null) {
            throw new DeviceFailure(silence);
        }
        try {
            wish(true, System.nanoTime() + atMost.toNanos());
        } catch (DeviceFailure e) {
            // it must not open later, when nobody expects it any more
            withdraw();
            throw e;
        }
    }

    @Override
    public void close() throws DeviceFailure {
        wish(false, 0);
    }

    private void wish(boolean open, long closeBy) throws DeviceFailure {
        long mine;
        lock.lock();
        try {
            wished = open;
            closeByNanos = closeBy;
            mine = ++wishes;
        } finally {
            lock.unlock();
        }
        bus.nudge(this);
        await(mine, LONGEST_WAIT_MS);
        lock.lock();
        try {
            if (known == null || known != open || servedWishes < mine) {
                throw new DeviceFailure(
                        failure != null ? failure : Explanation.of("device.not_confirmed", "station", id));
            }
        } finally {
            lock.unlock();
        }
    }

    private void withdraw() {
        lock.lock();
        try {
            wished = false;
            wishes++;
        } finally {
            lock.unlock();
        }
        bus.nudge(this);
    }

    private void await(long wish, long longestMs) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(longestMs);
            while (servedWishes < wish && left > 0) {
                left = served.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the first state was written, or failed; at most so long.
     *
     * @return why the relay is not known to be off; null when it is
     */
    public @Nullable Explanation awaitOff(long longestMs) {
        await(0, longestMs);
        lock.lock();
        try {
            if (Boolean.FALSE.equals(known)) {
                return null;
            }
            return failure != null ? failure : Explanation.of("device.not_confirmed", "station", id);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isOpen() throws DeviceFailure {
        lock.lock();
        try {
            if (known == null || System.nanoTime() - knownNanos > FRESH_NANOS) {
                throw new DeviceFailure(
                        failure != null ? failure : Explanation.of("device.not_confirmed", "station", id));
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int slave() {
        return slave;
    }

    @Override
    public long periodMs() {
        return PERIOD_MS;
    }

    /** To be closed, and not known to be. */
    @Override
    public boolean isUrgent() {
        lock.lock();
        try {
            return !wished && !Boolean.FALSE.equals(known);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void poll(ModbusLink link) throws DeviceFailure {
        boolean open;
        long serving;
        lock.lock();
        try {
            if (wished && closeByNanos - System.nanoTime() <= 0) {
                wished = false;
            }
            open = wished;
            serving = wishes;
        } finally {
            lock.unlock();
        }
        // an adapter that hears itself would confirm any write: only what is read back counts
        boolean actual = link.readCoil(slave, coil);
        if (actual != open) {
            link.writeCoil(slave, coil, open);
            actual = link.readCoil(slave, coil);
        }
        lock.lock();
        try {
            known = actual;
            knownNanos = System.nanoTime();
            failure = null;
            servedWishes = serving;
            served.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void failed(Explanation reason) {
        lock.lock();
        try {
            failure = reason;
            known = null;
            servedWishes = wishes;
            served.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
