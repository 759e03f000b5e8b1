package vn.tuoi.cloud.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How often something was done and how long it took in all. Thread-safe. */
public final class Timer {
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongAdder nanos = new LongAdder();
    private final LongAdder count = new LongAdder();

    Timer() {}

    /** Notes what began at {@code beganNanos} of {@link System#nanoTime} and ends now. */
    public void took(long beganNanos) {
        nanos.add(System.nanoTime() - beganNanos);
        count.increment();
    }

    double seconds() {
        return nanos.sum() / NANOS_PER_SECOND;
    }

    long count() {
        return count.sum();
    }
}
