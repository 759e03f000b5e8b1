package vn.tuoi.cloud.command;

import java.time.Duration;
import java.time.InstantSource;

/**
 * The farms' clock, and how fast it runs: in a demo farm time may pass faster than messages travel.
 *
 * @param clock farm time
 * @param speed farm seconds per real second
 */
public record FarmTiming(InstantSource clock, double speed) {
    /** Farms that live in real time. */
    public static FarmTiming real() {
        return new FarmTiming(InstantSource.system(), 1);
    }

    /** How much farm time passes in a span of real time. */
    public Duration farmTime(Duration real) {
        return Duration.ofMillis(Math.round(real.toMillis() * speed));
    }
}
