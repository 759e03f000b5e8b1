package vn.tuoi.edge.bench.valvesafety;

import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;

/**
 * A drawn plan by small numbers, which the names tell: zone {@code z3} is driven by {@code valve-3}, source {@code s1}
 * by {@code pump-1} and {@code master-1}. A number means the same in every version of a farm's plan. Immutable.
 */
final class Site {
    static final int ZONES = 6;
    static final int SOURCES = 2;
    static final int STATIONS = ZONES + 2 * SOURCES;
    private static final int FIRST_PUMP = ZONES;
    private static final int FIRST_MASTER = ZONES + SOURCES;
    private static final String[] STATION_NAMES = new String[STATIONS];

    static {
        for (int i = 0; i < STATIONS; i++) {
            STATION_NAMES[i] = i < FIRST_PUMP
                    ? "valve-" + i
                    : i < FIRST_MASTER ? "pump-" + (i - FIRST_PUMP) : "master-" + (i - FIRST_MASTER);
        }
    }

    private final FarmPlan plan;
    private final @Nullable Zone[] zones = new Zone[ZONES];
    private final @Nullable WaterSource[] sources = new WaterSource[SOURCES];
    private final int[] sourceOf = new int[ZONES];
    private final int stations;
    private final int dailyPrograms;
    private final boolean handZones;

    Site(FarmPlan plan) {
        this.plan = plan;
        int used = 0;
        int weatherwise = 0;
        boolean hands = false;
        for (WaterSource source : plan.sources()) {
            int index = source(source.id());
            sources[index] = source;
            used |= source.pumpStation() == null ? 0 : 1 << pumpOf(index);
            used |= source.masterStation() == null ? 0 : 1 << masterOf(index);
        }
        for (Zone zone : plan.zones()) {
            int index = zone(zone.id());
            zones[index] = zone;
            sourceOf[index] = source(zone.source());
            used |= zone.station() == null ? 0 : 1 << index;
            hands |= zone.station() == null;
            Program program = zone.program();
            weatherwise += program != null && (program.skip() != null || program instanceof Program.Balance) ? 1 : 0;
        }
        stations = used;
        dailyPrograms = weatherwise;
        handZones = hands;
    }

    FarmPlan plan() {
        return plan;
    }

    @Nullable
    Zone zoneAt(int zone) {
        return zones[zone];
    }

    @Nullable
    WaterSource sourceAt(int source) {
        return sources[source];
    }

    int sourceOf(int zone) {
        return sourceOf[zone];
    }

    /** The source whose pump or master valve it is, or that feeds its zone. */
    int sourceOfStation(int station) {
        return station < ZONES ? sourceOf[station] : (station - ZONES) % SOURCES;
    }

    /** The stations that the plan has, as bits. */
    int stations() {
        return stations;
    }

    boolean hasPump(int source) {
        return (stations & (1 << pumpOf(source))) != 0;
    }

    boolean hasMaster(int source) {
        return (stations & (1 << masterOf(source))) != 0;
    }

    boolean hasValve(int zone) {
        return (stations & (1 << zone)) != 0;
    }

    boolean hasHandZones() {
        return handZones;
    }

    /** Whether any program asks for the weather. */
    boolean asksForWeather() {
        return dailyPrograms > 0;
    }

    static int zone(String id) {
        return id.charAt(1) - '0';
    }

    static int source(String id) {
        return id.charAt(1) - '0';
    }

    static int pumpOf(int source) {
        return FIRST_PUMP + source;
    }

    static int masterOf(int source) {
        return FIRST_MASTER + source;
    }

    static int station(String name) {
        int number = name.charAt(name.length() - 1) - '0';
        char kind = name.charAt(0);
        return kind == 'v' ? number : kind == 'p' ? FIRST_PUMP + number : FIRST_MASTER + number;
    }

    static String stationName(int station) {
        return STATION_NAMES[station];
    }
}
