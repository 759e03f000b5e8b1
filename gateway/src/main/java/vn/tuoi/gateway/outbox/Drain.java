package vn.tuoi.gateway.outbox;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides which message of an outbox is sent next. Events and replies go in order; fresh telemetry goes beside them;
 * the backlog, newest segment first, fills what is left. What the cloud does not acknowledge in time is sent again;
 * while it acknowledges nothing at all, one message in ever longer pauses, so that a dead store does not eat a farm's
 * data allowance. Memory is bounded whatever the backlog: {@link #MAX_SENT} numbers, {@link #LIVE_MESSAGES} fresh
 * messages and one segment a cursor. {@link #next} belongs to one thread; the rest may be called by any.
 */
public final class Drain {
    /** Messages that may wait for the cloud's word at once; beyond it only fresh ones are sent. */
    static final int MAX_SENT = 1_024;

    /** Fresh telemetry kept in memory; what exceeds it is read from disk again. */
    static final int LIVE_MESSAGES = 256;

    private static final int LIVE_BYTES = 512 * 1024;

    /** Messages that may wait for the broker's word at once, when the broker takes so many. */
    private static final int MAX_IN_TRANSIT = 16;

    /** A pass over the backlog starts at most this often: it costs reading a segment to find nothing. */
    private static final long PASS_PAUSE_NANOS = 1_000_000_000L;

    private final ReentrantLock lock;
    private final DrainPolicy policy;
    private final Lane keptLane;
    private final Lane telemetryLane;

    // of the thread that calls next
    private final Cursor kept;
    private final Cursor backlog;
    private boolean liveTurn;
    private boolean passRunning;
    private long passNotBeforeNanos;

    // guarded by the lock
    private final ArrayDeque<OutboxRecord> live = new ArrayDeque<>();
    private int liveBytes;
    private final LinkedHashMap<Long, Sent> sent = new LinkedHashMap<>();
    private int telemetrySent;
    private int inTransit;
    private int maxInTransit = MAX_IN_TRANSIT;
    private int backlogBytesInTransit;
    private boolean isConnected;
    private boolean resendKept;
    private boolean restartBacklog = true;
    private boolean silent;
    private long probeAtNanos;
    private long probePauseNanos;
    private long acks;

    /** What a data allowance lets through. */
    public enum Allowance {
        EVERYTHING,
        /** No old telemetry. */
        NO_BACKLOG,
        /** No telemetry at all. */
        KEPT_ONLY
    }

    /** A message under way. */
    private static final class Sent {
        final boolean isKept;
        final int backlogBytes;
        final long atNanos;
        final long acksBefore;
        boolean inTransit = true;

        Sent(boolean isKept, int backlogBytes, long atNanos, long acksBefore) {
            this.isKept = isKept;
            this.backlogBytes = backlogBytes;
            this.atNanos = atNanos;
            this.acksBefore = acksBefore;
        }
    }

    Drain(ReentrantLock lock, Lane keptLane, Lane telemetryLane, DrainPolicy policy) {
        this.lock = lock;
        this.keptLane = keptLane;
        this.telemetryLane = telemetryLane;
        this.policy = policy;
        this.kept = new Cursor(keptLane, lock, true);
        this.backlog = new Cursor(telemetryLane, lock, false);
        this.probePauseNanos = policy.firstProbe().toNanos();
    }

    /**
     * The message to send now, which then counts as sent; null when nothing may be sent.
     *
     * @param nowNanos a monotonic clock
     * @param allowance what may be sent
     */
    public @Nullable OutboxRecord next(long nowNanos, Allowance allowance) {
        boolean liveOnly;
        boolean probe;
        lock.lock();
        try {
            expire(nowNanos);
            if (inTransit >= maxInTransit || sent.size() >= 2 * MAX_SENT) {
                return null;
            }
            liveOnly = backlogBytesInTransit >= policy.backlogBytesInTransit() || sent.size() >= MAX_SENT;
            probe = silent && nowNanos - probeAtNanos >= 0;
            if (resendKept && !silent) {
                resendKept = false;
                kept.restart();
            }
            if (restartBacklog) {
                restartBacklog = false;
                passRunning = false;
                passNotBeforeNanos = nowNanos;
            }
        } finally {
            lock.unlock();
        }
        liveTurn = !liveTurn;
        boolean withLive = allowance != Allowance.KEPT_ONLY;
        boolean withBacklog = allowance == Allowance.EVERYTHING;
        OutboxRecord record = withLive && liveTurn ? nextLive(nowNanos) : null;
        if (record == null && !liveOnly) {
            record = unsent(kept, nowNanos);
        }
        if (record == null && withLive && !liveTurn) {
            record = nextLive(nowNanos);
        }
        if (record == null && !liveOnly && (!silent() || probe)) {
            record = withBacklog ? nextOfBacklog(nowNanos) : null;
            if (record == null && probe) {
                record = unsent(new Cursor(keptLane, lock, true), nowNanos);
            }
            if (record != null && probe) {
                probed(nowNanos);
            }
        }
        return record;
    }

    private boolean silent() {
        lock.lock();
        try {
            return silent;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable OutboxRecord nextLive(long nowNanos) {
        lock.lock();
        try {
            OutboxRecord record = live.pollFirst();
            while (record != null) {
                liveBytes -= record.payload().length;
                // it may have been packed into another message, or given up, while there was no connection
                if (telemetryLane.isUnacked(record.seq())) {
                    markSent(record, 0, nowNanos);
                    return record;
                }
                record = live.pollFirst();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** The cursor's next message that is not under way already. */
    private @Nullable OutboxRecord unsent(Cursor cursor, long nowNanos) {
        while (true) {
            OutboxRecord record = cursor.next();
            if (record == null) {
                return null;
            }
            lock.lock();
            try {
                // what is still among the fresh ones is sent from there
                OutboxRecord freshest = record.kind().isKept() ? null : live.peekFirst();
                if (!sent.containsKey(record.seq()) && (freshest == null || record.seq() < freshest.seq())) {
                    markSent(record, record.payload().length, nowNanos);
                    return record;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private @Nullable OutboxRecord nextOfBacklog(long nowNanos) {
        if (!passRunning) {
            if (nowNanos - passNotBeforeNanos < 0 || waiting() <= 0) {
                return null;
            }
            backlog.restart();
            passRunning = true;
            passNotBeforeNanos = nowNanos + PASS_PAUSE_NANOS;
        }
        OutboxRecord record = unsent(backlog, nowNanos);
        passRunning = record != null;
        return record;
    }

    /** Telemetry that is neither under way nor fresh. */
    private long waiting() {
        lock.lock();
        try {
            return telemetryLane.unackedCount() - telemetrySent - live.size();
        } finally {
            lock.unlock();
        }
    }

    private void markSent(OutboxRecord record, int backlogBytes, long nowNanos) {
        sent.put(record.seq(), new Sent(record.kind().isKept(), backlogBytes, nowNanos, acks));
        inTransit++;
        backlogBytesInTransit += backlogBytes;
        telemetrySent += record.kind().isKept() ? 0 : 1;
    }

    private void probed(long nowNanos) {
        lock.lock();
        try {
            probeAtNanos = nowNanos + probePauseNanos;
            probePauseNanos =
                    Math.min(2 * probePauseNanos, policy.longestProbe().toNanos());
        } finally {
            lock.unlock();
        }
    }

    private void expire(long nowNanos) {
        Iterator<Sent> oldestFirst = sent.values().iterator();
        while (oldestFirst.hasNext()) {
            Sent message = oldestFirst.next();
            if (nowNanos - message.atNanos < policy.ackTimeout().toNanos()) {
                return;
            }
            oldestFirst.remove();
            forget(message);
            if (message.acksBefore == acks && !silent) {
                silent = true;
                probeAtNanos = nowNanos;
            }
        }
    }

    private void forget(Sent message) {
        arrived(message);
        telemetrySent -= message.isKept ? 0 : 1;
        resendKept |= message.isKept;
    }

    private void arrived(Sent message) {
        if (message.inTransit) {
            message.inTransit = false;
            inTransit--;
            backlogBytesInTransit -= message.backlogBytes;
        }
    }

    /** The broker has a message. */
    public void delivered(long seq) {
        lock.lock();
        try {
            Sent message = sent.get(seq);
            if (message != null) {
                arrived(message);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A connection begins: what the broker never confirmed is sent again at once.
     *
     * @param sessionLost whether the broker has forgotten the former connection, and perhaps what it had confirmed
     * @param receiveMaximum how many unconfirmed messages the broker takes, at least 1
     */
    public void connected(boolean sessionLost, int receiveMaximum) {
        lock.lock();
        try {
            maxInTransit = Math.min(MAX_IN_TRANSIT, receiveMaximum);
            isConnected = true;
            Iterator<Sent> messages = sent.values().iterator();
            while (messages.hasNext()) {
                Sent message = messages.next();
                if (message.inTransit || sessionLost) {
                    messages.remove();
                    forget(message);
                }
            }
            silent = false;
            probePauseNanos = policy.firstProbe().toNanos();
            restartBacklog = true;
        } finally {
            lock.unlock();
        }
    }

    /** The connection is gone: nothing is sent until {@link #connected}. */
    public void disconnected() {
        lock.lock();
        try {
            isConnected = false;
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody is sending. With the lock held. */
    boolean isConnected() {
        return isConnected;
    }

    /** Takes fresh telemetry. With the lock held. */
    void offerLive(OutboxRecord record) {
        live.addLast(record);
        liveBytes += record.payload().length;
        while (live.size() > LIVE_MESSAGES || liveBytes > LIVE_BYTES) {
            liveBytes -= live.removeFirst().payload().length;
        }
    }

    /** The cloud has stored some messages. With the lock held. */
    void acked(AckedRanges ranges) {
        acks++;
        silent = false;
        probePauseNanos = policy.firstProbe().toNanos();
        Iterator<Map.Entry<Long, Sent>> messages = sent.entrySet().iterator();
        while (messages.hasNext()) {
            Map.Entry<Long, Sent> message = messages.next();
            if (ranges.contains(message.getKey())) {
                messages.remove();
                arrived(message.getValue());
                telemetrySent -= message.getValue().isKept ? 0 : 1;
            }
        }
    }
}
