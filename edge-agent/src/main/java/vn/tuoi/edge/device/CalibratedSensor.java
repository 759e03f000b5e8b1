package vn.tuoi.edge.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sensor whose values are corrected by what was found in a comparison on site. */
final class CalibratedSensor implements Sensor {
    private final Sensor sensor;
    private final Map<String, PointRules> rules;

    /** @param rules by the last part of a point */
    CalibratedSensor(Sensor sensor, Map<String, PointRules> rules) {
        this.sensor = sensor;
        this.rules = Map.copyOf(rules);
    }

    @Override
    public List<String> points() {
        return sensor.points();
    }

    @Override
    public List<Sample> sample() {
        List<Sample> samples = new ArrayList<>();
        for (Sample sample : sensor.sample()) {
            PointRules rule = rules.get(SensorWiring.quantity(sample.point()));
            samples.add(
                    rule != null && sample instanceof Sample.Measured measured
                            ? new Sample.Measured(
                                    sample.point(), measured.value() * rule.gainOrOne() + rule.offsetOrZero())
                            : sample);
        }
        return samples;
    }
}
