package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.util.Arrays;
import vn.tuoi.config.plan.Zone;

/**
 * Sources that nothing has held up for a while, as the world sees it: what starts there now did not wait in a queue, so it
 * was decided on now, by the weather, the clock and the plan of now.
 */
final class FreeSources {
    /** Longer than any lag, stagger or rest of a pump that ran dry. */
    private static final long FREE_MS = Duration.ofMinutes(6).toMillis();

    private final Scene scene;
    private final long[] heldUpMs = new long[Site.SOURCES];
    /** Sources whose tank is low, and after those the ones whose pump is dry, as bits. */
    private int dry;

    private boolean withoutMains;

    FreeSources(Scene scene) {
        this.scene = scene;
    }

    /** A step is about to be taken. */
    void time() {
        boolean mains = scene.field().mains();
        if (scene.clockMoved() || !scene.trusted() || !mains || withoutMains) {
            holdUpAll();
        }
        withoutMains = !mains;
    }

    /** Everything may have waited until now, e.g. over a restart or for another plan. */
    void holdUpAll() {
        Arrays.fill(heldUpMs, scene.nowMs());
    }

    /** A run began, ended or was given up at a zone. */
    void heard(int zone) {
        heldUpMs[scene.site().sourceOf(zone)] = scene.nowMs();
    }

    void switchedOff(int station) {
        heldUpMs[scene.site().sourceOfStation(station)] = scene.nowMs();
    }

    /** Whether the source's tank has water, as the farm is told. */
    void tankTold(int source, boolean hasWater) {
        told(source, source, hasWater);
    }

    /** Whether the source's pump has water, as the farm is told. */
    void pumpTold(int source, boolean hasWater) {
        told(source, source + Site.SOURCES, hasWater);
    }

    private void told(int source, int bit, boolean hasWater) {
        if (!hasWater || (dry & (1 << bit)) != 0) {
            heldUpMs[source] = scene.nowMs();
        }
        dry = hasWater ? dry & ~(1 << bit) : dry | (1 << bit);
    }

    /** Whether a run that starts at the zone now was decided on now. */
    boolean decidedNow(int zone) {
        if (!scene.site().hasValve(zone)) {
            return false;
        }
        int source = scene.site().sourceOf(zone);
        int bits = (1 << source) | (1 << (source + Site.SOURCES));
        if ((dry & bits) != 0 || scene.nowMs() - heldUpMs[source] <= FREE_MS) {
            return false;
        }
        for (Zone other : scene.site().plan().zones()) {
            int index = Site.zone(other.id());
            if (scene.site().sourceOf(index) == source
                    && (!scene.site().hasValve(index)
                            || (index != zone && scene.relays().on(index)))) {
                return false; // a valve by hand keeps the source for as long as a person is asked
            }
        }
        return true;
    }
}
