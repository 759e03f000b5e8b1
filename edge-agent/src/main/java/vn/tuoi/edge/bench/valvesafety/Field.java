package vn.tuoi.edge.bench.valvesafety;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;

/** Pipes, valves, tanks and ground: what really happens to water, whatever the relays ask for. */
final class Field {
    private final SplittableRandom random;
    private final Invariants relays;
    private FarmPlan plan;
    private final Map<String, WaterSource> sources = new HashMap<>();

    final Set<String> stuckOpen = new HashSet<>();
    final Set<String> stuckClosed = new HashSet<>();
    final Set<String> openedOutside = new HashSet<>();
    final Set<String> handOpen = new HashSet<>();
    final Set<String> leaking = new HashSet<>();
    final Map<String, Double> tankPercent = new HashMap<>();
    private final Map<String, Double> moisture = new HashMap<>();
    private final Map<String, Double> levelCm = new HashMap<>();
    boolean mains = true;
    private long lastMs;

    Field(FarmPlan plan, SplittableRandom random, Invariants relays) {
        this.plan = plan;
        plan.sources().forEach(source -> sources.put(source.id(), source));
        this.random = random;
        this.relays = relays;
    }

    void plan(FarmPlan newPlan) {
        plan = newPlan;
        sources.clear();
        newPlan.sources().forEach(source -> sources.put(source.id(), source));
    }

    boolean valveOpen(Zone zone) {
        String station = zone.station();
        if (station == null) {
            return handOpen.contains(zone.id());
        }
        boolean asked = mains && (relays.relayOn(station) || openedOutside.contains(station));
        return stuckOpen.contains(station) || (asked && !stuckClosed.contains(station));
    }

    private boolean pressure(WaterSource source) {
        boolean water = tankPercent.getOrDefault(source.id(), 100.0) > 0;
        boolean master = source.masterStation() == null || (mains && relays.relayOn(source.masterStation()));
        boolean pump = source.pumpStation() == null || (mains && relays.relayOn(source.pumpStation()));
        return water && master && pump;
    }

    double zoneFlow(Zone zone) {
        WaterSource source = sources.get(zone.source());
        return valveOpen(zone) && source != null && pressure(source) ? zone.flowLitresPerMinute() : 0;
    }

    double sourceFlow(WaterSource source) {
        double flow = leaking.contains(source.id()) ? 3 : 0;
        for (Zone zone : plan.zones()) {
            if (zone.source().equals(source.id())) {
                flow += zoneFlow(zone);
            }
        }
        return flow;
    }

    /** What a meter shows: the flow with its noise. */
    double metered(double flow) {
        return flow * (0.93 + 0.14 * random.nextDouble());
    }

    /** Whether every relay asks for water from the source without a fault that keeps it back unseen. */
    boolean asksFor(WaterSource source) {
        boolean path = plan.zones().stream()
                .anyMatch(zone ->
                        zone.source().equals(source.id()) && zone.station() != null && relays.relayOn(zone.station()));
        return path && (source.pumpStation() == null || relays.relayOn(source.pumpStation()));
    }

    /** Lets soil, paddies and tanks follow the water up to {@code nowMs}. */
    void follow(long nowMs) {
        double hours = (nowMs - lastMs) / 3_600_000.0;
        lastMs = nowMs;
        for (Zone zone : plan.zones()) {
            double wet = zoneFlow(zone) * hours * 60 / zone.areaM2();
            moisture.merge(
                    zone.id(),
                    0.24 + wet * 0.01 - hours * 0.002,
                    (old, ignored) -> Math.min(0.45, Math.max(0.08, old + wet * 0.01 - hours * 0.002)));
            levelCm.merge(zone.id(), 0.0, (old, ignored) -> Math.min(15, Math.max(-20, old + wet * 0.1 - hours * 0.2)));
        }
        for (WaterSource source : plan.sources()) {
            if (source.tankPoint() != null) {
                double used = sourceFlow(source) * hours * 60 / 50;
                tankPercent.merge(
                        source.id(), 70.0, (old, ignored) -> Math.min(100, Math.max(0, old - used + hours * 12)));
            }
        }
    }

    double moisture(Zone zone) {
        return moisture.getOrDefault(zone.id(), 0.24) + random.nextDouble() * 0.002;
    }

    double levelCm(Zone zone) {
        return levelCm.getOrDefault(zone.id(), 0.0) + random.nextDouble() * 0.1;
    }

    @Nullable
    Double tank(WaterSource source) {
        return source.tankPoint() == null ? null : tankPercent.getOrDefault(source.id(), 70.0);
    }
}
