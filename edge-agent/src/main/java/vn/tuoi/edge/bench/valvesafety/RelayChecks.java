package vn.tuoi.edge.bench.valvesafety;

import java.util.Arrays;
import java.util.List;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;

/** What must hold between relays at every moment: paths, pumps, master valves, capacity, interlocks, the order to stop. */
final class RelayChecks {
    /** A stop must have closed everything after the longest lag. */
    private static final long STOP_MS = 62_000;
    /** A meter may show nothing for so long while a relay asks for water. */
    private static final long DRY_METER_MS = 240_000;

    private static final byte SAYS_NOTHING = 0;
    private static final byte SAYS_OPEN = 1;
    private static final byte SAYS_CLOSED = 2;

    private final Scene scene;
    private final byte[] reported = new byte[Site.STATIONS];
    private final double[] tankPercent = new double[Site.SOURCES];
    private final boolean[] dryRun = new boolean[Site.SOURCES];
    private final long[] dryMeterSinceMs = new long[Site.SOURCES];
    /** Since when a master valve has been open to nowhere. */
    private final long[] masterAloneSinceMs = new long[Site.SOURCES];

    private Site before;
    private int handOpen;
    /** Stations that have said since their relay went on that they are closed, as bits. */
    private int deniedBits;

    private long stopAtMs = Long.MAX_VALUE;
    private int checkedBits;
    private boolean planChanged;

    RelayChecks(Scene scene) {
        this.scene = scene;
        this.before = scene.site();
        Arrays.fill(tankPercent, 100);
        Arrays.fill(dryMeterSinceMs, Long.MAX_VALUE);
        Arrays.fill(masterAloneSinceMs, Long.MAX_VALUE);
    }

    void planChanged(Site planBefore) {
        before = planBefore;
        planChanged = true;
        Arrays.fill(tankPercent, 100);
        Arrays.fill(dryMeterSinceMs, Long.MAX_VALUE);
        for (int i = 0; i < Site.SOURCES; i++) {
            WaterSource source = scene.site().sourceAt(i);
            dryRun[i] &= source != null && source.dryRunPoint() != null;
        }
    }

    void reported(int station, boolean open) {
        reported[station] = open ? SAYS_OPEN : SAYS_CLOSED;
        deniedBits = open || !scene.relays().on(station) ? deniedBits & ~(1 << station) : deniedBits | (1 << station);
    }

    /** A person told that the valve of a hand zone is open, or closed it. */
    void hand(int zone, boolean open) {
        handOpen = open ? handOpen | (1 << zone) : handOpen & ~(1 << zone);
    }

    /** Everything was told to stop, and that was answered. */
    void stopAll() {
        stopAtMs = Math.min(stopAtMs, scene.nowMs());
    }

    /** Whether a station has said, since its relay went on, that it is closed: no water is told of by its run then. */
    boolean denied(int station) {
        return (deniedBits & (1 << station)) != 0;
    }

    void switchedOn(int station) {
        deniedBits &= ~(1 << station);
        Arrays.fill(dryMeterSinceMs, Long.MAX_VALUE);
        for (int i = 0; i < Site.SOURCES; i++) {
            if (station == Site.pumpOf(i)) {
                pumpStarts(i);
            }
        }
    }

    private void pumpStarts(int index) {
        WaterSource source = scene.site().sourceAt(index);
        if (source == null) {
            throw scene.broken("pump-needs-path", Site.stationName(Site.pumpOf(index)) + " is not in the plan");
        }
        if (!path(index, true)) {
            throw scene.broken("pump-needs-path", source.pumpStation() + " starts without an open path");
        }
        Double low = source.tankLowPercent();
        if (low != null && tankPercent[index] <= low) {
            throw scene.broken("tank-interlock", source.pumpStation() + " starts at " + tankPercent[index] + " %");
        }
        if (dryRun[index]) {
            throw scene.broken("dry-run-interlock", source.pumpStation() + " starts while it has no water");
        }
    }

    /** Whether water from the source has somewhere to go. */
    private boolean path(int source, boolean believed) {
        Site site = scene.site();
        for (int i = 0; i < Site.ZONES; i++) {
            if (site.zoneAt(i) == null || site.sourceOf(i) != source) {
                continue;
            }
            if (site.hasValve(i)) {
                if (scene.relays().on(i) && (!believed || reported[i] != SAYS_CLOSED)) {
                    return true;
                }
            } else if ((handOpen & (1 << i)) != 0) {
                return true;
            }
        }
        return false;
    }

    void switchedOff(int station) {
        if (station >= Site.ZONES) {
            return;
        }
        // in the step that applies another plan its zone may be in the one before only
        for (Site site : List.of(before, scene.site())) {
            if (site.zoneAt(station) != null) {
                pumpHasPath(site.sourceOf(station));
            }
        }
    }

    private void pumpsHavePaths() {
        for (int i = 0; i < Site.SOURCES; i++) {
            pumpHasPath(i);
        }
    }

    private void pumpHasPath(int source) {
        if (!scene.relays().on(Site.pumpOf(source))) {
            return;
        }
        if (!path(source, false)) {
            throw scene.broken("pump-needs-path", Site.stationName(Site.pumpOf(source)) + " runs without an open path");
        }
        if (scene.site().hasMaster(source) && !scene.relays().on(Site.masterOf(source))) {
            throw scene.broken(
                    "pump-needs-path", Site.stationName(Site.pumpOf(source)) + " runs against its master valve");
        }
    }

    /** After the actions of a step. */
    void stepDone() {
        Relays relays = scene.relays();
        if (!relays.anyOn()) {
            stopAtMs = Long.MAX_VALUE;
            checkedBits = 0;
            Arrays.fill(masterAloneSinceMs, Long.MAX_VALUE);
            return;
        }
        pumpsHavePaths();
        mastersClose();
        if (relays.bits() != checkedBits || planChanged) {
            checkedBits = relays.bits();
            planChanged = false;
            capacity();
        }
        if (stopAtMs != Long.MAX_VALUE) {
            stops();
        }
    }

    /** A master valve closes with the last path, after its pump's lag at the latest. */
    private void mastersClose() {
        for (int i = 0; i < Site.SOURCES; i++) {
            if (!scene.relays().on(Site.masterOf(i)) || path(i, false)) {
                masterAloneSinceMs[i] = Long.MAX_VALUE;
            } else if (masterAloneSinceMs[i] == Long.MAX_VALUE) {
                masterAloneSinceMs[i] = scene.nowMs();
            } else if (scene.nowMs() - masterAloneSinceMs[i] > STOP_MS) {
                throw scene.broken("master-closes", Site.stationName(Site.masterOf(i)) + " is open to nowhere");
            }
        }
    }

    private void stops() {
        boolean older = false;
        for (int i = 0; i < Site.STATIONS; i++) {
            older |= scene.relays().on(i) && scene.relays().onSinceMs(i) < stopAtMs;
        }
        if (!older) {
            stopAtMs = Long.MAX_VALUE;
        } else if (scene.nowMs() - stopAtMs > STOP_MS) {
            throw scene.broken("stop-stops", scene.relays() + " on after everything was stopped");
        }
    }

    private void capacity() {
        Site site = scene.site();
        for (int i = 0; i < Site.SOURCES; i++) {
            WaterSource source = site.sourceAt(i);
            if (source == null) {
                continue;
            }
            int running = 0;
            double flow = 0;
            for (int zone = 0; zone < Site.ZONES; zone++) {
                Zone plan = site.zoneAt(zone);
                if (plan != null
                        && site.sourceOf(zone) == i
                        && site.hasValve(zone)
                        && scene.relays().on(zone)) {
                    running++;
                    flow += plan.flowLitresPerMinute();
                }
            }
            Double capacity = source.capacityLitresPerMinute();
            if (running > source.zonesTogether() || (capacity != null && flow > capacity + 1e-6)) {
                throw scene.broken(
                        "source-capacity",
                        running + " zones and " + flow + " l/min asked of " + source.id() + ", which gives "
                                + source.zonesTogether() + " and " + capacity);
            }
        }
    }

    /** A meter's reading was given to the controller; {@code asked} says whether water was asked of it all the while. */
    void meterRead(int source, double litresPerMinute, boolean asked) {
        if (!asked || litresPerMinute > 0) {
            dryMeterSinceMs[source] = Long.MAX_VALUE;
        } else if (dryMeterSinceMs[source] == Long.MAX_VALUE) {
            dryMeterSinceMs[source] = scene.nowMs();
        } else if (scene.nowMs() - dryMeterSinceMs[source] > DRY_METER_MS) {
            throw scene.broken(
                    "no-flow-closes",
                    "the meter of s" + source + " has shown nothing since " + dryMeterSinceMs[source]);
        }
    }

    /** The tank's level was given to the controller. */
    void tankRead(int index, double percent, boolean alive) {
        WaterSource source = scene.site().sourceAt(index);
        Double low = source == null ? null : source.tankLowPercent();
        if (alive || low == null || percent > low) {
            tankPercent[index] = percent;
        }
        if (alive && low != null && percent <= low && scene.relays().on(Site.pumpOf(index))) {
            throw scene.broken("tank-interlock", "the pump of s" + index + " runs at " + percent + " %");
        }
    }

    /** Whether the pump has water was given to the controller. */
    void dryRunRead(int source, boolean dry, boolean alive) {
        dryRun[source] = dry && (alive || dryRun[source]);
        if (alive && dry && scene.relays().on(Site.pumpOf(source))) {
            throw scene.broken("dry-run-interlock", "the pump of s" + source + " runs without water");
        }
    }

    void died() {
        Arrays.fill(reported, SAYS_NOTHING);
        Arrays.fill(dryMeterSinceMs, Long.MAX_VALUE);
    }
}
