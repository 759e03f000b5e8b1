package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.util.Arrays;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;

/** What must be noticed: water that a source's meter shows while nothing of the source is asked for. */
final class LeakChecks {
    /** A leak that was shown for so long without an alarm is not noticed. */
    private static final long NOTICED_MS = Duration.ofMinutes(6).toMillis();
    /** Readings that are further apart show no leak that lasts. */
    private static final long LONGEST_PAUSE_MS = 150_000;
    /** Of the smallest zone's flow; less may be a meter's noise. */
    private static final double LEAST_SHARE = 0.15;

    private static final long NEVER = Long.MAX_VALUE;

    private final Scene scene;
    private final RunChecks runs;
    private final RecordChecks records;
    private final long[] flowsSinceMs = new long[Site.SOURCES];
    private final long[] stillSinceMs = new long[Site.SOURCES];
    private final long[] toldMs = new long[Site.SOURCES];

    LeakChecks(Scene scene, RunChecks runs, RecordChecks records) {
        this.scene = scene;
        this.runs = runs;
        this.records = records;
        forget();
    }

    /** Another plan, or a farm that has just started: it begins to look anew. */
    void forget() {
        Arrays.fill(flowsSinceMs, NEVER);
        Arrays.fill(stillSinceMs, NEVER);
    }

    void switchedOn(int station) {
        flowsSinceMs[scene.site().sourceOfStation(station)] = NEVER;
        stillSinceMs[scene.site().sourceOfStation(station)] = NEVER;
    }

    /** The living farm was told what a source's meter shows; {@code heard} when whatever it says reaches the checks. */
    void meterTold(int index, double litresPerMinute, boolean heard) {
        WaterSource source = scene.site().sourceAt(index);
        if (source == null || !heard || inUse(index)) {
            flowsSinceMs[index] = NEVER;
            stillSinceMs[index] = NEVER;
            return;
        }
        boolean follows = scene.nowMs() - toldMs[index] <= LONGEST_PAUSE_MS;
        toldMs[index] = scene.nowMs();
        boolean flows = litresPerMinute >= LEAST_SHARE * smallestFlow(index);
        flowsSinceMs[index] = since(flows, follows, flowsSinceMs[index]);
        stillSinceMs[index] = since(litresPerMinute == 0, true, stillSinceMs[index]);
        if (lasted(flowsSinceMs[index]) && !records.lasts("leak", source.id())) {
            throw scene.broken(
                    "leak-noticed",
                    litresPerMinute + " l/min flow at " + source.id() + " with everything closed, and no alarm");
        }
        if (lasted(stillSinceMs[index]) && records.lasts("leak", source.id())) {
            throw scene.broken("leak-noticed", "the leak at " + source.id() + " is over and its alarm is not");
        }
    }

    private long since(boolean holds, boolean follows, long sinceMs) {
        return !holds ? NEVER : follows && sinceMs != NEVER ? sinceMs : scene.nowMs();
    }

    private boolean lasted(long sinceMs) {
        return sinceMs != NEVER && scene.nowMs() - sinceMs > NOTICED_MS;
    }

    /** Whether a station of the source is on, or a run goes on at one of its zones, e.g. by hand. */
    private boolean inUse(int source) {
        boolean inUse = scene.relays().on(Site.pumpOf(source)) || scene.relays().on(Site.masterOf(source));
        for (int i = 0; i < Site.ZONES; i++) {
            if (scene.site().zoneAt(i) != null && scene.site().sourceOf(i) == source) {
                inUse |= scene.relays().on(i) || runs.running(i) != null;
            }
        }
        return inUse;
    }

    private double smallestFlow(int source) {
        double smallest = Double.POSITIVE_INFINITY;
        for (Zone zone : scene.site().plan().zones()) {
            if (Site.source(zone.source()) == source) {
                smallest = Math.min(smallest, zone.flowLitresPerMinute());
            }
        }
        return smallest;
    }
}
