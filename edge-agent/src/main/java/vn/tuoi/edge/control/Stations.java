package vn.tuoi.edge.control;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;

/**
 * Orders stations and watches that they obey: closes again what says that it is open, adopts and closes a valve that
 * somebody opened, and takes a station out of service after three closes that did not close it.
 */
final class Stations {
    /** A station that reports has this long to say that it obeyed. */
    static final long OBEY_MS = 30_000;
    /** A wireless valve that does not open within it fails its run. */
    static final long OPEN_LIMIT_MS = 60_000;

    static final int MAX_FAILED_CLOSES = 3;

    private Stations() {}

    static boolean usable(FarmNow farm, int station) {
        return station == Layout.NONE || !farm.stations[station].maintenance;
    }

    /** Opens a station for at most {@code atMostMs}; does nothing for {@link Layout#NONE} (a hand zone). */
    static void open(FarmNow farm, int station, long atMostMs) {
        if (station == Layout.NONE) {
            return;
        }
        StationNow now = farm.stations[station];
        if (!now.wantedOpen) {
            now.orderedMs = farm.nowMs;
            now.deniesOpen = false;
            if (now.saysOpen()) {
                now.reportedOpen = false; // it said so before it was closed, which proves no path now
            }
        }
        now.wantedOpen = true;
        now.boundMs = farm.nowMs + atMostMs;
        farm.act(new ControlAction.OpenStation(farm.layout.station(station).name(), atMostMs));
    }

    static void close(FarmNow farm, int station) {
        if (station == Layout.NONE) {
            return;
        }
        StationNow now = farm.stations[station];
        if (now.wantedOpen) {
            now.failedCloses = 0;
        }
        now.wantedOpen = false;
        now.orderedMs = farm.nowMs;
        farm.act(new ControlAction.CloseStation(farm.layout.station(station).name()));
    }

    static void reported(FarmNow farm, int station, boolean open) {
        StationNow now = farm.stations[station];
        boolean before = now.saysOpen();
        now.reportedOpen = open;
        now.deniesOpen = now.wantedOpen && !open;
        if (now.wantedOpen && farm.layout.station(station).role() == Layout.Role.VALVE) {
            Run run = farm.runOf(farm.layout.station(station).owner());
            if (run != null) {
                Waterworks.valveSays(farm, run, open);
            }
        }
        if (open && now.wantedOpen && !before) {
            Alarms.clear(
                    farm,
                    "station_fault",
                    Alarms.Subject.station(farm.layout.station(station).name()));
        }
        if (!open && !now.wantedOpen) {
            closed(farm, station, now);
        } else if (open && !now.wantedOpen && !before && !beingClosed(farm, now)) {
            adopt(farm, station);
        }
    }

    private static boolean beingClosed(FarmNow farm, StationNow now) {
        return farm.nowMs - now.orderedMs < OBEY_MS;
    }

    private static void closed(FarmNow farm, int station, StationNow now) {
        now.failedCloses = 0;
        Layout.Station layout = farm.layout.station(station);
        Alarms.clear(farm, "valve_opened_outside", Alarms.Subject.station(layout.name()));
        if (layout.role() == Layout.Role.VALVE) {
            Run run = farm.runOf(layout.owner());
            if (run != null && run.phase == Run.Phase.ADOPTED) {
                Runs.end(farm, run, Objects.requireNonNull(run.ending));
            }
        }
    }

    /** Somebody opened it: a run of its own, closed at once. */
    private static void adopt(FarmNow farm, int station) {
        Layout.Station layout = farm.layout.station(station);
        Alarms.raise(
                farm,
                "valve_opened_outside",
                Alarm.Severity.WARNING,
                Alarms.Subject.station(layout.name()),
                Explanation.of("alarm.valve_opened_outside", "station", layout.name()));
        close(farm, station);
        if (layout.role() != Layout.Role.VALVE || farm.runOf(layout.owner()) != null) {
            return;
        }
        int zone = layout.owner();
        Explanation why = Explanation.of("run.adopted", "station", layout.name());
        Run run = Runs.enqueue(
                farm,
                zone,
                new RunOrder(
                        farm.nextId(),
                        farm.layout.zone(zone).plan().id(),
                        farm.layout.zone(zone).plan().source(),
                        farm.layout.zone(zone).plan().household(),
                        RunRecord.Cause.ADOPTED,
                        null,
                        null,
                        null,
                        farm.now,
                        farm.layout.zone(zone).limitMs(),
                        null,
                        Long.MAX_VALUE,
                        0,
                        why));
        run.phase = Run.Phase.ADOPTED;
        run.startedAt = farm.now;
        run.openedMs = farm.nowMs;
        run.waterSinceMs = farm.nowMs;
        run.litresUpToMs = farm.nowMs;
        run.ending = new Run.Ending(RunRecord.Outcome.COMPLETED, why);
        farm.publishRun(vn.tuoi.config.event.FarmEvent.Type.RUN_STARTED, Runs.record(farm, run));
    }

    /** Whether a run's path is open as far as its station can say. */
    static boolean pathProven(FarmNow farm, Run run) {
        int station = farm.entry(run).station();
        return station == Layout.NONE
                || farm.stations[station].reportedOpen == null
                || farm.stations[station].saysOpen();
    }

    /** Whether its valve has said, since it was ordered open for the run, that it is closed. */
    static boolean denied(FarmNow farm, Run run) {
        int station = farm.entry(run).station();
        return station != Layout.NONE && farm.stations[station].deniesOpen;
    }

    static void advance(FarmNow farm) {
        for (int i = 0; i < farm.stations.length; i++) {
            StationNow now = farm.stations[i];
            if (now.wantedOpen) {
                watchOpen(farm, i, now);
            } else if (now.saysOpen() && now.failedCloses < MAX_FAILED_CLOSES) {
                watchClose(farm, i, now);
            }
        }
    }

    private static void watchOpen(FarmNow farm, int station, StationNow now) {
        if (!now.saysClosed()) {
            return;
        }
        // what says that it is closed may be open all the same, so that its limit holds for it too
        long until = Math.min(now.orderedMs + OPEN_LIMIT_MS, now.boundMs);
        if (farm.nowMs < until) {
            farm.wakeAt(until);
            return;
        }
        noAnswer(
                farm,
                station,
                Explanation.of(
                        "run.failed.valve_no_answer",
                        "station",
                        farm.layout.station(station).name()));
    }

    /** Also of a station that is out of service: that it opens for nobody does not close it. */
    private static void watchClose(FarmNow farm, int station, StationNow now) {
        long until = now.orderedMs + OBEY_MS;
        if (farm.nowMs < until) {
            farm.wakeAt(until);
            return;
        }
        now.failedCloses++;
        if (now.failedCloses >= MAX_FAILED_CLOSES) {
            takeOut(farm, station, "valve_stuck_open", now.failedCloses);
        } else {
            farm.wakeAt(farm.nowMs + OBEY_MS);
        }
        now.orderedMs = farm.nowMs;
        farm.act(new ControlAction.CloseStation(farm.layout.station(station).name()));
    }

    /** Out of service until a person resets it. */
    static void takeOut(FarmNow farm, int station, String kind, int times) {
        Layout.Station layout = farm.layout.station(station);
        StationNow now = farm.stations[station];
        now.maintenance = true;
        farm.touch();
        Alarms.raise(
                farm,
                kind,
                Alarm.Severity.CRITICAL,
                Alarms.Subject.station(layout.name()),
                Explanation.of("alarm." + kind, "station", layout.name(), "times", times));
        if (layout.role() == Layout.Role.VALVE) {
            Run run = farm.runOf(layout.owner());
            if (run != null && run.phase == Run.Phase.ADOPTED) {
                Runs.end(
                        farm,
                        run,
                        new Run.Ending(
                                RunRecord.Outcome.FAILED,
                                Explanation.of("run.failed.valve_stuck_open", "station", layout.name())));
            }
        }
    }

    private static void noAnswer(FarmNow farm, int station, Explanation why) {
        fail(farm, station, why);
        String name = farm.layout.station(station).name();
        Alarms.raise(
                farm,
                "station_fault",
                Alarm.Severity.WARNING,
                Alarms.Subject.station(name),
                Explanation.of("alarm.station_fault", "station", name));
    }

    /** Every run that needs the station fails. */
    private static void fail(FarmNow farm, int station, Explanation why) {
        Layout.Station layout = farm.layout.station(station);
        for (Run run : java.util.List.copyOf(farm.runs)) {
            Layout.ZoneEntry entry = farm.entry(run);
            boolean needs =
                    layout.role() == Layout.Role.VALVE ? run.zone == layout.owner() : entry.source() == layout.owner();
            if (needs && run.phase == Run.Phase.OPEN) {
                Waterworks.stop(farm, run, new Run.Ending(RunRecord.Outcome.FAILED, why));
                farm.zones[run.zone].quietUntilMs = farm.nowMs + FlowWatch.RETREAT_MS;
            }
        }
    }

    /** Its driver says that too much current flows: off, and out of service at once. */
    static void overCurrent(FarmNow farm, int station) {
        fail(
                farm,
                station,
                Explanation.of(
                        "run.failed.over_current",
                        "station",
                        farm.layout.station(station).name()));
        close(farm, station);
        takeOut(farm, station, "over_current", 1);
    }

    /** A person has looked at it: it is in service again, also when the plan does not have it now. */
    static void reset(FarmNow farm, String name) {
        int station = farm.layout.findStation(name);
        if (station != Layout.NONE) {
            farm.stations[station].maintenance = false;
            farm.stations[station].failedCloses = 0;
        }
        NavigableSet<String> absent = new TreeSet<>(farm.absentMaintenance);
        absent.remove(name);
        farm.absentMaintenance = Collections.unmodifiableSet(absent);
        Alarms.clear(farm, "valve_stuck_open", Alarms.Subject.station(name));
        Alarms.clear(farm, "over_current", Alarms.Subject.station(name));
        Alarms.clear(farm, "station_fault", Alarms.Subject.station(name));
        farm.touch();
    }
}
