package vn.tuoi.edge.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Station;

/**
 * Looks at every wired output from time to time and tells what has changed without an order: an expander that lost its
 * power, a relay that somebody bridged. Not thread-safe; time is passed in.
 */
final class ReadBack {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBack.class);
    private static final long PERIOD_MS = 5_000;

    private final Map<String, Boolean> last = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();
    private long nextMs = Long.MIN_VALUE;

    /** Notes what a station said after an order, so that only what differs from it is news. */
    void ordered(String station, boolean open) {
        last.put(station, open);
    }

    /**
     * Looks if it is time.
     *
     * @param changed told the stations that say something else than before
     */
    void look(List<Station> stations, long nowMs, BiConsumer<String, Boolean> changed) {
        if (nowMs < nextMs) {
            return;
        }
        nextMs = nowMs + PERIOD_MS;
        for (Station station : stations) {
            try {
                boolean open = station.isOpen();
                failures.remove(station.id());
                Boolean before = last.put(station.id(), open);
                if (before == null ? open : before != open) {
                    changed.accept(station.id(), open);
                }
            } catch (DeviceFailure | RuntimeException e) {
                // said once a failure, not every few seconds
                if (!String.valueOf(e.getMessage())
                        .equals(failures.put(station.id(), String.valueOf(e.getMessage())))) {
                    LOG.warn("{} cannot be read back: {}", station.id(), e.getMessage());
                }
            }
        }
    }
}
