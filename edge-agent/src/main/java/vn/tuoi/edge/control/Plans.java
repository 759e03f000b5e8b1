package vn.tuoi.edge.control;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.WaterSource;

/** Takes a plan, or says why not, and carries what goes on over to it. */
final class Plans {
    private Plans() {}

    static void received(FarmNow farm, FarmPlan plan) {
        FarmPlan current = farm.layout.plan();
        if (current != null && !current.farm().equals(plan.farm())) {
            rejected(farm, plan.version(), otherFarm(plan, current.farm().value()));
            return;
        }
        if (plan.version() < farm.layout.version()) {
            rejected(
                    farm,
                    plan.version(),
                    Explanation.of("plan.refused.older", "version", plan.version(), "applied", farm.layout.version()));
            return;
        }
        if (plan.version() == farm.layout.version()) {
            return;
        }
        farm.act(new ControlAction.StorePlan(plan));
        apply(farm, plan);
        farm.planRefused = null;
        Alarms.clear(farm, "plan_refused", Alarms.Subject.FARM);
        Alarms.clearForeign(farm);
        plan.zones().forEach(zone -> Alarms.clear(farm, "balance_unknown_ground", Alarms.Subject.zone(zone.id())));
        farm.reportChanged = true;
        farm.touch();
    }

    private static Explanation otherFarm(FarmPlan plan, String own) {
        return Explanation.of("plan.refused.other_farm", "farm", plan.farm().value(), "own", own);
    }

    static void rejected(FarmNow farm, long version, Explanation reason) {
        if (version != 0 && version < farm.layout.version()) {
            return; // an old retained plan; the applied one is newer
        }
        farm.planRefused = new FarmState.RefusedPlan(version, reason);
        Alarms.raise(
                farm,
                "plan_refused",
                Alarm.Severity.WARNING,
                Alarms.Subject.FARM,
                Explanation.of("alarm.plan_refused", "version", version));
        farm.reportChanged = true;
    }

    /** Changes to the plan: what has the same zone, source and station goes on within the new limits, the rest ends. */
    static void apply(FarmNow farm, FarmPlan plan) {
        Layout before = farm.layout;
        Layout after = Layout.of(plan);
        endRuns(farm, before, after);
        settleRuns(farm);
        rememberAbsent(farm, before, after);
        if (farm.runs.stream().noneMatch(Run::holdsPath)) {
            closeAll(farm);
        }
        ZoneNow[] zones = new ZoneNow[after.zoneCount()];
        for (int i = 0; i < zones.length; i++) {
            int old = before.findZone(after.zone(i).plan().id());
            zones[i] = old == Layout.NONE ? new ZoneNow() : farm.zones[old];
            zones[i].forgetNextDue();
            if (old != Layout.NONE
                    && !java.util.Objects.equals(
                            before.zone(old).plan().program(),
                            after.zone(i).plan().program())) {
                zones[i].drySinceMs = Sensor.NEVER;
                LeftOut.forget(farm, zones[i], after.zone(i).plan().id());
            }
            if (!(after.zone(i).plan().program() instanceof Program.Balance)) {
                zones[i].balance = null;
            }
        }
        SourceNow[] sources = new SourceNow[after.sourceCount()];
        for (int i = 0; i < sources.length; i++) {
            WaterSource source = after.source(i).plan();
            sources[i] = sourceBefore(farm, before, source.id());
            // an interlock whose sensor the plan takes away would never be lifted
            if (source.tankPoint() == null) {
                sources[i].tankLow = false;
                Alarms.clear(farm, "tank_low", Alarms.Subject.source(source.id()));
            }
            if (source.dryRunPoint() == null) {
                sources[i].dryRun = false;
                Alarms.clear(farm, "dry_run", Alarms.Subject.source(source.id()));
            }
        }
        StationNow[] stations = new StationNow[after.stationCount()];
        for (int i = 0; i < stations.length; i++) {
            int old = before.findStation(after.station(i).name());
            stations[i] = old == Layout.NONE ? new StationNow() : farm.stations[old];
        }
        Sensor[] sensors = new Sensor[after.pointCount()];
        for (int i = 0; i < sensors.length; i++) {
            int old = before.findPoint(after.point(i));
            sensors[i] = old == Layout.NONE || old >= farm.sensors.length ? Sensor.SILENT : farm.sensors[old];
        }
        for (Run run : farm.runs) {
            run.zone = after.findZone(run.order.zone());
        }
        farm.layout = after;
        farm.zones = zones;
        farm.sources = sources;
        farm.stations = stations;
        farm.sensors = sensors;
        DurableForm.returned(farm);
    }

    /** What has flowed is counted by the plan that it flowed under. */
    private static void settleRuns(FarmNow farm) {
        for (Run run : farm.runs) {
            FlowWatch.settle(farm, run, farm.nowMs);
            run.measuredLitresPerMinute = Double.NaN; // its share of the meter is another one now
            run.sharedSinceMs = farm.nowMs;
        }
    }

    private static void endRuns(FarmNow farm, Layout before, Layout after) {
        List<Run> rewired = new ArrayList<>();
        List<Run> unwanted = new ArrayList<>();
        for (Run run : farm.runs) {
            int zone = after.findZone(run.order.zone());
            if (zone == Layout.NONE || !sameWiring(before, run.zone, after, zone)) {
                rewired.add(run);
            } else if (!wanted(run, after.zone(zone).plan().program())) {
                unwanted.add(run);
            }
        }
        // the rewired first: the valve of a run that ends with its program is still a path, theirs are none any more
        Waterworks.endNow(
                farm, rewired, new Run.Ending(RunRecord.Outcome.INTERRUPTED, Explanation.of("run.ended.plan_changed")));
        for (Run run : unwanted) {
            Waterworks.stop(
                    farm,
                    run,
                    new Run.Ending(RunRecord.Outcome.INTERRUPTED, Explanation.of("run.ended.program_changed")));
        }
    }

    /** Whether the program that a run belongs to is still there; what a person asked for needs none. */
    private static boolean wanted(Run run, @Nullable Program program) {
        return run.order.manual()
                || run.order.cause() == RunRecord.Cause.ADOPTED
                || (program != null && program.active() && ProgramDesk.cause(program) == run.order.cause());
    }

    /** A plan that leaves a zone or a station out by mistake must not put a stuck valve back into service. */
    private static void rememberAbsent(FarmNow farm, Layout before, Layout after) {
        NavigableMap<String, DurableState.ZoneMemory> zones = new TreeMap<>(farm.absentZones);
        for (int i = 0; i < before.zoneCount(); i++) {
            String id = before.zone(i).plan().id();
            DurableState.ZoneMemory memory = DurableForm.memory(id, farm.zones[i]);
            if (after.findZone(id) == Layout.NONE && memory != null) {
                zones.put(id, memory);
            }
        }
        NavigableSet<String> maintenance = new TreeSet<>(farm.absentMaintenance);
        for (int i = 0; i < before.stationCount(); i++) {
            String name = before.station(i).name();
            if (after.findStation(name) == Layout.NONE && farm.stations[i].maintenance) {
                maintenance.add(name);
            }
        }
        DurableForm.remember(farm, zones, maintenance);
    }

    private static boolean sameWiring(Layout before, int old, Layout after, int zone) {
        Layout.ZoneEntry a = before.zone(old);
        Layout.ZoneEntry b = after.zone(zone);
        return java.util.Objects.equals(a.plan().station(), b.plan().station())
                && a.plan().automatic() == b.plan().automatic()
                && before.source(a.source())
                        .plan()
                        .equals(after.source(b.source()).plan());
    }

    private static void closeAll(FarmNow farm) {
        for (int i = 0; i < farm.stations.length; i++) {
            Stations.close(farm, i);
        }
    }

    private static SourceNow sourceBefore(FarmNow farm, Layout before, String id) {
        for (int i = 0; i < before.sourceCount(); i++) {
            if (before.source(i).plan().id().equals(id)) {
                return farm.sources[i];
            }
        }
        return new SourceNow();
    }
}
