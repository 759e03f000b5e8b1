package vn.tuoi.gateway.outbox;

import java.time.Duration;

/**
 * How fast an outbox is drained.
 *
 * @param ackTimeout how long the cloud may take to say that a message is stored before it counts as lost
 * @param firstProbe while the cloud says nothing: the pause between tries, doubled at each
 * @param longestProbe the longest such pause
 * @param backlogBytesInTransit bytes of backlog that the broker has not yet confirmed; small, so that live data does not
 *     wait behind them on a slow link
 */
public record DrainPolicy(Duration ackTimeout, Duration firstProbe, Duration longestProbe, int backlogBytesInTransit) {
    public static final DrainPolicy STANDARD =
            new DrainPolicy(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(10), 8 * 1024);

    public DrainPolicy {
        if (isNotPositive(ackTimeout) || isNotPositive(firstProbe) || longestProbe.compareTo(firstProbe) < 0) {
            throw new IllegalArgumentException("time-outs must be positive and the longest probe the longest");
        }
        if (backlogBytesInTransit < 1) {
            throw new IllegalArgumentException("backlog needs at least 1 byte in transit");
        }
    }

    private static boolean isNotPositive(Duration duration) {
        return duration.isZero() || duration.isNegative();
    }
}
