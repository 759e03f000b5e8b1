package vn.tuoi.edge.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Rig;
import vn.tuoi.edge.device.Station;
import vn.tuoi.gateway.Gateway;

/** Every station that the agent can move, wired or wireless, each under the guard's eye while it is open. Thread-safe. */
final class Stations {
    private static final Logger LOG = LoggerFactory.getLogger(Stations.class);

    private final Rig rig;
    private final Map<String, Station> wireless = new TreeMap<>();
    private final ConcurrentSkipListSet<String> opened = new ConcurrentSkipListSet<>();
    private final DeadlineGuard guard;
    private final FarmTime time;

    Stations(Rig rig, List<String> nodeStations, Gateway gateway, DeadlineGuard guard, FarmTime time) {
        this.rig = rig;
        this.guard = guard;
        this.time = time;
        nodeStations.forEach(id -> wireless.put(id, new NodeStation(id, gateway)));
    }

    /** Whether a node drives it, and therefore tells by itself what it does. */
    boolean isWireless(String id) {
        return wireless.containsKey(id);
    }

    /**
     * Opens a station under guard.
     *
     * @param atMostMs farm time
     * @return what it reads back
     */
    boolean open(String id, long atMostMs) throws DeviceFailure {
        Station station = find(id);
        Duration bound = time.realBound(atMostMs);
        // guarded before it is opened: a crash in between leaves a guarded closed valve, not an unguarded open one
        guard.arm(station, bound);
        opened.add(id);
        station.open(bound);
        return station.isOpen();
    }

    /** Closes a station; one that does not close stays under guard. */
    boolean close(String id) throws DeviceFailure {
        Station station = find(id);
        station.close();
        boolean open = station.isOpen();
        if (!open) {
            guard.disarm(id);
            opened.remove(id);
        }
        return open;
    }

    private Station find(String id) throws DeviceFailure {
        Station station = wireless.get(id);
        Optional<Station> wired = station == null ? rig.station(id) : Optional.of(station);
        return wired.orElseThrow(() -> DeviceFailure.of("device.not_wired", "station", id));
    }

    List<String> openStations() {
        return List.copyOf(opened);
    }

    /** Ends what an earlier run of the program may have left open. */
    void closeNodeStations() {
        wireless.values().forEach(Stations::closeQuietly);
    }

    /** Closes everything, each whatever becomes of the others. */
    void closeAll() {
        rig.stations().forEach(Stations::closeQuietly);
        wireless.values().forEach(Stations::closeQuietly);
        opened.clear();
    }

    private static void closeQuietly(Station station) {
        try {
            station.close();
        } catch (DeviceFailure | RuntimeException e) {
            LOG.error("{} could not be closed: {}", station.id(), e.getMessage());
        }
    }
}
