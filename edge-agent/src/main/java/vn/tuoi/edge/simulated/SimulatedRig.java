package vn.tuoi.edge.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherSeries;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.edge.device.Rig;
import vn.tuoi.edge.device.SampledSensor;
import vn.tuoi.edge.device.Station;

/**
 * The hardware of a simulated farm: a field that is dug as the plan describes it, with every station and every point
 * that the plan names. Stations of wireless nodes belong to their nodes, which reach the same field by {@link #setOpen}.
 * Thread-safe: one lock for the field.
 */
public final class SimulatedRig implements Rig {
    /** The tropics and subtropics, where the equations of a day hold. */
    private static final double HIGHEST_LATITUDE = 66;

    private final World world;
    private final InstantSource time;
    private final Set<String> nodeStations;
    private final Set<String> nodePoints;
    private final Map<String, Station> stations = new TreeMap<>();
    private List<SampledSensor> sensors = List.of();
    private @Nullable Field field;

    /**
     * What all simulated farms of a process share.
     *
     * @param tables crops and soils
     * @param weather one series for all
     * @param firstDay the farm date of its first row
     * @param seed of soils, pipes and noise
     */
    public record World(Tables tables, WeatherSeries weather, LocalDate firstDay, long seed) {
        /** Whole years, so that the seasons go on when the series begins again. */
        private static final int FOUR_YEARS_DAYS = 1_461;

        /** Weather from the monthly normals of Thái Nguyên. */
        public static World ofThaiNguyen(LocalDate firstDay, long seed) {
            WeatherSeries weather = Climate.thaiNguyen().weather(firstDay, FOUR_YEARS_DAYS, seed);
            return new World(new Tables(), weather, firstDay, seed);
        }
    }

    /**
     * @param seed of this farm
     * @param time the farm's, as its agent lives it
     * @param nodeStations stations that wireless nodes drive
     * @param nodePoints points that wireless nodes measure
     */
    public SimulatedRig(World world, long seed, InstantSource time, Set<String> nodeStations, Set<String> nodePoints) {
        this.world = new World(world.tables(), world.weather(), world.firstDay(), world.seed() * 31 + seed);
        this.time = time;
        this.nodeStations = Set.copyOf(nodeStations);
        this.nodePoints = Set.copyOf(nodePoints);
    }

    @Override
    public synchronized @Nullable Explanation fit(FarmPlan plan) {
        if (Math.abs(plan.latitude()) > HIGHEST_LATITUDE) {
            return Explanation.of("plan.refused.polar", "latitude", plan.latitude());
        }
        Field before = field;
        Instant now = time.instant();
        FieldWeather weather = new FieldWeather(
                world.weather(), world.firstDay(), plan.timeZone(), Site.inland(plan.latitude(), plan.elevationM()));
        Field dug = new Field(plan, weather, world.tables(), world.seed(), now);
        if (before != null) {
            before.advance(now);
            dug.zones().forEach((id, zone) -> {
                FieldZone earlier = before.zones().get(id);
                if (earlier != null) {
                    zone.resume(earlier.water());
                }
            });
            before.openStations().forEach(station -> dug.setOpen(station, true));
        }
        field = dug;
        stations.clear();
        for (String id : stationsOf(plan)) {
            if (!nodeStations.contains(id)) {
                stations.put(id, new FieldStation(id));
            }
        }
        sensors = FieldSensors.of(dug, this::present, this, nodePoints, world.seed());
        return null;
    }

    private static Set<String> stationsOf(FarmPlan plan) {
        Set<String> ids = new HashSet<>();
        for (Zone zone : plan.zones()) {
            add(ids, zone.station());
        }
        for (WaterSource source : plan.sources()) {
            add(ids, source.pumpStation());
            add(ids, source.masterStation());
        }
        return ids;
    }

    private static void add(Set<String> ids, @Nullable String station) {
        if (station != null) {
            ids.add(station);
        }
    }

    /** The field, advanced to the present. */
    private synchronized Field present() {
        Field dug = field;
        if (dug == null) {
            throw new IllegalStateException("there is no field before the first plan");
        }
        dug.advance(time.instant());
        return dug;
    }

    /** Whether there is a field yet. */
    synchronized boolean isDug() {
        return field != null;
    }

    /** Moves a valve, also one of a wireless node. Before the first plan there is nothing to move. */
    synchronized void setOpen(String station, boolean open) {
        if (field != null) {
            present().setOpen(station, open);
        }
    }

    /** What a node in a zone measures; empty before the first plan, or when the plan has no such zone. */
    synchronized Optional<NodeView> nodeView(String zone) {
        if (field == null || !field.zones().containsKey(zone)) {
            return Optional.empty();
        }
        FieldZone ground = present().zone(zone);
        return Optional.of(new NodeView(
                ground.moisture(),
                ground.soilCelsius(),
                ground.levelCm(),
                ground.zone().crop().startsWith("rice")));
    }

    /**
     * A zone as the sensors of its wireless node see it.
     *
     * @param moisture m³/m³
     * @param soilCelsius °C
     * @param levelCm relative to the soil surface
     * @param paddy whether it has a tube with a level sensor
     */
    record NodeView(double moisture, double soilCelsius, double levelCm, boolean paddy) {}

    @Override
    public synchronized Optional<Station> station(String id) {
        return Optional.ofNullable(stations.get(id));
    }

    @Override
    public synchronized List<Station> stations() {
        return List.copyOf(stations.values());
    }

    @Override
    public synchronized List<SampledSensor> sensors() {
        return sensors;
    }

    @Override
    public synchronized void close() {
        if (field != null) {
            stations.keySet().forEach(station -> setOpen(station, false));
        }
    }

    private final class FieldStation implements Station {
        private final String id;

        FieldStation(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void open(Duration atMost) {
            setOpen(id, true);
        }

        @Override
        public void close() {
            setOpen(id, false);
        }

        @Override
        public boolean isOpen() {
            synchronized (SimulatedRig.this) {
                return field != null && field.isOpen(id);
            }
        }
    }
}
