package vn.tuoi.edge.modbus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.edge.device.DeviceFailure;

/**
 * One RS-485 bus and the thread that is alone on it: it reads each device when that is due, the most overdue first, and
 * what was asked for at once before all others. A device that does not answer is asked twice, and then less and less
 * often, so that its silence does not eat the time of the others. Bounded by its devices: there is no queue of requests.
 * Thread-safe.
 */
public final class ModbusBus implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModbusBus.class);

    private static final int TRIES = 2;
    private static final long FIRST_BACK_OFF_MS = 1_000;
    private static final long LONGEST_BACK_OFF_MS = 60_000;
    private static final long LONGEST_URGENT_BACK_OFF_MS = 2_000;
    private static final long LONGEST_END_MS = 2_000;

    /** A device of the bus, which the bus's thread reads or writes. */
    interface Polled {
        /** 1 to 247. */
        int slave();

        /** Time between two polls, ms. */
        long periodMs();

        /** Talks to the device, on the bus's thread. */
        void poll(ModbusLink link) throws DeviceFailure;

        /** Told on the bus's thread when a poll failed, also when it was left out because the device is silent. */
        void failed(Explanation reason);

        /** Whether it wants to be served before the others, and often although it is silent: a relay to be closed. */
        default boolean isUrgent() {
            return false;
        }
    }

    private final ModbusLink link;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Integer, Silence> silences = new HashMap<>();
    private final Thread thread;
    private boolean ended;

    private static final class Entry {
        final Polled polled;
        long dueNanos;
        boolean nudged;

        Entry(Polled polled, long dueNanos) {
            this.polled = polled;
            this.dueNanos = dueNanos;
        }
    }

    /** Since when a slave does not answer, and when it is asked again. */
    private record Silence(int failures, long againNanos, long urgentAgainNanos, Explanation reason) {}

    public ModbusBus(String name, ModbusLink link) {
        this.link = link;
        this.thread = new Thread(null, this::run, "bus-" + name, 192 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    /** Serves a device from now on, first at once. */
    void add(Polled polled) {
        lock.lock();
        try {
            entries.add(new Entry(polled, System.nanoTime()));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Reads a device from now on. */
    public void add(ModbusSensor sensor) {
        add((Polled) sensor);
    }

    /** Adds a relay, which is switched off first of all. */
    public CoilStation station(String id, int slave, int coil) {
        CoilStation station = new CoilStation(id, this, slave, coil);
        add(station);
        return station;
    }

    /** Serves a device next. */
    void nudge(Polled polled) {
        lock.lock();
        try {
            for (Entry entry : entries) {
                if (entry.polled == polled) {
                    entry.nudged = true;
                    entry.dueNanos = System.nanoTime();
                }
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Why a slave is not asked at the moment; null when it answered last. */
    @Nullable
    Explanation silence(int slave) {
        lock.lock();
        try {
            Silence silence = silences.get(slave);
            return silence == null ? null : silence.reason;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (Entry due = awaitDue(); due != null; due = awaitDue()) {
                serve(due);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            link.close();
        }
    }

    private @Nullable Entry awaitDue() throws InterruptedException {
        lock.lock();
        try {
            while (!ended) {
                long now = System.nanoTime();
                Entry first = null;
                for (Entry entry : entries) {
                    if (first == null || before(entry, first, now)) {
                        first = entry;
                    }
                }
                if (first == null) {
                    changed.await();
                } else if (first.dueNanos - now <= 0) {
                    return first;
                } else {
                    long unusedLeft = changed.awaitNanos(first.dueNanos - now);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private static boolean before(Entry one, Entry other, long now) {
        boolean oneUrgent = one.nudged && one.dueNanos - now <= 0;
        boolean otherUrgent = other.nudged && other.dueNanos - now <= 0;
        return oneUrgent == otherUrgent ? one.dueNanos - other.dueNanos < 0 : oneUrgent;
    }

    private void serve(Entry entry) {
        Polled polled = entry.polled;
        Silence silence;
        lock.lock();
        try {
            entry.nudged = false;
            entry.dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(polled.periodMs());
            silence = silences.get(polled.slave());
        } finally {
            lock.unlock();
        }
        if (silence != null) {
            long again = polled.isUrgent() ? silence.urgentAgainNanos : silence.againNanos;
            if (again - System.nanoTime() > 0) {
                polled.failed(silence.reason);
                if (polled.isUrgent()) {
                    due(entry, again);
                }
                return;
            }
        }
        // the second try is for a disturbed frame; a device that was silent before gets one
        Explanation failure = ask(polled, silence == null ? TRIES : 1);
        noted(entry, silence, failure);
        if (failure != null) {
            polled.failed(failure);
        }
    }

    private @Nullable Explanation ask(Polled polled, int tries) {
        Explanation failure = null;
        for (int i = 0; i < tries; i++) {
            try {
                polled.poll(link);
                return null;
            } catch (DeviceFailure e) {
                failure = e.reason();
            } catch (RuntimeException e) {
                // a bug in one driver must not silence the bus
                LOG.error("a device of {} failed", link.where(), e);
                failure = Explanation.of("device.driver_failed", "what", e.toString());
            }
        }
        return failure;
    }

    private void noted(Entry entry, @Nullable Silence before, @Nullable Explanation failure) {
        int slave = entry.polled.slave();
        lock.lock();
        try {
            if (failure == null) {
                if (silences.remove(slave) != null) {
                    LOG.info("slave {} on {} answers again", slave, link.where());
                }
                return;
            }
            int failures = before == null ? 1 : before.failures + 1;
            if (failures == 1) {
                LOG.warn("slave {} on {} fails: {}", slave, link.where(), failure);
            }
            long now = System.nanoTime();
            long waitMs = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS << Math.min(failures - 1, 6));
            long urgentMs = Math.min(LONGEST_URGENT_BACK_OFF_MS, waitMs);
            silences.put(
                    slave,
                    new Silence(
                            failures,
                            now + TimeUnit.MILLISECONDS.toNanos(waitMs),
                            now + TimeUnit.MILLISECONDS.toNanos(urgentMs),
                            failure));
            if (entry.polled.isUrgent()) {
                entry.dueNanos = now + TimeUnit.MILLISECONDS.toNanos(urgentMs);
            }
        } finally {
            lock.unlock();
        }
    }

    private void due(Entry entry, long nanos) {
        lock.lock();
        try {
            entry.dueNanos = nanos;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread after the request that is under way, and closes the port; waits at most 2 s. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(LONGEST_END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
