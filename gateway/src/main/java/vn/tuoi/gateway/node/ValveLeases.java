package vn.tuoi.gateway.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the controller wants of wireless valves, handed out as leases: a node keeps a valve open only while its lease
 * lasts, so that a lost gateway closes it. All times are real and monotonic. Thread-safe.
 */
public final class ValveLeases {
    /** The longest lease of one answer; a wish that lasts longer is renewed. */
    public static final Duration LONGEST_LEASE = Duration.ofMinutes(2);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Map<String, Long> openUntilNanos = new HashMap<>();

    /**
     * What a node is told about one valve.
     *
     * @param station which
     * @param open whether it is to be open
     * @param leaseSeconds for how long from now on, rounded up; 0 when closed
     */
    public record Lease(
            @JsonProperty(required = true) String station,
            @JsonProperty(required = true) boolean open,
            @JsonProperty(required = true) int leaseSeconds) {}

    /** Wishes a valve open for at most so long from now. */
    public synchronized void open(String station, Duration atMost, long nowNanos) {
        openUntilNanos.put(station, nowNanos + atMost.toNanos());
    }

    public synchronized void close(String station) {
        openUntilNanos.remove(station);
    }

    /** The leases of a node's valves at a time. */
    public synchronized List<Lease> of(NodeSettings node, long nowNanos) {
        List<Lease> leases = new ArrayList<>(node.stations().size());
        for (String station : node.stations()) {
            Long until = openUntilNanos.get(station);
            long leftNanos = until == null ? 0 : until - nowNanos;
            if (leftNanos <= 0) {
                leases.add(new Lease(station, false, 0));
            } else {
                long seconds = (leftNanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
                leases.add(new Lease(station, true, (int) Math.min(seconds, LONGEST_LEASE.toSeconds())));
            }
        }
        return leases;
    }

    /** The stations that are wished open. */
    public synchronized List<String> open() {
        return List.copyOf(openUntilNanos.keySet());
    }

    /** Wishes every valve closed, and names those that were not. */
    public synchronized List<String> closeAll() {
        List<String> stations = List.copyOf(openUntilNanos.keySet());
        openUntilNanos.clear();
        return stations;
    }

    /** Forgets the wishes that have run out, and names their stations. */
    public synchronized List<String> takeExpired(long nowNanos) {
        List<String> expired = new ArrayList<>();
        openUntilNanos.forEach((station, until) -> {
            if (until - nowNanos <= 0) {
                expired.add(station);
            }
        });
        expired.forEach(openUntilNanos::remove);
        return expired;
    }
}
