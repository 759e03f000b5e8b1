package vn.tuoi.edge.control;

import java.util.Set;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.message.Explanation;

/**
 * Counts waterings of a zone that were left out one after the other, so that no rule, forecast or percentage that somebody
 * has forgotten dries a crop in silence: each has its record, and {@link #TOO_MANY} in a row are an alarm.
 */
final class LeftOut {
    static final int TOO_MANY = 3;
    /** A person's own wish, water from above, or water that is on its way: nothing to worry about. */
    private static final Set<String> HARMLESS =
            Set.of("run.skipped.hold", "run.skipped.rain_fallen", "run.skipped.zone_busy", "run.skipped.superseded");

    private LeftOut() {}

    static void count(FarmNow farm, int index, Explanation why) {
        ZoneNow zone = farm.zones[index];
        if (HARMLESS.contains(why.key())) {
            return;
        }
        zone.leftOut = Math.min(zone.leftOut + 1, 1_000);
        farm.touch();
        if (zone.leftOut >= TOO_MANY) {
            String id = farm.layout.zone(index).plan().id();
            Alarms.raise(
                    farm,
                    "zone_not_watered",
                    Alarm.Severity.WARNING,
                    Alarms.Subject.zone(id),
                    Explanation.of(
                            "alarm.zone_not_watered",
                            "zone",
                            farm.layout.zone(index).plan().name(),
                            "count",
                            zone.leftOut));
        }
    }

    /** Water has begun. */
    static void watered(FarmNow farm, int index) {
        forget(farm, farm.zones[index], farm.layout.zone(index).plan().id());
    }

    /** The zone has another program. */
    static void forget(FarmNow farm, ZoneNow zone, String id) {
        if (zone.leftOut > 0) {
            zone.leftOut = 0;
            farm.touch();
            Alarms.clear(farm, "zone_not_watered", Alarms.Subject.zone(id));
        }
    }
}
