package vn.tuoi.edge.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;

/**
 * The soil and the pipes of one simulated farm, as its plan describes them. A function of the seed, the weather and when
 * which station was open: no clock, no thread, no I/O. Not thread-safe.
 */
final class Field {
    /** Weather is taken as constant for so long. */
    private static final double LONGEST_STEP_SECONDS = 600;

    /** A longer sleep of the process is not caught up with: the field slept too. */
    private static final Duration LONGEST_CATCH_UP = Duration.ofDays(2);

    private final FieldWeather weather;
    private final Map<String, FieldZone> zones = new LinkedHashMap<>();
    private final List<FieldSource> sources = new ArrayList<>();
    private final Map<String, Double> meteredLitres = new HashMap<>();
    private final Set<String> open = new TreeSet<>();
    private Instant now;
    private FieldWeather.Moment moment;
    private double rainMm;

    Field(FarmPlan plan, FieldWeather weather, Tables tables, long seed, Instant start) {
        this.weather = weather;
        this.now = start;
        this.moment = weather.at(start);
        for (Zone zone : plan.zones()) {
            // by the zone's id, so that a zone stays what it is when another one is added
            Random random = new Random(seed * 31 + zone.id().hashCode());
            zones.put(
                    zone.id(),
                    new FieldZone(
                            zone,
                            Ground.of(zone, weather.dateAt(start), tables),
                            0.95 + 0.1 * random.nextDouble(),
                            0.45 + 0.4 * random.nextDouble(),
                            moment.air().airCelsius()));
        }
        for (WaterSource source : plan.sources()) {
            List<FieldZone> fed = zones.values().stream()
                    .filter(zone -> zone.zone().source().equals(source.id()))
                    .toList();
            sources.add(new FieldSource(source, fed, 90));
        }
    }

    /** Opens or closes a station from now on; one that drives nothing of the plan moves nothing. */
    void setOpen(String station, boolean isOpen) {
        if (isOpen) {
            open.add(station);
        } else {
            open.remove(station);
        }
    }

    boolean isOpen(String station) {
        return open.contains(station);
    }

    /** Lets the time pass up to {@code time}; one that is not later changes nothing. */
    void advance(Instant time) {
        if (Duration.between(now, time).compareTo(LONGEST_CATCH_UP) > 0) {
            now = time.minus(LONGEST_CATCH_UP);
        }
        while (now.isBefore(time)) {
            double seconds =
                    Math.min(LONGEST_STEP_SECONDS, Duration.between(now, time).toMillis() / 1000.0);
            if (seconds <= 0) {
                return;
            }
            moment = weather.at(now.plusMillis(Math.round(seconds * 500)));
            step(seconds);
            now = now.plusMillis(Math.round(seconds * 1000));
        }
    }

    private void step(double seconds) {
        rainMm += moment.air().rainMmPerHour() * seconds / 3600;
        for (FieldSource source : sources) {
            double[] litres = source.run(open, seconds);
            double total = 0;
            for (int i = 0; i < litres.length; i++) {
                FieldZone zone = source.zones().get(i);
                zone.soak(litres[i], moment, weather.dateAt(now), seconds);
                total += litres[i];
                meter(zone.zone().flowPoint(), litres[i]);
            }
            meter(source.source().flowPoint(), total);
        }
    }

    private void meter(@Nullable String flowPoint, double litres) {
        if (flowPoint != null) {
            meteredLitres.merge(flowPoint, litres, Double::sum);
        }
    }

    FieldZone zone(String id) {
        FieldZone zone = zones.get(id);
        if (zone == null) {
            throw new IllegalArgumentException("the field has no zone " + id);
        }
        return zone;
    }

    Map<String, FieldZone> zones() {
        return zones;
    }

    List<FieldSource> sources() {
        return sources;
    }

    Set<String> openStations() {
        return open;
    }

    FieldWeather.Moment weather() {
        return moment;
    }

    /** Litres through the meter since the field was dug. */
    double meteredLitres(String flowPoint) {
        return meteredLitres.getOrDefault(flowPoint, 0.0);
    }

    /** Rain since the field was dug, mm. */
    double rainMm() {
        return rainMm;
    }
}
