package vn.tuoi.edge.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.message.Explanation;

class CalibratedSensorTest {
    private static final List<Sample> READ = List.of(
            new Sample.Measured("tea-1/soil_temperature", 20),
            new Sample.Measured("tea-1/ph", 6),
            new Sample.Unavailable("tea-1/ec", Explanation.of("device.no_value", "slave", 1)));

    private static final Sensor PROBE = new Sensor() {
        @Override
        public List<String> points() {
            return READ.stream().map(Sample::point).toList();
        }

        @Override
        public List<Sample> sample() {
            return READ;
        }
    };

    @Test
    void correctsTheQuantitiesThatWereCompared() {
        Reporting rare = Reporting.every(60, 3_600);
        SampledSensor sampled = new SensorWiring(
                        "tea-1",
                        new DeviceWiring.Modbus("field", 1, "soil-7in1"),
                        Reporting.every(30, 600),
                        Map.of(
                                "soil_temperature", new PointRules(1.1, -0.5, null),
                                "ph", new PointRules(null, null, rare),
                                "ec", new PointRules(2.0, null, null)))
                .sampled(PROBE);
        assertThat(sampled.sensor().sample())
                .containsExactly(new Sample.Measured("tea-1/soil_temperature", 21.5), READ.get(1), READ.get(2));
        assertThat(sampled.reportingOf("tea-1/ph")).isEqualTo(rare);
        assertThat(sampled.reportingOf("tea-1/ec").periodMs()).isEqualTo(30_000);
    }
}
