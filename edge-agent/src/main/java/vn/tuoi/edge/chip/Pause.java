package vn.tuoi.edge.chip;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A short wait for a conversion. */
final class Pause {
    private Pause() {}

    /** Waits at least so long, also when the thread is interrupted: the chip does not care. */
    static void millis(int milliseconds) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
