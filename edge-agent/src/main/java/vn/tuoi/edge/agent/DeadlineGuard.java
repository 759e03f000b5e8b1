package vn.tuoi.edge.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Station;

/**
 * The second pair of eyes on open valves: a thread of its own on the machine's monotonic clock that closes a station at
 * its deadline whatever the agent's loop does, and tries again every second while the station does not obey. It knows
 * nothing of programs. Thread-safe.
 */
final class DeadlineGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineGuard.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** While anything is open the guard looks at least so often, so that one that hangs is noticed. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The loop closes at the deadline itself; only when it has not by then does the guard. */
    static final Duration GRACE = Duration.ofMillis(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Armed> armed = new HashMap<>();
    private final Map<String, Long> overdueSinceNanos = new HashMap<>();
    private final Consumer<Station> closed;
    private final Thread thread;
    private long lookedNanos = System.nanoTime();
    private boolean ended;

    private record Armed(Station station, long deadlineNanos) {}

    /**
     * @param name of the thread
     * @param closed told on the guard's thread after it had to close a station; must not block
     */
    DeadlineGuard(String name, Consumer<Station> closed) {
        this.closed = closed;
        // half a megabyte of stack is address space that a small machine can do without
        this.thread = new Thread(null, this::watch, name, 256 * 1024);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Watches a station that is about to be opened; an earlier deadline of it is replaced. */
    void arm(Station station, Duration atMost) {
        lock.lock();
        try {
            if (armed.isEmpty()) {
                // it slept for want of anything to look at
                lookedNanos = System.nanoTime();
            }
            armed.put(
                    station.id(),
                    new Armed(station, System.nanoTime() + atMost.plus(GRACE).toNanos()));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a station that was closed. */
    void disarm(String station) {
        lock.lock();
        try {
            armed.remove(station);
            overdueSinceNanos.remove(station);
        } finally {
            lock.unlock();
        }
    }

    /** How many stations are watched. */
    int watched() {
        lock.lock();
        try {
            return armed.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the guard runs, has looked lately, and every station was closed within a few seconds of its bound. */
    boolean isInTime() {
        lock.lock();
        try {
            long now = System.nanoTime();
            return thread.isAlive()
                    && (armed.isEmpty() || now - lookedNanos <= LONGEST_OVERDUE_NANOS)
                    && overdueSinceNanos.values().stream().noneMatch(since -> now - since > LONGEST_OVERDUE_NANOS);
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            for (Armed due = awaitDue(); due != null; due = awaitDue()) {
                close(due);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Armed awaitDue() throws InterruptedException {
        lock.lock();
        try {
            while (!ended) {
                Armed earliest = null;
                long now = System.nanoTime();
                lookedNanos = now;
                for (Armed candidate : armed.values()) {
                    if (earliest == null || candidate.deadlineNanos - earliest.deadlineNanos < 0) {
                        earliest = candidate;
                    }
                }
                if (earliest == null) {
                    changed.await();
                } else if (earliest.deadlineNanos - now <= 0) {
                    return earliest;
                } else {
                    long unusedLeft = changed.awaitNanos(Math.min(earliest.deadlineNanos - now, LOOK_NANOS));
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void close(Armed due) {
        boolean done = false;
        try {
            due.station.close();
            done = true;
            LOG.error("{} was still open at its deadline: the guard closed it", due.station.id());
        } catch (DeviceFailure | RuntimeException e) {
            LOG.error("{} is open past its deadline and does not close: {}", due.station.id(), e.getMessage());
        }
        lock.lock();
        try {
            // armed anew in the meantime: the new deadline stands
            if (due.equals(armed.get(due.station.id()))) {
                if (done) {
                    armed.remove(due.station.id());
                    overdueSinceNanos.remove(due.station.id());
                } else {
                    overdueSinceNanos.putIfAbsent(due.station.id(), System.nanoTime());
                    armed.put(due.station.id(), new Armed(due.station, System.nanoTime() + RETRY_NANOS));
                }
            }
        } finally {
            lock.unlock();
        }
        if (done) {
            closed.accept(due.station);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
