package vn.tuoi.edge.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.plan.Program;

/** What the farm says of itself. */
final class StateReport {
    private static final int NEXT_RUNS = 3;

    private StateReport() {}

    static FarmState of(FarmNow farm, ControlTime time, String software, @Nullable Long bytesToday) {
        List<FarmState.ZoneState> zones = new ArrayList<>();
        for (int i = 0; i < farm.zones.length; i++) {
            zones.add(zone(farm, i, time));
        }
        return new FarmState(
                time.wall(),
                farm.layout.version(),
                farm.planRefused,
                time.wallTrusted() ? FarmState.ClockTrust.TRUSTED : FarmState.ClockTrust.UNTRUSTED,
                ahead(farm.holdUntil, time.wall()),
                zones,
                List.copyOf(farm.alarms.values()),
                software,
                bytesToday);
    }

    private static FarmState.ZoneState zone(FarmNow farm, int index, ControlTime time) {
        ZoneNow zone = farm.zones[index];
        Run run = farm.runOf(index);
        boolean waits = run != null && (run.phase == Run.Phase.WAITING || run.phase == Run.Phase.ASKED);
        Instant until = run == null || !run.watering()
                ? null
                : time.wall().plusMillis(Math.max(0, Waterworks.waterEndMs(farm, run) - time.monotonicMs()));
        return new FarmState.ZoneState(
                farm.layout.zone(index).plan().id(),
                run == null ? null : Runs.record(farm, run),
                until,
                waits ? true : null,
                ahead(zone.holdUntil, time.wall()),
                zone.question,
                nextRuns(farm, index, time),
                zone.balance == null ? null : Math.round(zone.balance.depletionNowMm() * 10) / 10.0);
    }

    private static @Nullable Instant ahead(@Nullable Instant until, Instant now) {
        return until != null && until.isAfter(now) ? until : null;
    }

    /** By the same code that starts them. */
    private static List<Instant> nextRuns(FarmNow farm, int index, ControlTime time) {
        Program program = farm.layout.zone(index).plan().program();
        return program instanceof Program.Calendar calendar && calendar.active() && time.wallTrusted()
                ? ProgramDesk.times(farm, index, calendar).next(time.wall(), NEXT_RUNS)
                : List.of();
    }
}
