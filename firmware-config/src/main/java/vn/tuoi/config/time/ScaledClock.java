package vn.tuoi.config.time;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that runs {@code speed} times as fast as another one from a common origin, so that the cloud and the
 * simulated farms of a demo, two processes, agree on the time. At speed 1 it is the base clock shifted by
 * {@code farmOrigin - baseOrigin}. Immutable and thread-safe.
 */
public final class ScaledClock extends Clock {
    /** The fastest speed offered: a day in about 24 s. Above it, protocol time-outs, which stay real, dominate. */
    public static final double MAX_SPEED = 3600;

    private final InstantSource base;
    private final Instant baseOrigin;
    private final Instant farmOrigin;
    private final double speed;
    private final ZoneId zone;

    /**
     * @param base the clock that is followed
     * @param baseOrigin a time on {@code base}
     * @param farmOrigin the time that this clock shows at {@code baseOrigin}
     * @param speed farm seconds per base second, above 0 and at most {@link #MAX_SPEED}
     */
    public ScaledClock(InstantSource base, Instant baseOrigin, Instant farmOrigin, double speed) {
        this(base, baseOrigin, farmOrigin, speed, ZoneOffset.UTC);
    }

    private ScaledClock(InstantSource base, Instant baseOrigin, Instant farmOrigin, double speed, ZoneId zone) {
        if (!(speed > 0 && speed <= MAX_SPEED)) {
            throw new IllegalArgumentException("speed must be above 0 and at most " + MAX_SPEED + ", not " + speed);
        }
        this.base = base;
        this.baseOrigin = baseOrigin;
        this.farmOrigin = farmOrigin;
        this.speed = speed;
        this.zone = zone;
    }

    /** Farm seconds per real second. */
    public double speed() {
        return speed;
    }

    /** How long a farm-time span takes in real time, in nanoseconds, at least 1 for a positive span. */
    public long realNanos(java.time.Duration farmTime) {
        double nanos = (farmTime.getSeconds() * 1e9 + farmTime.getNano()) / speed;
        return farmTime.isNegative() || farmTime.isZero() ? 0 : Math.max(1, Math.round(nanos));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId newZone) {
        return new ScaledClock(base, baseOrigin, farmOrigin, speed, newZone);
    }

    @Override
    public Instant instant() {
        Instant now = base.instant();
        double seconds =
                (now.getEpochSecond() - baseOrigin.getEpochSecond()) + (now.getNano() - baseOrigin.getNano()) / 1e9;
        // whole milliseconds: no wire format of ours carries more, and doubles would make up the rest
        return farmOrigin.plusMillis(Math.round(seconds * speed * 1000));
    }
}
