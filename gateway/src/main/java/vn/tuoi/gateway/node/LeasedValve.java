package vn.tuoi.gateway.node;

/**
 * The node's half of a lease: open while the lease lasts, closed by itself after it. Times are real and monotonic. Not
 * thread-safe.
 */
public final class LeasedValve {
    private boolean open;
    private long untilNanos;

    /** Takes what the gateway says. Returns whether the valve must move. */
    public boolean take(ValveLeases.Lease lease, long nowNanos) {
        boolean before = open;
        open = lease.open() && lease.leaseSeconds() > 0;
        untilNanos = nowNanos + lease.leaseSeconds() * 1_000_000_000L;
        return open != before;
    }

    /** Looks whether the lease has ended. Returns whether the valve must move. */
    public boolean expire(long nowNanos) {
        if (open && untilNanos - nowNanos <= 0) {
            open = false;
            return true;
        }
        return false;
    }

    public boolean isOpen() {
        return open;
    }
}
