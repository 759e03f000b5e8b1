package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.message.Explanation;

/** Follows the clock: says when it jumps or is not trusted, and keeps the account of lived time. */
final class ClockWatch {
    /** A difference between clock and monotonic time above it is a jump. */
    private static final long JUMP_MS = 5_000;
    /** A start that is older than it, after a jump or a cut, is missed. */
    static final Duration LATE_START = Duration.ofMinutes(10);
    /** A clock that is not trusted for so long is an alarm. */
    private static final long UNTRUSTED_ALARM_MS = Duration.ofMinutes(30).toMillis();

    private ClockWatch() {}

    /** Sets the farm's time; the first thing of every step. */
    static void tell(FarmNow farm, ControlTime time) {
        boolean first = farm.nowMs == Sensor.NEVER;
        if (!first && time.monotonicMs() < farm.nowMs) {
            throw new IllegalArgumentException(
                    "monotonic time went back from " + farm.nowMs + " to " + time.monotonicMs() + " ms");
        }
        long steppedMs = first ? 0 : time.monotonicMs() - farm.nowMs;
        long clockMs = first ? 0 : time.wall().toEpochMilli() - farm.now.toEpochMilli();
        boolean trustedBefore = farm.wallTrusted;
        if (!first && trustedBefore && time.wallTrusted() && Math.abs(clockMs - steppedMs) > JUMP_MS) {
            farm.now = time.wall();
            farm.notice(Explanation.of("notice.clock_jumped", "seconds", (clockMs - steppedMs) / 1000));
        }
        farm.nowMs = time.monotonicMs();
        farm.now = time.wall();
        farm.wallTrusted = time.wallTrusted();
        farm.lateMs = LATE_START.toMillis() + steppedMs;
        trust(farm, trustedBefore, first);
        if (farm.wallTrusted) {
            if (farm.now.isAfter(farm.floor) || clockMs < -JUMP_MS) {
                farm.floor = farm.now;
            }
            live(farm, steppedMs);
        } else if (!first) {
            farm.floor = farm.floor.plusMillis(steppedMs);
        }
    }

    private static void trust(FarmNow farm, boolean trustedBefore, boolean first) {
        if (farm.wallTrusted) {
            Alarms.clear(farm, "clock_untrusted", Alarms.Subject.FARM);
            farm.untrustedSinceMs = Sensor.NEVER;
        } else if (trustedBefore || first || farm.untrustedSinceMs == Sensor.NEVER) {
            farm.untrustedSinceMs = farm.nowMs;
        }
        if (farm.wallTrusted != trustedBefore) {
            farm.reportChanged = true;
            for (ZoneNow zone : farm.zones) {
                zone.forgetNextDue();
            }
        }
    }

    /** The present span of lived time goes on, or a new one begins after a jump or a cut. */
    private static void live(FarmNow farm, long steppedMs) {
        if (farm.lived.isEmpty()) {
            farm.lived = farm.lived.jump(farm.now, farm.now);
            farm.decidedUpTo = farm.now;
            farm.touch();
            return;
        }
        Instant upTo = farm.lived.upTo();
        long gapMs = farm.now.toEpochMilli() - upTo.toEpochMilli();
        farm.decidedUpTo = upTo;
        if (gapMs >= 0 && gapMs <= LATE_START.toMillis() + steppedMs) {
            farm.lived = farm.lived.until(farm.now);
            return;
        }
        if (gapMs < 0 && gapMs >= -JUMP_MS) {
            return; // a clock that is being slewed
        }
        for (ZoneNow zone : farm.zones) {
            zone.forgetNextDue();
        }
        // as far back as a start of this step may lie, so that it cannot come a second time
        Instant from = gapMs < 0 ? farm.now : farm.now.minusMillis(farm.lateMs);
        farm.decidedUpTo = gapMs < 0 ? farm.now : upTo;
        farm.lived = farm.lived.jump(from, farm.now);
        farm.touch();
    }

    static void advance(FarmNow farm) {
        if (farm.wallTrusted) {
            Restart.clockIsBack(farm);
        }
        if (farm.wallTrusted || farm.untrustedSinceMs == Sensor.NEVER) {
            return;
        }
        long alarmMs = farm.untrustedSinceMs + UNTRUSTED_ALARM_MS;
        if (farm.nowMs < alarmMs) {
            farm.wakeAt(alarmMs);
            return;
        }
        Alarms.raise(
                farm,
                "clock_untrusted",
                Alarm.Severity.WARNING,
                Alarms.Subject.FARM,
                Explanation.of("alarm.clock_untrusted", "minutes", UNTRUSTED_ALARM_MS / 60_000));
    }
}
