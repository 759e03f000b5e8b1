package vn.tuoi.edge.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.Program;
import vn.tuoi.edge.program.AllowedWindows;

/**
 * What keeps a program from starting: the rules of the decision, which the preview asks about a time to come with what is
 * known now.
 */
final class Hindrance {
    private Hindrance() {}

    /**
     * Why the zone's program may not start; null when it may.
     *
     * @param at the time that is asked about, not before the present
     * @param busy whether the zone waters or waits then
     */
    static @Nullable Explanation of(FarmNow farm, int index, Program program, Instant at, boolean busy) {
        Layout.ZoneEntry entry = farm.layout.zone(index);
        if (farm.heldAt(index, at)) {
            return Explanation.of("run.skipped.hold");
        }
        if (!program.windows().isEmpty()
                && (!farm.wallTrusted
                        || AllowedWindows.openUntil(program.windows(), ProgramDesk.zoneId(farm), at)
                                .isEmpty())) {
            return Explanation.of("run.skipped.outside_window");
        }
        if (busy) {
            return Explanation.of("run.skipped.zone_busy");
        }
        if (!Stations.usable(farm, entry.station())) {
            return Explanation.of(
                    "run.skipped.maintenance", "zone", entry.plan().name());
        }
        return SkipWeather.reason(farm, program.skipRules(), at);
    }
}
