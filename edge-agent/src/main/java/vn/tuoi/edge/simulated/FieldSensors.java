package vn.tuoi.edge.simulated;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.tuoi.edge.device.Reporting;
import vn.tuoi.edge.device.SampledSensor;

/**
 * The sensors that a simulated field has: those that its plan names, and a weather station. Each has its own seeded
 * noise, so that one more sensor changes no other.
 */
final class FieldSensors {
    private static final double PROBE_NOISE = 0.0015;
    private static final double METER_NOISE = 0.01;
    private static final double TIP_MM = 0.2;

    private final Supplier<Field> field;
    private final Object lock;
    private final long seed;
    private final List<SampledSensor> sensors = new ArrayList<>();
    private final Set<String> points = new HashSet<>();

    private FieldSensors(Supplier<Field> field, Object lock, long seed) {
        this.field = field;
        this.lock = lock;
        this.seed = seed;
    }

    /**
     * @param dug the field as planned
     * @param now gives the same field, advanced to the present
     * @param lock held while the field is read
     * @param elsewhere points that wireless nodes measure
     */
    static List<SampledSensor> of(Field dug, Supplier<Field> now, Object lock, Set<String> elsewhere, long seed) {
        FieldSensors built = new FieldSensors(now, lock, seed);
        built.points.addAll(elsewhere);
        dug.zones().values().forEach(built::zone);
        dug.sources().forEach(built::source);
        built.weather();
        return List.copyOf(built.sensors);
    }

    private void zone(FieldZone zone) {
        String id = zone.zone().id();
        String probe = zone.zone().soilMoisturePoint();
        Random noise = random(probe);
        add(probe, 60, 300, () -> Math.max(0, field.get().zone(id).moisture() + PROBE_NOISE * noise.nextGaussian()));
        if (zone.zone().crop().startsWith("rice")) {
            String level = id + "/water_level";
            Random ripples = random(level);
            add(level, 60, 300, () -> field.get().zone(id).levelCm() + 0.1 * ripples.nextGaussian());
        }
        meter(zone.zone().flowPoint(), () -> field.get().zone(id).flowLitresPerMinute());
    }

    private void source(FieldSource planned) {
        String id = planned.source().id();
        Supplier<FieldSource> source = () -> field.get().sources().stream()
                .filter(candidate -> candidate.source().id().equals(id))
                .findFirst()
                .orElseThrow();
        meter(planned.source().flowPoint(), () -> source.get().flowLitresPerMinute());
        String tank = planned.source().tankPoint();
        if (tank != null) {
            add(tank, 10, 300, () -> source.get().tankPercent());
        }
        String dryRun = planned.source().dryRunPoint();
        if (dryRun != null) {
            add(dryRun, 2, 900, () -> source.get().pumpRunsDry(field.get().openStations()) ? 1 : 0);
        }
    }

    private void meter(@Nullable String flowPoint, DoubleSupplier flow) {
        if (flowPoint == null) {
            return;
        }
        Random noise = random(flowPoint);
        add(flowPoint, 2, 300, () -> Math.max(0, flow.getAsDouble() * (1 + METER_NOISE * noise.nextGaussian())));
        String volumePoint = beside(flowPoint, "volume");
        Since litres = new Since(1, () -> field.get().meteredLitres(flowPoint));
        add(volumePoint, 10, 300, litres::take);
    }

    private void weather() {
        add(
                "weather/air_temperature",
                60,
                600,
                () -> field.get().weather().air().airCelsius());
        add("weather/air_humidity", 60, 600, () -> field.get().weather().air().relativeHumidityPercent());
        add("weather/wind_speed", 60, 600, () -> field.get().weather().air().wind2mMetresPerSecond());
        add(
                "weather/solar_radiation",
                60,
                600,
                () -> field.get().weather().air().solarWattsPerSquareMetre());
        Since rain = new Since(TIP_MM, () -> field.get().rainMm());
        add("weather/rain", 60, 600, rain::take);
    }

    private void add(String point, double periodSeconds, double heartbeatSeconds, DoubleSupplier read) {
        if (points.add(point)) {
            sensors.add(new SampledSensor(
                    new SimulatedSensor(lock, Map.of(point, read)), Reporting.every(periodSeconds, heartbeatSeconds)));
        }
    }

    private Random random(String point) {
        return new Random(seed * 31 + point.hashCode());
    }

    /** {@code tea-1/flow} and {@code volume} give {@code tea-1/volume}. */
    static String beside(String point, String quantity) {
        return point.substring(0, point.lastIndexOf('/') + 1) + quantity;
    }

    /** What came since the last time, in whole pulses, as a meter or a gauge counts; a part of one waits. */
    private static final class Since {
        private final double pulse;
        private final DoubleSupplier total;
        private double counted;

        Since(double pulse, DoubleSupplier total) {
            this.pulse = pulse;
            this.total = total;
            this.counted = Math.floor(total.getAsDouble() / pulse) * pulse;
        }

        double take() {
            double pulses = Math.floor((total.getAsDouble() - counted) / pulse + 1e-9);
            counted += pulses * pulse;
            return pulses * pulse;
        }
    }
}
