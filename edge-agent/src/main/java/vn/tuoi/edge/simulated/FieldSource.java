package vn.tuoi.edge.simulated;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.WaterSource;

/** One source of a simulated field: pump, master valve, tank, and the pipes that hang on it. Not thread-safe. */
final class FieldSource {
    private final WaterSource source;
    private final List<FieldZone> zones;
    private @Nullable Tank tank;

    FieldSource(WaterSource source, List<FieldZone> zones, double tankPercent) {
        this.source = source;
        this.zones = List.copyOf(zones);
        this.tank = source.tankPoint() == null
                ? null
                : Tank.sizedFor(
                        source.capacityLitresPerMinute() == null ? 60 : source.capacityLitresPerMinute(), tankPercent);
    }

    WaterSource source() {
        return source;
    }

    List<FieldZone> zones() {
        return zones;
    }

    double tankPercent() {
        return tank == null ? 100 : tank.percent();
    }

    boolean pumpRunsDry(Set<String> open) {
        String pump = source.pumpStation();
        return pump != null && open.contains(pump) && tank != null && tank.empty();
    }

    double flowLitresPerMinute() {
        return zones.stream().mapToDouble(FieldZone::flowLitresPerMinute).sum();
    }

    /** Moves the water of a step; gives the litres of each zone in the order of {@link #zones()}. */
    double[] run(Set<String> open, double seconds) {
        boolean driven = isOpen(source.pumpStation(), open) && isOpen(source.masterStation(), open);
        boolean wet = tank == null || !tank.empty();
        double wanted = 0;
        for (FieldZone zone : zones) {
            wanted += wants(zone, open) ? zone.pipeLitresPerMinute() : 0;
        }
        Double capacity = source.capacityLitresPerMinute();
        // a pump that feeds more than it can feeds each a little less
        double share = capacity == null || wanted <= capacity * 1.1 ? 1 : capacity * 1.1 / wanted;
        double[] litres = new double[zones.size()];
        double drawn = 0;
        for (int i = 0; i < litres.length; i++) {
            FieldZone zone = zones.get(i);
            double target = driven && wet && wants(zone, open) ? zone.pipeLitresPerMinute() * share : 0;
            litres[i] = zone.run(target, seconds);
            drawn += litres[i];
        }
        if (tank != null) {
            tank = tank.filled(seconds).drawn(drawn);
        }
        return litres;
    }

    private static boolean wants(FieldZone zone, Set<String> open) {
        String station = zone.zone().station();
        return station != null && open.contains(station);
    }

    /** A source without the part is driven by nature. */
    private static boolean isOpen(@Nullable String station, Set<String> open) {
        return station == null || open.contains(station);
    }
}
