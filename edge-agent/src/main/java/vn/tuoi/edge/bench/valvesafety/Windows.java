package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import vn.tuoi.config.plan.Window;

/** Whether a program's windows allow water at a time, worked out apart from the controller. */
final class Windows {
    private Windows() {}

    /** Whether clocks have just changed: which end of a window that moves is a matter of taste. */
    static boolean unsure(ZoneId zone, Instant at) {
        // the transition itself counts as over
        ZoneOffsetTransition change = zone.getRules().previousTransition(at.plusMillis(1));
        return change != null && change.getInstant().isAfter(at.minus(Duration.ofHours(3)));
    }

    static boolean allow(ZoneId zone, List<Window> windows, Instant at) {
        if (windows.isEmpty()) {
            return true;
        }
        ZoneRules rules = zone.getRules();
        LocalTime local = LocalTime.ofSecondOfDay(
                Math.floorMod(at.getEpochSecond() + rules.getOffset(at).getTotalSeconds(), 86_400));
        for (Window window : windows) {
            boolean overMidnight =
                    window.to().isBefore(window.from()) || window.to().equals(window.from());
            boolean afterFrom = !local.isBefore(window.from());
            boolean beforeTo = local.isBefore(window.to());
            if (overMidnight ? afterFrom || beforeTo : afterFrom && beforeTo) {
                return true;
            }
        }
        return false;
    }
}
