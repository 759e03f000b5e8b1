package vn.tuoi.edge.control;

import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;

/**
 * Counts the water of runs and judges what the flow meters say: water confirmed, none, too little, too much, or flow
 * while nothing waters. A judgement needs readings: a silent meter proves nothing.
 */
final class FlowWatch {
    /** No flow so long after the water should have begun fails the run. */
    static final long NO_FLOW_MS = 60_000;
    /** A pipe may fill for so long before a low reading counts. */
    private static final long FILLING_MS = 30_000;

    private static final long NO_FLOW_LASTING_MS = 20_000;
    private static final long LOW_FLOW_MS = 120_000;
    private static final long HIGH_FLOW_MS = 60_000;
    private static final long STRAY_MS = 60_000;
    /** A meter's reading stands for so long; then the design flow is counted instead. */
    private static final long READING_HOLDS_MS = 30 * 60_000;
    /** After a failure a program that measures starts nothing for so long. */
    static final long RETREAT_MS = 60 * 60_000;

    private static final double NO_FLOW = 0.1;
    private static final double CONFIRMING = 0.3;
    private static final double LOW_FLOW = 0.6;
    private static final double HIGH_FLOW = 1.6;
    /** What a meter may be wrong by, as a share of the flow. */
    private static final double METER_ERROR = 0.1;

    private FlowWatch() {}

    /** A meter that says nothing for so long while water runs is silent. */
    private static final long METER_SILENT_MS = 20 * 60_000;

    /** Meters that say nothing while water runs: nobody would notice that none comes. */
    static void advance(FarmNow farm) {
        for (int i = 0; i < farm.runs.size(); i++) {
            Run run = farm.runs.get(i);
            int meter = farm.entry(run).flowSensor();
            if (!run.watering() || meter == Layout.NONE) {
                continue;
            }
            long silentMs = Math.max(farm.sensors[meter].takenMs(), run.waterSinceMs) + METER_SILENT_MS;
            if (farm.nowMs < silentMs) {
                farm.wakeAt(silentMs);
                continue;
            }
            String name = farm.layout.point(meter);
            Alarms.raise(
                    farm,
                    "sensor_silent",
                    Alarm.Severity.WARNING,
                    Alarms.Subject.point(name),
                    Explanation.of("alarm.meter_silent", "point", name, "minutes", METER_SILENT_MS / 60_000));
        }
    }

    /** Counts the run's water up to {@code untilMs}, by its meter or else by its design flow. */
    static void settle(FarmNow farm, Run run, long untilMs) {
        if (run.waterSinceMs == Sensor.NEVER || untilMs <= run.litresUpToMs) {
            return;
        }
        long ms = untilMs - run.litresUpToMs;
        boolean metered = !Double.isNaN(run.measuredLitresPerMinute) && ms <= READING_HOLDS_MS;
        double litresPerMinute =
                metered ? run.measuredLitresPerMinute : farm.entry(run).plan().flowLitresPerMinute();
        run.litres += litresPerMinute * ms / 60_000;
        run.meteredMs += metered ? ms : 0;
        run.litresUpToMs = untilMs;
    }

    /**
     * A zone's water begins or stops: counts every run on its meter up to now, before its share of the flow changes. What
     * a meter saw up to now says nothing of the runs that go on alone.
     */
    static void shareChanges(FarmNow farm, Layout.ZoneEntry entry) {
        int sourceMeter = farm.layout.source(entry.source()).flowSensor();
        for (Run run : farm.runs) {
            int meter = farm.entry(run).flowSensor();
            if (!run.watering() || meter == Layout.NONE) {
                continue;
            }
            if (meter == entry.flowSensor()) {
                settle(farm, run, farm.nowMs);
                run.measuredLitresPerMinute = Double.NaN;
                run.sharedSinceMs = farm.nowMs;
            } else if (meter == sourceMeter) {
                run.sharedSinceMs = farm.nowMs;
            }
        }
    }

    /** When the run will have its litres at the present flow; never for a run by time. */
    static long litresReachedMs(FarmNow farm, Run run) {
        Double planned = run.order.plannedLitres();
        if (planned == null) {
            return Long.MAX_VALUE;
        }
        double litresPerMinute = present(farm, run);
        if (litresPerMinute <= 0) {
            return planned <= run.litres ? run.litresUpToMs : Long.MAX_VALUE;
        }
        double minutes = (planned - run.litres) / litresPerMinute;
        return run.litresUpToMs + (long) Math.ceil(Math.max(0, minutes) * 60_000);
    }

    static void reading(FarmNow farm, int meter, double litresPerMinute, long atMs) {
        double expected = 0;
        double elsewhere = 0;
        boolean wholeRun = true;
        for (Run run : farm.runs) {
            if (run.watering() && farm.entry(run).flowSensor() == meter) {
                expected += farm.entry(run).plan().flowLitresPerMinute();
                wholeRun &= atMs > Math.max(run.waterSinceMs, run.sharedSinceMs);
            } else if (passes(farm, run, meter)) {
                elsewhere += present(farm, run);
                wholeRun &= atMs > run.waterSinceMs;
            }
        }
        if (expected == 0) {
            stray(farm, meter, litresPerMinute, atMs);
            return;
        }
        if (!wholeRun) {
            return;
        }
        double own = Math.max(0, litresPerMinute - elsewhere);
        Run[] runs = farm.runsNow();
        for (Run run : runs) {
            if (run.watering() && farm.entry(run).flowSensor() == meter) {
                double design = farm.entry(run).plan().flowLitresPerMinute();
                run.measuredLitresPerMinute = own * design / expected;
                settle(farm, run, atMs);
                confirm(farm, run, own, expected - design, design);
            }
        }
        for (Run run : runs) {
            if (run.watering() && farm.entry(run).flowSensor() == meter) {
                judge(farm, run, new Judged(own, expected, elsewhere * METER_ERROR), atMs);
            }
        }
    }

    /** Whether the run's water passes the source's meter on its way to a meter of its own. */
    private static boolean passes(FarmNow farm, Run run, int meter) {
        return run.watering()
                && farm.entry(run).ownMeter()
                && farm.layout.source(farm.entry(run).source()).flowSensor() == meter;
    }

    private static double present(FarmNow farm, Run run) {
        return Double.isNaN(run.measuredLitresPerMinute)
                ? farm.entry(run).plan().flowLitresPerMinute()
                : run.measuredLitresPerMinute;
    }

    /**
     * Flow on a meter that is not counted elsewhere, in l/min.
     *
     * @param flow measured
     * @param expected by design
     * @param error what the difference of two meters may be wrong by
     */
    private record Judged(double flow, double expected, double error) {
        boolean none() {
            return flow < expected * NO_FLOW;
        }

        boolean low() {
            return flow + error < expected * LOW_FLOW;
        }

        boolean high() {
            return flow - error > expected * HIGH_FLOW;
        }

        double rounded() {
            return Math.round(flow * 10) / 10.0;
        }
    }

    private static void confirm(FarmNow farm, Run run, double flow, double others, double design) {
        if (!run.confirmed && flow >= others * 0.95 + design * CONFIRMING) {
            Runs.confirm(farm, run);
        }
        if (run.confirmed && flow >= (others + design) * LOW_FLOW) {
            Alarms.clear(farm, "no_flow", Alarms.Subject.zone(run.order.zone()));
        }
    }

    private static void judge(FarmNow farm, Run run, Judged judged, long atMs) {
        if (atMs - run.waterSinceMs < FILLING_MS) {
            return;
        }
        String zone = run.order.zone();
        run.noFlowSinceMs = since(judged.none(), run.noFlowSinceMs, atMs);
        run.lowFlowSinceMs = since(judged.low(), run.lowFlowSinceMs, atMs);
        run.highFlowSinceMs = since(judged.high(), run.highFlowSinceMs, atMs);
        double rounded = judged.rounded();
        double expected = judged.expected();
        if (lasts(run.noFlowSinceMs, atMs, NO_FLOW_LASTING_MS) && atMs - run.waterSinceMs >= NO_FLOW_MS) {
            long seconds = (atMs - run.noFlowSinceMs) / 1000;
            fail(farm, run, "no_flow", Alarm.Severity.CRITICAL, rounded, expected, seconds);
        } else if (lasts(run.highFlowSinceMs, atMs, HIGH_FLOW_MS)) {
            long seconds = (atMs - run.highFlowSinceMs) / 1000;
            fail(farm, run, "high_flow", Alarm.Severity.CRITICAL, rounded, expected, seconds);
        } else if (lasts(run.lowFlowSinceMs, atMs, LOW_FLOW_MS)) {
            Alarms.raise(
                    farm,
                    "low_flow",
                    Alarm.Severity.WARNING,
                    Alarms.Subject.zone(zone),
                    Explanation.of("alarm.low_flow", "flow", rounded, "expected", expected));
        } else if (run.lowFlowSinceMs == Sensor.NEVER) {
            Alarms.clear(farm, "low_flow", Alarms.Subject.zone(zone));
            if (run.highFlowSinceMs == Sensor.NEVER) {
                Alarms.clear(farm, "high_flow", Alarms.Subject.zone(zone));
            }
        }
    }

    private static long since(boolean holds, long sinceMs, long atMs) {
        return !holds ? Sensor.NEVER : sinceMs == Sensor.NEVER ? atMs : sinceMs;
    }

    private static boolean lasts(long sinceMs, long atMs, long spanMs) {
        return sinceMs != Sensor.NEVER && atMs - sinceMs >= spanMs;
    }

    private static void fail(
            FarmNow farm, Run run, String kind, Alarm.Severity severity, double flow, double expected, long seconds) {
        Explanation alarm = Explanation.of("alarm." + kind, "flow", flow, "expected", expected, "seconds", seconds);
        Alarms.raise(farm, kind, severity, Alarms.Subject.zone(run.order.zone()), alarm);
        farm.zones[run.zone].quietUntilMs = farm.nowMs + RETREAT_MS;
        Waterworks.stop(
                farm,
                run,
                new Run.Ending(
                        RunRecord.Outcome.FAILED,
                        Explanation.of("run.failed." + kind, "flow", flow, "expected", expected, "seconds", seconds)));
    }

    /** Flow on a meter while nothing on it should water. */
    private static void stray(FarmNow farm, int meter, double flow, long atMs) {
        for (int i = 0; i < farm.sources.length; i++) {
            Layout.Source layout = farm.layout.source(i);
            SourceNow source = farm.sources[i];
            if (layout.flowSensor() == meter && source.phase == SourceNow.Phase.OFF) {
                boolean flows = flow > threshold(smallest(farm, layout));
                if (flows && atMs - source.lastWaterMs <= STRAY_MS) {
                    source.stray = StrayFlow.NONE; // may be what still drains: begins no alarm and ends none
                    continue;
                }
                Alarms.Subject subject = Alarms.Subject.source(layout.plan().id());
                source.stray = judgeStray(farm, source.stray, flows, flow, atMs, subject);
                if (source.stray.lastCloseMs() == farm.nowMs) {
                    closeEverything(farm, layout);
                }
            }
        }
        for (int i = 0; i < farm.zones.length; i++) {
            Layout.ZoneEntry entry = farm.layout.zone(i);
            ZoneNow zone = farm.zones[i];
            Run run = farm.runOf(i);
            if (entry.ownMeter() && entry.flowSensor() == meter && (run == null || !run.holdsPath())) {
                boolean flows = flow > threshold(entry.plan().flowLitresPerMinute());
                if (flows && atMs - zone.lastWaterMs <= STRAY_MS) {
                    zone.stray = StrayFlow.NONE;
                    continue;
                }
                Alarms.Subject subject = Alarms.Subject.zone(entry.plan().id());
                zone.stray = judgeStray(farm, zone.stray, flows, flow, atMs, subject);
                if (zone.stray.lastCloseMs() == farm.nowMs) {
                    Stations.close(farm, entry.station());
                    if (zone.stray.closes() == StrayFlow.MAX_CLOSES
                            && entry.station() != Layout.NONE
                            && Stations.usable(farm, entry.station())) {
                        Stations.takeOut(farm, entry.station(), "valve_stuck_open", StrayFlow.MAX_CLOSES);
                    }
                }
            }
        }
    }

    private static double smallest(FarmNow farm, Layout.Source source) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int zone : source.zones()) {
            smallest = Math.min(smallest, farm.layout.zone(zone).plan().flowLitresPerMinute());
        }
        return source.zones().isEmpty() ? 1 : smallest;
    }

    private static double threshold(double designLitresPerMinute) {
        return Math.max(0.5, designLitresPerMinute * 0.1);
    }

    private static StrayFlow judgeStray(
            FarmNow farm, StrayFlow stray, boolean flows, double flow, long atMs, Alarms.Subject subject) {
        if (!flows) {
            // one that a restart found has no stray flow to go with it
            if (!stray.equals(StrayFlow.NONE) || !farm.alarms.isEmpty()) {
                Alarms.clear(farm, "leak", subject);
            }
            return StrayFlow.NONE;
        }
        long sinceMs = stray.sinceMs() == Sensor.NEVER ? atMs : stray.sinceMs();
        if (atMs - sinceMs < STRAY_MS
                || stray.closes() >= StrayFlow.MAX_CLOSES
                || farm.nowMs - stray.lastCloseMs() < STRAY_MS) {
            return new StrayFlow(sinceMs, stray.closes(), stray.lastCloseMs());
        }
        Alarms.raise(
                farm,
                "leak",
                Alarm.Severity.CRITICAL,
                subject,
                Explanation.of("alarm.leak", "flow", Math.round(flow * 10) / 10.0, "seconds", (atMs - sinceMs) / 1000));
        return new StrayFlow(sinceMs, stray.closes() + 1, farm.nowMs);
    }

    private static void closeEverything(FarmNow farm, Layout.Source layout) {
        Stations.close(farm, layout.pump());
        for (int zone : layout.zones()) {
            Stations.close(farm, farm.layout.zone(zone).station());
        }
        Stations.close(farm, layout.master());
    }
}
