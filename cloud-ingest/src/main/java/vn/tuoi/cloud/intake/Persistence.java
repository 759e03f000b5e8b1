package vn.tuoi.cloud.intake;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.metrics.Metrics;

/**
 * Tries a write until it holds. While it does not, nothing is acknowledged, so the broker and the farms keep what they
 * have. One lane's, on its thread.
 */
final class Persistence {
    private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);
    private static final int FIRST_PAUSE_MS = 100;
    private static final int LONGEST_PAUSE_MS = 2_000;

    private final String what;
    private volatile boolean failing;

    /** @param what what is written to, for the log and the metric */
    Persistence(String what, Metrics metrics) {
        this.what = what;
        metrics.gauge(
                "tuoi_intake_store_failing",
                "1 while writes fail and are tried again.",
                "store=\"" + what + "\"",
                () -> failing ? 1 : 0);
    }

    /** A write; it throws when it did not hold, and may then be called again. */
    interface Write {
        void run() throws Exception;
    }

    void untilItHolds(Write write) throws InterruptedException {
        int pauseMs = FIRST_PAUSE_MS;
        while (true) {
            try {
                write.run();
                if (failing) {
                    LOG.info("{} can be written again", what);
                    failing = false;
                }
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                if (!failing) {
                    LOG.error("{} cannot be written; nothing is acknowledged until it can", what, e);
                    failing = true;
                }
                TimeUnit.MILLISECONDS.sleep(pauseMs);
                pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
            }
        }
    }
}
