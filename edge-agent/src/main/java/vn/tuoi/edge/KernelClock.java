package vn.tuoi.edge;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kernel says of its clock by {@code adjtimex(2)}: whether any time service (timesyncd, chrony, ntpd) keeps it
 * right. Thread-safe.
 */
final class KernelClock {
    private static final Logger LOG = LoggerFactory.getLogger(KernelClock.class);

    /** More than {@code struct timex} has on any Linux; zeros mean "only tell". */
    private static final int TIMEX_BYTES = 512;

    /** {@code TIME_ERROR}: nobody has set the clock. */
    private static final int UNSYNCHRONISED = 5;

    private KernelClock() {}

    /** The one function of the C library. */
    interface C extends Library {
        int adjtimex(Memory timex);
    }

    /** Loaded when it is asked for the first time, once all outputs are off. */
    private static final class Loaded {
        static final C LIBRARY = Native.load("libc.so.6", C.class);
    }

    /** Whether a time service has set the clock; false when the kernel does not tell. */
    static boolean isSynchronised() {
        try (Memory timex = new Memory(TIMEX_BYTES)) {
            timex.clear();
            int state = Loaded.LIBRARY.adjtimex(timex);
            return state >= 0 && state < UNSYNCHRONISED;
        } catch (LinkageError e) {
            LOG.debug("the kernel cannot be asked of its clock: {}", e.toString());
            return false;
        }
    }
}
