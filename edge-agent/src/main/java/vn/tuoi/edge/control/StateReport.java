package vn.tuoi.edge.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.NextRun;

/** What the farm says of itself. */
final class StateReport {
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
                farm.ledger.values().stream()
                        .filter(use -> !use.household().equals(HouseholdUse.NOBODY))
                        .map(StateReport::water)
                        .toList(),
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
        List<NextRun> preview = NextRuns.of(farm, index, time);
        return new FarmState.ZoneState(
                farm.layout.zone(index).plan().id(),
                run == null ? null : Runs.record(farm, run),
                until,
                waits ? true : null,
                ahead(zone.holdUntil, time.wall()),
                zone.question,
                preview.stream()
                        .filter(next -> next.certainty() == NextRun.Certainty.PLANNED)
                        .map(NextRun::at)
                        .filter(Objects::nonNull)
                        .toList(),
                preview,
                zone.balance == null ? null : Math.round(zone.balance.depletionNowMm() * 10) / 10.0);
    }

    private static FarmState.HouseholdWater water(HouseholdUse use) {
        return new FarmState.HouseholdWater(
                use.household(), Math.round(use.minutes() * 10) / 10.0, Math.round(use.litres() * 10) / 10.0);
    }

    private static @Nullable Instant ahead(@Nullable Instant until, Instant now) {
        return until != null && until.isAfter(now) ? until : null;
    }
}
