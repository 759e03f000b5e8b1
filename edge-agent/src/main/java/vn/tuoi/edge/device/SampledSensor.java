package vn.tuoi.edge.device;

import java.util.Map;

/**
 * A sensor with how often it is read and what of it is reported.
 *
 * @param ofQuantity what is reported of single quantities, by the last part of their points; others follow
 *     {@code reporting}
 */
public record SampledSensor(Sensor sensor, Reporting reporting, Map<String, Reporting> ofQuantity) {
    public SampledSensor {
        ofQuantity = Map.copyOf(ofQuantity);
    }

    /** A sensor whose quantities are all reported alike. */
    public SampledSensor(Sensor sensor, Reporting reporting) {
        this(sensor, reporting, Map.of());
    }

    /** What is reported of one of its points. */
    public Reporting reportingOf(String point) {
        return ofQuantity.getOrDefault(SensorWiring.quantity(point), reporting);
    }
}
