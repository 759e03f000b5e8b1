package vn.tuoi.edge.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Reporting;
import vn.tuoi.edge.device.Rig;
import vn.tuoi.edge.device.SampledSensor;
import vn.tuoi.edge.device.Sensor;
import vn.tuoi.edge.device.Station;

/** Stations that note what is done to them, and whatever sensors a test hands in, each sampled every second. */
final class FakeRig implements Rig {
    private final Map<String, Station> stations = new TreeMap<>();
    private final List<SampledSensor> sensors = new CopyOnWriteArrayList<>();
    /** What was done, in order: {@code open} or {@code close} and the station. */
    final List<String> done = new CopyOnWriteArrayList<>();

    /** Stations that stay open whatever they are told. */
    final Set<String> stuck = ConcurrentHashMap.newKeySet();

    volatile boolean closed;

    FakeRig(List<String> stationIds, List<Sensor> sensors) {
        stationIds.forEach(id -> stations.put(id, new FakeStation(id)));
        sensors.forEach(sensor -> this.sensors.add(new SampledSensor(sensor, Reporting.every(1, 5))));
    }

    /** With a station of another kind in the place of its own. */
    FakeRig with(Station station) {
        stations.put(station.id(), station);
        return this;
    }

    boolean isOpen(String station) {
        return stations.get(station) instanceof FakeStation fake && fake.open;
    }

    @Override
    public @Nullable Explanation fit(FarmPlan plan) {
        return null;
    }

    @Override
    public Optional<Station> station(String id) {
        return Optional.ofNullable(stations.get(id));
    }

    @Override
    public List<Station> stations() {
        return List.copyOf(stations.values());
    }

    @Override
    public List<SampledSensor> sensors() {
        return List.copyOf(sensors);
    }

    @Override
    public void close() {
        stations.values().forEach(FakeRig::close);
        closed = true;
    }

    private static void close(Station station) {
        try {
            station.close();
        } catch (DeviceFailure e) {
            // as a rig does: tries all even when one fails
        }
    }

    private final class FakeStation implements Station {
        private final String id;
        volatile boolean open;

        FakeStation(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void open(Duration atMost) {
            open = true;
            done.add("open " + id);
        }

        @Override
        public void close() {
            if (!stuck.contains(id)) {
                open = false;
            }
            done.add("close " + id);
        }

        @Override
        public boolean isOpen() {
            return open;
        }
    }
}
