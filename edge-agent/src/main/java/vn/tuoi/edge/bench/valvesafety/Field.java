package vn.tuoi.edge.bench.valvesafety;

import java.util.SplittableRandom;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;

/** Pipes, valves, tanks, meters and ground: what really happens to water, whatever the relays ask for. */
final class Field {
    private static final double TANK_REFILL_PERCENT_PER_HOUR = 12;
    private static final double LITRES_PER_TANK_PERCENT = 50;
    private static final double LEAK_LITRES_PER_MINUTE = 3;

    private final SplittableRandom random;
    private final Relays relays;
    private Site site;
    private final double[] moisture = new double[Site.ZONES];
    private final double[] levelCm = new double[Site.ZONES];
    private final double[] tankPercent = new double[Site.SOURCES];
    private final double[] litres = new double[Site.ZONES];
    private final boolean[] leaking = new boolean[Site.SOURCES];
    private final boolean[] dry = new boolean[Site.SOURCES];
    /** Valves as bits. */
    private int stuckOpen;

    private int stuckClosed;
    private int openedOutside;
    private int handOpen;
    private boolean mains = true;
    private boolean noisy;
    private boolean silent;
    private long lastMs;

    Field(Site site, SplittableRandom random, Relays relays) {
        this.site = site;
        this.random = random;
        this.relays = relays;
        for (int i = 0; i < Site.ZONES; i++) {
            moisture[i] = 0.18 + 0.1 * random.nextDouble();
            levelCm[i] = 4 - 8 * random.nextDouble();
        }
        java.util.Arrays.fill(tankPercent, 70);
    }

    void plan(Site newSite) {
        site = newSite;
    }

    // --- what happens to it ---

    void stick(int valve, boolean open, boolean stuck) {
        int bit = 1 << valve;
        if (open) {
            stuckOpen = stuck ? stuckOpen | bit : stuckOpen & ~bit;
        } else {
            stuckClosed = stuck ? stuckClosed | bit : stuckClosed & ~bit;
        }
    }

    void openOutside(int valve) {
        openedOutside |= 1 << valve;
    }

    void closeOutside(int valve) {
        openedOutside &= ~(1 << valve);
    }

    /** A valve that was opened by a button holds only while there is power. */
    void powerLost() {
        openedOutside = 0;
    }

    void hand(int zone, boolean open) {
        handOpen = open ? handOpen | (1 << zone) : handOpen & ~(1 << zone);
    }

    void leak(int source, boolean leaks) {
        leaking[source] = leaks;
    }

    void mains(boolean present) {
        mains = present;
    }

    void dry(int source, boolean isDry) {
        dry[source] = isDry;
    }

    void silence(boolean isSilent) {
        silent = isSilent;
    }

    void noise(boolean isNoisy) {
        noisy = isNoisy;
    }

    void emptyTanks() {
        java.util.Arrays.fill(tankPercent, 10);
    }

    void repair() {
        java.util.Arrays.fill(leaking, false);
        java.util.Arrays.fill(dry, false);
        stuckClosed = 0;
        stuckOpen = 0;
        openedOutside = 0;
        mains = true;
        noisy = false;
        silent = false;
    }

    // --- how it is ---

    boolean mains() {
        return mains;
    }

    boolean silent() {
        return silent;
    }

    boolean dry(int source) {
        return dry[source];
    }

    boolean stuck(int valve) {
        return ((stuckOpen | stuckClosed) & (1 << valve)) != 0;
    }

    /** Whether anything is at work that may make water differ from what was ordered and metered. */
    boolean disturbed() {
        return (stuckOpen | stuckClosed | openedOutside | handOpen) != 0
                || !mains
                || noisy
                || silent
                || leaking[0]
                || leaking[1]
                || tankPercent[0] <= 0
                || tankPercent[1] <= 0;
    }

    /** Whether any valve may be open at all; most of the day none is. */
    private boolean anyOpen() {
        return relays.anyOn() || (stuckOpen | openedOutside | handOpen) != 0;
    }

    boolean valveOpen(int zone) {
        int bit = 1 << zone;
        if (!site.hasValve(zone)) {
            return (handOpen & bit) != 0;
        }
        boolean asked = mains && (relays.on(zone) || (openedOutside & bit) != 0);
        return (stuckOpen & bit) != 0 || (asked && (stuckClosed & bit) == 0);
    }

    private boolean pressure(int source) {
        return tankPercent[source] > 0
                && (!site.hasMaster(source) || (mains && relays.on(Site.masterOf(source))))
                && (!site.hasPump(source) || (mains && relays.on(Site.pumpOf(source))));
    }

    double zoneFlow(int index) {
        Zone zone = site.zoneAt(index);
        return zone != null && valveOpen(index) && pressure(site.sourceOf(index)) ? zone.flowLitresPerMinute() : 0;
    }

    double sourceFlow(int source) {
        double flow = leaking[source] ? LEAK_LITRES_PER_MINUTE : 0;
        for (int i = 0; anyOpen() && i < Site.ZONES; i++) {
            if (site.sourceOf(i) == source) {
                flow += zoneFlow(i);
            }
        }
        return flow;
    }

    /** What a meter shows: the flow with its noise. */
    double metered(double flow) {
        return noisy ? flow * (0.6 + 0.9 * random.nextDouble()) : flow * (0.93 + 0.14 * random.nextDouble());
    }

    /** Whether every relay asks for water from the source. */
    boolean asksFor(int source) {
        if (!relays.anyOn()) {
            return false;
        }
        if (site.hasPump(source) && !relays.on(Site.pumpOf(source))) {
            return false;
        }
        for (int i = 0; i < Site.ZONES; i++) {
            if (site.zoneAt(i) != null && site.sourceOf(i) == source && site.hasValve(i) && relays.on(i)) {
                return true;
            }
        }
        return false;
    }

    /** Lets soil, paddies and tanks follow the water up to {@code nowMs}; before anything changes. */
    void follow(long nowMs) {
        if (nowMs == lastMs) {
            return;
        }
        double hours = (nowMs - lastMs) / 3_600_000.0;
        lastMs = nowMs;
        boolean anyOpen = anyOpen();
        for (int i = 0; i < Site.ZONES; i++) {
            Zone zone = site.zoneAt(i);
            if (zone != null) {
                double given = anyOpen ? zoneFlow(i) * hours * 60 : 0;
                double wetMm = given / zone.areaM2();
                litres[i] += given;
                moisture[i] = Math.min(0.45, Math.max(0.08, moisture[i] + wetMm * 0.01 - hours * 0.002));
                levelCm[i] = Math.min(15, Math.max(-20, levelCm[i] + wetMm * 0.1 - hours * 0.2));
            }
        }
        for (int i = 0; i < Site.SOURCES; i++) {
            WaterSource source = site.sourceAt(i);
            if (source != null && source.tankPoint() != null) {
                double used = sourceFlow(i) * hours * 60 / LITRES_PER_TANK_PERCENT;
                double percent = tankPercent[i] - used + hours * TANK_REFILL_PERCENT_PER_HOUR;
                tankPercent[i] = Math.min(100, Math.max(0, percent));
            }
        }
    }

    /** Rain on everything. */
    void rain(double mm) {
        for (int i = 0; i < Site.ZONES; i++) {
            moisture[i] = Math.min(0.45, moisture[i] + mm * 0.01);
            levelCm[i] = Math.min(15, levelCm[i] + mm * 0.1);
        }
    }

    /** Water that has reached the zone since the beginning, in litres. */
    double litres(int zone) {
        return litres[zone];
    }

    double moisture(int zone) {
        return moisture[zone] + random.nextDouble() * 0.002;
    }

    double levelCm(int zone) {
        return levelCm[zone] + random.nextDouble() * 0.1;
    }

    double tank(int source) {
        return tankPercent[source];
    }
}
