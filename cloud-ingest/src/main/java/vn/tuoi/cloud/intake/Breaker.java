package vn.tuoi.cloud.intake;

import java.util.concurrent.TimeUnit;

/**
 * Whether a store that failed may be tried again: pauses that double from {@value #FIRST_PAUSE_MS} to {@value
 * #LONGEST_PAUSE_MS} ms, one try after each, closed by the first that succeeds. The longest pause bounds how long a
 * store that is back goes unnoticed. Thread-safe.
 */
final class Breaker {
    static final int FIRST_PAUSE_MS = 250;
    static final int LONGEST_PAUSE_MS = 5_000;

    /** For the metric: 0, 1 and 2. */
    enum State {
        CLOSED(0),
        OPEN(1),
        HALF_OPEN(2);

        private final int code;

        State(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private int pauseMs;
    private long openUntilNanos;

    /** @param nowNanos of {@link System#nanoTime} */
    synchronized State state(long nowNanos) {
        if (pauseMs == 0) {
            return State.CLOSED;
        }
        return nowNanos - openUntilNanos < 0 ? State.OPEN : State.HALF_OPEN;
    }

    synchronized void failed(long nowNanos) {
        pauseMs = pauseMs == 0 ? FIRST_PAUSE_MS : Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        openUntilNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(pauseMs);
    }

    synchronized void succeeded() {
        pauseMs = 0;
    }
}
