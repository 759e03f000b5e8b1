package vn.tuoi.edge.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/** A sensor of a simulated farm: reads the field through one function a point. */
final class SimulatedSensor implements Sensor {
    private final Object fieldLock;
    private final Map<String, DoubleSupplier> points;

    /** @param fieldLock held while the field is read: wireless nodes move and read it too */
    SimulatedSensor(Object fieldLock, Map<String, DoubleSupplier> points) {
        this.fieldLock = fieldLock;
        this.points = Map.copyOf(points);
    }

    @Override
    public List<String> points() {
        return List.copyOf(points.keySet());
    }

    @Override
    public List<Sample> sample() {
        List<Sample> samples = new ArrayList<>(points.size());
        synchronized (fieldLock) {
            points.forEach((point, read) -> samples.add(new Sample.Measured(point, read.getAsDouble())));
        }
        return samples;
    }
}
