package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Between the state and its durable form, all but the runs, which {@link Restart} takes up again. */
final class DurableForm {
    private DurableForm() {}

    static DurableState of(FarmNow farm) {
        List<DurableState.ZoneMemory> zones = new ArrayList<>();
        for (int i = 0; i < farm.zones.length; i++) {
            ZoneNow zone = farm.zones[i];
            boolean handOpen = zone.asking == ZoneNow.Asking.HAND_CLOSE;
            if (zone.holdUntil != null || handOpen || zone.balance != null) {
                zones.add(new DurableState.ZoneMemory(
                        farm.layout.zone(i).plan().id(), zone.holdUntil, handOpen ? true : null, zone.balance));
            }
        }
        List<String> maintenance = new ArrayList<>();
        for (int i = 0; i < farm.stations.length; i++) {
            if (farm.stations[i].maintenance) {
                maintenance.add(farm.layout.station(i).name());
            }
        }
        return new DurableState(
                DurableState.VERSION,
                farm.now,
                farm.floor,
                farm.lived.spans(),
                farm.holdUntil,
                zones,
                farm.runs.stream().map(run -> memory(farm, run)).toList(),
                maintenance,
                List.copyOf(farm.commands.values()),
                List.copyOf(farm.alarms.values()),
                List.copyOf(farm.ledger.values()),
                farm.pending,
                farm.rain.hours().isEmpty() ? null : farm.rain,
                farm.temperatures.days().isEmpty() ? null : farm.temperatures);
    }

    private static DurableState.RunMemory memory(FarmNow farm, Run run) {
        boolean open = run.holdsPath();
        long openMs = open ? Math.max(run.reservedMs, run.openMs(farm.nowMs)) : run.openBeforeMs;
        long bookedMs = openMs - run.openMs(farm.nowMs);
        long leftMs = Math.max(0, run.order.plannedMs() - run.wateredMs(farm.nowMs));
        long aheadMs = Math.min(bookedMs, leftMs);
        return new DurableState.RunMemory(
                run.order,
                open,
                run.startedAt,
                clockTime(farm, run.notBeforeMs),
                clockTime(farm, run.cutAtMs),
                openMs,
                run.wateredMs(farm.nowMs) + aheadMs,
                run.litres + litres(farm, run, aheadMs),
                run.meteredMs,
                run.confirmed,
                bookedMs,
                aheadMs,
                farm.wallTrusted,
                run.ending);
    }

    /**
     * Takes up what a run had given. Open time is booked ahead, so that no crash can make a run longer than its limit;
     * where the clock was trusted before and is now, what the crash left no time for is given back.
     */
    static void restoreGiven(FarmNow farm, Run run, DurableState.RunMemory memory, Instant writtenAt) {
        long elapsedMs = memory.clockTrusted() && farm.wallTrusted && !writtenAt.isAfter(farm.now)
                ? Duration.between(writtenAt, farm.now).toMillis()
                : Long.MAX_VALUE;
        long unusedMs = Math.max(0, memory.aheadMs() - elapsedMs);
        run.openBeforeMs = memory.openMs() - Math.max(0, memory.bookedMs() - elapsedMs);
        run.reservedMs = run.openBeforeMs;
        run.wateredBeforeMs = memory.wateredMs() - unusedMs;
        run.litres = memory.litres() - litres(farm, run, unusedMs);
    }

    private static double litres(FarmNow farm, Run run, long ms) {
        return ms / 60_000.0 * farm.entry(run).plan().flowLitresPerMinute();
    }

    private static @Nullable Instant clockTime(FarmNow farm, long atMs) {
        return atMs == Long.MAX_VALUE || atMs <= farm.nowMs ? null : farm.now.plusMillis(atMs - farm.nowMs);
    }

    /** What does not depend on the plan. */
    static void restore(FarmNow farm, DurableState durable) {
        farm.floor = durable.floor();
        farm.lived = new LivedTime(durable.lived());
        farm.holdUntil = durable.holdUntil();
        Map<UUID, CommandMemory> commands = new LinkedHashMap<>();
        durable.commands().forEach(memory -> commands.put(memory.reply().id(), memory));
        farm.commands = Collections.unmodifiableMap(commands);
        farm.alarms = Alarms.restore(durable.alarms());
        Map<String, HouseholdUse> ledger = new TreeMap<>();
        durable.ledger().forEach(use -> ledger.put(use.household(), use));
        farm.ledger = Collections.unmodifiableMap(ledger);
        farm.pending = durable.pending();
        farm.rain = durable.rain() == null ? RainGauge.DRY : durable.rain();
        farm.temperatures = durable.temperatures() == null ? AirTemperatures.NONE : durable.temperatures();
    }

    /** What belongs to the plan's zones and stations. */
    static void restoreParts(FarmNow farm, DurableState durable) {
        for (DurableState.ZoneMemory memory : durable.zones()) {
            int zone = farm.layout.findZone(memory.zone());
            if (zone != Layout.NONE) {
                farm.zones[zone].holdUntil = memory.holdUntil();
                farm.zones[zone].balance = memory.balance();
                if (Boolean.TRUE.equals(memory.handOpen())) {
                    Hands.askToClose(farm, zone);
                }
            }
        }
        for (String name : durable.maintenance()) {
            int station = farm.layout.findStation(name);
            if (station != Layout.NONE) {
                farm.stations[station].maintenance = true;
            }
        }
        for (int i = 0; i < farm.sources.length; i++) {
            Alarms.Subject subject =
                    Alarms.Subject.source(farm.layout.source(i).plan().id());
            farm.sources[i].tankLow = Alarms.lasts(farm, "tank_low", subject);
            farm.sources[i].dryRun = Alarms.lasts(farm, "dry_run", subject);
        }
    }
}
