package vn.tuoi.edge.control;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;

/**
 * Brings water to runs and takes it away in the order that spares pump and pipes: path open, lead, pump on; pump off,
 * lag, path closed. A source whose pump runs always has an open path.
 */
final class Waterworks {
    /** Open time is booked ahead in the durable state by so much, so that a crash never lengthens a run. */
    private static final long RESERVE_MS = 120_000;

    private Waterworks() {}

    /** The run has its turn: its valve opens. */
    static void open(FarmNow farm, Run run) {
        Layout.ZoneEntry entry = farm.entry(run);
        Layout.Source layout = farm.layout.source(entry.source());
        SourceNow source = farm.sources[entry.source()];
        run.phase = Run.Phase.OPEN;
        run.openedMs = farm.nowMs;
        run.cycleWateredMs = 0;
        source.lastStartMs = farm.nowMs;
        long boundMs = boundMs(farm, run);
        openMaster(farm, layout, boundMs);
        Stations.open(farm, entry.station(), boundMs);
        if (source.phase == SourceNow.Phase.OFF) {
            source.phase = layout.hasPump() ? SourceNow.Phase.LEAD : SourceNow.Phase.ON;
            source.phaseUntilMs = farm.nowMs + layout.plan().leadSeconds() * 1000L;
        }
        reserve(farm, run);
        if (run.startedAt == null) {
            run.startedAt = farm.now;
            LeftOut.watered(farm, run.zone);
            SensorWatch.beforeWater(farm, run.zone);
            farm.publishRun(FarmEvent.Type.RUN_STARTED, Runs.record(farm, run));
        }
        if (source.phase == SourceNow.Phase.ON) {
            waterFlows(farm, run);
        }
        farm.reportChanged = true;
    }

    /** How long the run's valve may stay open from now on, with lead and lag, within the zone's limit. */
    private static long boundMs(FarmNow farm, Run run) {
        Layout.Source source = farm.layout.source(farm.entry(run).source());
        long limitMs = farm.entry(run).limitMs() - run.openMs(farm.nowMs);
        long plannedMs =
                Math.min(run.order.plannedMs() - run.wateredMs(farm.nowMs), run.order.cycleMs() - run.cycleWateredMs);
        long aroundMs = source.hasPump()
                ? (source.plan().leadSeconds() + source.plan().lagSeconds()) * 1000L + Stations.OPEN_LIMIT_MS
                : 0;
        return Math.max(0, Math.min(limitMs, plannedMs + aroundMs));
    }

    private static void openMaster(FarmNow farm, Layout.Source layout, long boundMs) {
        if (layout.master() != Layout.NONE) {
            StationNow master = farm.stations[layout.master()];
            if (!master.wantedOpen || farm.nowMs + boundMs > master.boundMs) {
                Stations.open(farm, layout.master(), boundMs);
            }
        }
    }

    private static void waterFlows(FarmNow farm, Run run) {
        FlowWatch.shareChanges(farm, farm.entry(run));
        run.waterSinceMs = farm.nowMs;
        run.litresUpToMs = farm.nowMs;
        run.measuredLitresPerMinute = Double.NaN;
        run.noFlowSinceMs = Sensor.NEVER;
        run.lowFlowSinceMs = Sensor.NEVER;
        run.highFlowSinceMs = Sensor.NEVER;
        Layout.Source source = farm.layout.source(farm.entry(run).source());
        if (source.hasPump()) {
            StationNow pump = farm.stations[source.pump()];
            long boundMs = boundMs(farm, run);
            if (farm.nowMs + boundMs > pump.boundMs || !pump.wantedOpen) {
                Stations.open(farm, source.pump(), boundMs);
            }
        }
    }

    /** Its valve was ordered open, and says whether it is: a run is given no water by a valve that denies it. */
    static void valveSays(FarmNow farm, Run run, boolean open) {
        if (run.watering() && !open) {
            FlowWatch.shareChanges(farm, farm.entry(run));
            FlowWatch.settle(farm, run, farm.nowMs);
            dry(farm, run);
        } else if (run.phase == Run.Phase.OPEN && !run.watering() && open && sourceIsOn(farm, run)) {
            waterFlows(farm, run);
        }
    }

    /**
     * The run's water stops.
     *
     * @param ending how the run ends; null when it goes on later, after a soak or when its source is back
     */
    static void stop(FarmNow farm, Run run, Run.@Nullable Ending ending) {
        if (run.phase == Run.Phase.LAGGING || run.phase == Run.Phase.ADOPTED) {
            if (run.ending == null || (run.phase == Run.Phase.LAGGING && ending != null)) {
                run.ending = ending;
            }
            return;
        }
        if (run.phase != Run.Phase.OPEN) {
            if (ending != null) {
                Runs.end(farm, run, ending);
            }
            return;
        }
        Layout.ZoneEntry entry = farm.entry(run);
        Layout.Source layout = farm.layout.source(entry.source());
        SourceNow source = farm.sources[entry.source()];
        FlowWatch.shareChanges(farm, entry);
        FlowWatch.settle(farm, run, farm.nowMs);
        dry(farm, run);
        run.ending = ending;
        if (source.phase == SourceNow.Phase.ON && layout.hasPump() && !otherPath(farm, run, entry.source())) {
            run.phase = Run.Phase.LAGGING;
            stopPump(farm, entry.source());
        } else {
            closePath(farm, run);
        }
        farm.reportChanged = true;
    }

    private static void dry(FarmNow farm, Run run) {
        if (run.waterSinceMs != Sensor.NEVER) {
            long ms = farm.nowMs - run.waterSinceMs;
            run.wateredBeforeMs += ms;
            run.cycleWateredMs += ms;
            run.waterSinceMs = Sensor.NEVER;
        }
        farm.zones[run.zone].lastWaterMs = farm.nowMs;
        farm.sources[farm.entry(run).source()].lastWaterMs = farm.nowMs;
    }

    private static void stopPump(FarmNow farm, int index) {
        Layout.Source layout = farm.layout.source(index);
        SourceNow source = farm.sources[index];
        Stations.close(farm, layout.pump());
        for (Run other : farm.runs) {
            if (other.watering() && farm.entry(other).source() == index) {
                FlowWatch.settle(farm, other, farm.nowMs);
                dry(farm, other);
            }
        }
        source.phase = SourceNow.Phase.LAG;
        source.phaseUntilMs = farm.nowMs + layout.plan().lagSeconds() * 1000L;
        finishLag(farm, index);
    }

    private static boolean otherPath(FarmNow farm, Run run, int source) {
        for (Run other : farm.runs) {
            if (other != run
                    && other.phase == Run.Phase.OPEN
                    && other.ending == null
                    && farm.entry(other).source() == source
                    && Stations.pathProven(farm, other)) {
                return true;
            }
        }
        return false;
    }

    /** The run's valve closes, and with the last one the master valve. */
    private static void closePath(FarmNow farm, Run run) {
        Layout.ZoneEntry entry = farm.entry(run);
        SourceNow source = farm.sources[entry.source()];
        Stations.close(farm, entry.station());
        run.openBeforeMs += farm.nowMs - run.openedMs;
        run.openedMs = Sensor.NEVER;
        run.reservedMs = run.openBeforeMs;
        boolean last = true;
        for (Run other : farm.runs) {
            // an adopted one is being closed, and was never a path that anybody ordered
            last &= other == run
                    || !other.holdsPath()
                    || other.phase == Run.Phase.ADOPTED
                    || farm.entry(other).source() != entry.source();
        }
        if (last) {
            Stations.close(farm, farm.layout.source(entry.source()).master());
            source.phase = SourceNow.Phase.OFF;
        }
        farm.zones[run.zone].lastWaterMs = farm.nowMs;
        source.lastWaterMs = farm.nowMs;
        Run.Ending ending = run.ending;
        if (ending != null) {
            Runs.end(farm, run, ending);
        } else {
            run.phase = Run.Phase.WAITING;
            run.waitingSinceMs = farm.nowMs;
            farm.touch();
        }
    }

    private static void finishLag(FarmNow farm, int index) {
        SourceNow source = farm.sources[index];
        if (farm.nowMs < source.phaseUntilMs) {
            farm.wakeAt(source.phaseUntilMs);
            return;
        }
        boolean waiting = false;
        for (Run run : List.copyOf(farm.runs)) {
            if (farm.entry(run).source() == index) {
                if (run.phase == Run.Phase.LAGGING) {
                    closePath(farm, run);
                }
                waiting |= run.phase == Run.Phase.OPEN;
            }
        }
        // a run whose valve had not answered yet when the pump stopped leads in anew
        source.phase = waiting ? SourceNow.Phase.LEAD : SourceNow.Phase.OFF;
        source.phaseUntilMs = farm.nowMs + farm.layout.source(index).plan().leadSeconds() * 1000L;
        farm.wakeAt(source.phaseUntilMs);
    }

    /** Ends a lag before its time. */
    static void cutLag(FarmNow farm, int index) {
        if (farm.sources[index].phase == SourceNow.Phase.LAG) {
            farm.sources[index].phaseUntilMs = farm.nowMs;
            finishLag(farm, index);
        }
    }

    /**
     * Ends runs whose wiring the plan no longer has, in one step and without lag. None of them is a path any more for the
     * others: a pump that only they keep goes off before the first of their valves closes.
     */
    static void endNow(FarmNow farm, List<Run> runs, Run.Ending ending) {
        for (Run run : runs) {
            if (run.phase == Run.Phase.OPEN) {
                run.ending = ending;
            } else if (run.phase == Run.Phase.ADOPTED) {
                Runs.end(farm, run, ending); // its valve was told to close, and its zone may not be there to hear of it
            }
        }
        for (Run run : runs) {
            stop(farm, run, ending);
        }
        for (int i = 0; i < farm.sources.length; i++) {
            int source = i;
            if (runs.stream().anyMatch(run -> farm.entry(run).source() == source)) {
                cutLag(farm, source);
            }
        }
    }

    /** When the run's water ends by itself. */
    static long waterEndMs(FarmNow farm, Run run) {
        Layout.ZoneEntry entry = farm.entry(run);
        Layout.Source source = farm.layout.source(entry.source());
        long lagMs = lagMs(source);
        long byTimeMs = run.waterSinceMs
                + Math.min(run.order.plannedMs() - run.wateredBeforeMs, run.order.cycleMs() - run.cycleWateredMs);
        long byLimitMs = run.openedMs + entry.limitMs() - run.openBeforeMs - lagMs;
        long byWindowMs = run.cutAtMs == Long.MAX_VALUE ? Long.MAX_VALUE : run.cutAtMs - lagMs;
        return Math.min(Math.min(byTimeMs, byLimitMs), Math.min(byWindowMs, FlowWatch.litresReachedMs(farm, run)));
    }

    static void advance(FarmNow farm) {
        for (Run run : farm.runsNow()) {
            if (run.watering()) {
                water(farm, run);
            } else if (run.phase == Run.Phase.OPEN && (Stations.pathProven(farm, run) || sourceIsOn(farm, run))) {
                dryEnd(farm, run);
            }
        }
        for (int i = 0; i < farm.sources.length; i++) {
            SourceNow source = farm.sources[i];
            if (source.phase == SourceNow.Phase.LAG) {
                finishLag(farm, i);
            } else if (source.phase == SourceNow.Phase.LEAD) {
                lead(farm, i);
            }
        }
    }

    private static boolean sourceIsOn(FarmNow farm, Run run) {
        return farm.sources[farm.entry(run).source()].phase == SourceNow.Phase.ON;
    }

    /** A valve that has no water yet keeps to the run's limits too, and no pump starts for the time of its lag. */
    private static void dryEnd(FarmNow farm, Run run) {
        Layout.ZoneEntry entry = farm.entry(run);
        long lagMs = lagMs(farm.layout.source(entry.source()));
        long byLimitMs = run.openedMs + entry.limitMs() - run.openBeforeMs - lagMs;
        long endMs = run.cutAtMs == Long.MAX_VALUE ? byLimitMs : Math.min(byLimitMs, run.cutAtMs - lagMs);
        if (farm.nowMs < endMs) {
            farm.wakeAt(endMs);
            return;
        }
        long wateredMs = run.wateredMs(farm.nowMs);
        stop(farm, run, endMs == byLimitMs ? completed("run.completed.limit", run, wateredMs) : windowOver(wateredMs));
    }

    private static long lagMs(Layout.Source source) {
        return source.hasPump() ? source.plan().lagSeconds() * 1000L : 0;
    }

    private static Run.Ending windowOver(long wateredMs) {
        return new Run.Ending(
                RunRecord.Outcome.INTERRUPTED, Explanation.of("run.ended.window", "minutes", Runs.minutes(wateredMs)));
    }

    private static void water(FarmNow farm, Run run) {
        long endMs = waterEndMs(farm, run);
        if (farm.nowMs < endMs) {
            farm.wakeAt(endMs);
            if (run.openMs(farm.nowMs) >= run.reservedMs) {
                reserve(farm, run);
            }
            farm.wakeAt(farm.nowMs + Math.max(1_000, run.reservedMs - run.openMs(farm.nowMs)));
            return;
        }
        FlowWatch.settle(farm, run, farm.nowMs);
        Double litres = run.order.plannedLitres();
        long wateredMs = run.wateredMs(farm.nowMs);
        if (litres != null && run.litres >= litres * 0.999) {
            stop(farm, run, completed("run.completed.litres", run, wateredMs));
        } else if (wateredMs >= run.order.plannedMs()) {
            stop(
                    farm,
                    run,
                    completed(litres == null ? "run.completed.minutes" : "run.completed.litres_short", run, wateredMs));
        } else if (farm.nowMs >= run.cutAtMs - 120_000 && run.cutAtMs != Long.MAX_VALUE && endMs <= run.cutAtMs) {
            stop(farm, run, windowOver(wateredMs));
        } else if (run.cycleWateredMs + (farm.nowMs - run.waterSinceMs) >= run.order.cycleMs()) {
            run.notBeforeMs = farm.nowMs + run.order.soakMs();
            stop(farm, run, null);
        } else {
            stop(farm, run, completed("run.completed.limit", run, wateredMs));
        }
    }

    private static Run.Ending completed(String key, Run run, long wateredMs) {
        return new Run.Ending(
                RunRecord.Outcome.COMPLETED,
                Explanation.of(
                        key,
                        "minutes",
                        Runs.minutes(wateredMs),
                        "litres",
                        Math.round(run.litres),
                        "planned",
                        Objects.requireNonNullElse(run.order.plannedLitres(), Runs.minutes(run.order.plannedMs()))));
    }

    private static void lead(FarmNow farm, int index) {
        SourceNow source = farm.sources[index];
        if (farm.nowMs < source.phaseUntilMs) {
            farm.wakeAt(source.phaseUntilMs);
            return;
        }
        boolean proven = false;
        for (Run run : farm.runs) {
            proven |=
                    run.phase == Run.Phase.OPEN && farm.entry(run).source() == index && Stations.pathProven(farm, run);
        }
        if (!proven) {
            return; // Stations watches that the valve answers, and fails the run when it does not
        }
        source.phase = SourceNow.Phase.ON;
        for (Run run : farm.runs) {
            if (run.phase == Run.Phase.OPEN && farm.entry(run).source() == index && !Stations.denied(farm, run)) {
                waterFlows(farm, run);
                farm.wakeAt(waterEndMs(farm, run));
            }
        }
    }

    private static void reserve(FarmNow farm, Run run) {
        run.reservedMs = run.openMs(farm.nowMs) + RESERVE_MS;
        farm.wakeAt(farm.nowMs + RESERVE_MS);
        farm.touch();
    }

    /** Everything that holds a path is told to stop at once, pumps first. */
    static void stopAll(FarmNow farm, Run.@Nullable Ending ending) {
        for (Run run : List.copyOf(farm.runs)) {
            stop(farm, run, ending);
        }
    }
}
