package vn.tuoi.edge.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;

/** A plan with its names turned into indexes, so that a step looks nothing up by name. Immutable. */
final class Layout {
    static final int NONE = -1;
    private static final List<String> WEATHER =
            List.of("weather/rain", "weather/wind_speed", "weather/air_temperature");
    /** Indexes of the farm's weather points, which every plan has. */
    static final int RAIN = 0;

    static final int WIND = 1;
    static final int AIR_TEMPERATURE = 2;
    static final Layout EMPTY = new Layout(null);

    // what is measured at a point, as bits: one point may serve several zones and sources
    static final int FLOW = 1;
    static final int TANK = 1 << 1;
    static final int DRY_RUN = 1 << 2;
    static final int MOISTURE = 1 << 3;
    static final int LEVEL = 1 << 4;

    /** What a station drives. */
    enum Role {
        VALVE,
        PUMP,
        MASTER
    }

    /**
     * One station.
     *
     * @param owner index of its zone, or of its source for a pump or a master valve
     */
    record Station(String name, Role role, int owner) {}

    /**
     * One source.
     *
     * @param zones indexes of the zones that it feeds
     */
    record Source(
            WaterSource plan,
            int pump,
            int master,
            int flowSensor,
            int tankSensor,
            int dryRunSensor,
            List<Integer> zones) {
        boolean hasPump() {
            return pump != NONE;
        }
    }

    /**
     * One zone.
     *
     * @param ownMeter whether {@code flowSensor} measures this zone alone
     */
    record ZoneEntry(
            Zone plan, int source, int station, int flowSensor, boolean ownMeter, int moistureSensor, int levelSensor) {
        long limitMs() {
            return plan.maxMinutes() * 60_000L;
        }
    }

    private final @Nullable FarmPlan plan;
    private final List<ZoneEntry> zones = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<Station> stations = new ArrayList<>();
    private final List<String> points = new ArrayList<>();
    private final Map<String, Integer> zoneIndex = new HashMap<>();
    private final Map<String, Integer> stationIndex = new HashMap<>();
    private final Map<String, Integer> pointIndex = new HashMap<>();
    private final int[] measured;
    private final long[] finishLeadMs;
    private boolean skipsByWind;
    private boolean skipsByFrost;

    private Layout(@Nullable FarmPlan plan) {
        this.plan = plan;
        WEATHER.forEach(this::point);
        if (plan == null) {
            measured = new int[points.size()];
            finishLeadMs = new long[0];
            return;
        }
        Map<String, Integer> sourceIndex = new HashMap<>();
        for (WaterSource source : plan.sources()) {
            int index = sourceIndex.size();
            sourceIndex.put(source.id(), index);
            sources.add(new Source(
                    source,
                    station(source.pumpStation(), Role.PUMP, index),
                    station(source.masterStation(), Role.MASTER, index),
                    point(source.flowPoint()),
                    point(source.tankPoint()),
                    point(source.dryRunPoint()),
                    new ArrayList<>()));
        }
        for (Zone zone : plan.zones()) {
            int index = zones.size();
            if (zone.program() != null) {
                skipsByWind |= zone.program().skipRules().windMetresPerSecond() != null;
                skipsByFrost |= zone.program().skipRules().frostCelsius() != null;
            }
            Integer source = sourceIndex.get(zone.source());
            if (source == null) {
                throw new IllegalArgumentException("zone " + zone.id() + " has no source: the plan was not validated");
            }
            sources.get(source).zones.add(index);
            zoneIndex.put(zone.id(), index);
            boolean ownMeter = zone.flowPoint() != null;
            zones.add(new ZoneEntry(
                    zone,
                    source,
                    zone.automatic() ? station(zone.station(), Role.VALVE, index) : NONE,
                    ownMeter ? point(zone.flowPoint()) : sources.get(source).flowSensor,
                    ownMeter,
                    zone.program() instanceof Program.Moisture || zone.program() instanceof Program.Balance
                            ? point(zone.soilMoisturePoint())
                            : NONE,
                    zone.program() instanceof Program.Awd ? point(zone.id() + "/water_level") : NONE));
        }
        finishLeadMs = FinishTimes.leadsMs(zones, sources);
        measured = new int[points.size()];
        for (Source source : sources) {
            measures(source.flowSensor, FLOW);
            measures(source.tankSensor, TANK);
            measures(source.dryRunSensor, DRY_RUN);
        }
        for (ZoneEntry zone : zones) {
            measures(zone.flowSensor, FLOW);
            measures(zone.moistureSensor, MOISTURE);
            measures(zone.levelSensor, LEVEL);
        }
    }

    private void measures(int point, int what) {
        if (point != NONE) {
            measured[point] |= what;
        }
    }

    static Layout of(FarmPlan plan) {
        return new Layout(plan);
    }

    private int station(@Nullable String name, Role role, int owner) {
        if (name == null) {
            return NONE;
        }
        stationIndex.put(name, stations.size());
        stations.add(new Station(name, role, owner));
        return stations.size() - 1;
    }

    private int point(@Nullable String name) {
        if (name == null) {
            return NONE;
        }
        Integer known = pointIndex.get(name);
        if (known != null) {
            return known;
        }
        pointIndex.put(name, points.size());
        points.add(name);
        return points.size() - 1;
    }

    @Nullable
    FarmPlan plan() {
        return plan;
    }

    long version() {
        return plan == null ? 0 : plan.version();
    }

    int zoneCount() {
        return zones.size();
    }

    ZoneEntry zone(int zone) {
        return zones.get(zone);
    }

    /** How long before the time that its calendar has to finish by the zone starts. */
    long finishLeadMs(int zone) {
        return finishLeadMs[zone];
    }

    int sourceCount() {
        return sources.size();
    }

    Source source(int source) {
        return sources.get(source);
    }

    int stationCount() {
        return stations.size();
    }

    Station station(int station) {
        return stations.get(station);
    }

    int pointCount() {
        return points.size();
    }

    String point(int point) {
        return points.get(point);
    }

    /** What zones and sources measure at the point, as bits. */
    int measured(int point) {
        return measured[point];
    }

    /** Whether any program is left out by wind. */
    boolean skipsByWind() {
        return skipsByWind;
    }

    /** Whether any program is left out by frost. */
    boolean skipsByFrost() {
        return skipsByFrost;
    }

    int findZone(@Nullable String id) {
        return id == null ? NONE : zoneIndex.getOrDefault(id, NONE);
    }

    int findStation(@Nullable String name) {
        return name == null ? NONE : stationIndex.getOrDefault(name, NONE);
    }

    int findPoint(String name) {
        return pointIndex.getOrDefault(name, NONE);
    }
}
