package vn.tuoi.edge.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.Program;

/** Between the state and its durable form, all but the runs, which {@link Restart} takes up again. */
final class DurableForm {
    private DurableForm() {}

    static DurableState of(FarmNow farm) {
        List<DurableState.ZoneMemory> zones = new ArrayList<>();
        for (int i = 0; i < farm.zones.length; i++) {
            ZoneNow zone = farm.zones[i];
            DurableState.ZoneMemory memory = memory(farm.layout.zone(i).plan().id(), zone);
            if (memory != null) {
                zones.add(memory);
            }
        }
        zones.addAll(farm.absentZones.values());
        List<String> maintenance = new ArrayList<>(farm.absentMaintenance);
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

    /** What a zone remembers; null when there is nothing. */
    static DurableState.@Nullable ZoneMemory memory(String id, ZoneNow zone) {
        boolean handOpen = zone.asking == ZoneNow.Asking.HAND_CLOSE;
        return zone.holdUntil == null && !handOpen && zone.balance == null && zone.leftOut == 0
                ? null
                : new DurableState.ZoneMemory(
                        id,
                        zone.holdUntil,
                        handOpen ? true : null,
                        zone.balance,
                        zone.leftOut == 0 ? null : zone.leftOut);
    }

    private static DurableState.RunMemory memory(FarmNow farm, Run run) {
        Run.Interruption waits = run.interruption;
        boolean open = run.holdsPath();
        long openMs = open ? Math.max(run.reservedMs, run.openMs(farm.nowMs)) : run.openBeforeMs;
        long bookedMs = openMs - run.openMs(farm.nowMs);
        long leftMs = Math.max(0, run.order.plannedMs() - run.wateredMs(farm.nowMs));
        long aheadMs = Math.min(bookedMs, leftMs);
        double aheadLitres = litres(farm, run, aheadMs);
        return new DurableState.RunMemory(
                run.order,
                waits == null ? open : waits.open(),
                run.startedAt,
                waits == null ? clockTime(farm, run.notBeforeMs) : waits.notBefore(),
                waits == null ? clockTime(farm, run.cutAtMs) : waits.cutAt(),
                openMs,
                run.wateredMs(farm.nowMs) + aheadMs,
                run.litres + aheadLitres,
                run.meteredMs,
                run.confirmed,
                bookedMs,
                aheadMs,
                aheadLitres == 0 ? null : aheadLitres,
                farm.wallTrusted,
                run.ending,
                waits == null ? null : waits.since());
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
        run.litres = memory.litres() - unusedLitres(farm, run, memory, unusedMs);
    }

    /** The plan may have another flow now than when the litres were booked ahead. */
    private static double unusedLitres(FarmNow farm, Run run, DurableState.RunMemory memory, long unusedMs) {
        Double aheadLitres = memory.aheadLitres();
        return aheadLitres == null || memory.aheadMs() == 0
                ? Math.min(memory.litres(), litres(farm, run, unusedMs))
                : aheadLitres * unusedMs / memory.aheadMs();
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
        farm.lived = LivedTime.of(durable.lived());
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

    /** Zones and stations that the plan has again take up what was remembered of them. */
    static void returned(FarmNow farm) {
        NavigableMap<String, DurableState.ZoneMemory> zones = new TreeMap<>(farm.absentZones);
        for (DurableState.ZoneMemory memory : farm.absentZones.values()) {
            int zone = farm.layout.findZone(memory.zone());
            if (zone != Layout.NONE) {
                zones.remove(memory.zone());
                farm.zones[zone].holdUntil = memory.holdUntil();
                farm.zones[zone].balance =
                        farm.layout.zone(zone).plan().program() instanceof Program.Balance ? memory.balance() : null;
                farm.zones[zone].leftOut = Objects.requireNonNullElse(memory.leftOut(), 0);
                if (Boolean.TRUE.equals(memory.handOpen())
                        && farm.layout.zone(zone).station() == Layout.NONE) {
                    Hands.askToClose(farm, zone);
                }
            }
        }
        NavigableSet<String> maintenance = new TreeSet<>(farm.absentMaintenance);
        for (String name : farm.absentMaintenance) {
            int station = farm.layout.findStation(name);
            if (station != Layout.NONE) {
                maintenance.remove(name);
                farm.stations[station].maintenance = true;
            }
        }
        remember(farm, zones, maintenance);
    }

    /** Zones and stations that the plan does not have any more, or not yet. */
    static void remember(
            FarmNow farm, NavigableMap<String, DurableState.ZoneMemory> zones, NavigableSet<String> maintenance) {
        while (zones.size() > FarmNow.MAX_ABSENT) {
            zones.pollFirstEntry();
        }
        while (maintenance.size() > FarmNow.MAX_ABSENT) {
            maintenance.pollFirst();
        }
        farm.absentZones = Collections.unmodifiableMap(zones);
        farm.absentMaintenance = Collections.unmodifiableSet(maintenance);
    }

    /** What belongs to the plan's zones and stations. */
    static void restoreParts(FarmNow farm, DurableState durable) {
        Map<String, DurableState.ZoneMemory> zones = new TreeMap<>();
        durable.zones().forEach(memory -> zones.put(memory.zone(), memory));
        farm.absentZones = zones;
        farm.absentMaintenance = new TreeSet<>(durable.maintenance());
        returned(farm);
        for (int i = 0; i < farm.sources.length; i++) {
            Alarms.Subject subject =
                    Alarms.Subject.source(farm.layout.source(i).plan().id());
            farm.sources[i].tankLow = Alarms.lasts(farm, "tank_low", subject);
            farm.sources[i].dryRun = Alarms.lasts(farm, "dry_run", subject);
        }
    }
}
