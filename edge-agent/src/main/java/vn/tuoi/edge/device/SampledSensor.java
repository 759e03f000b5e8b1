package vn.tuoi.edge.device;

/** A sensor with how often it is read and what of it is reported. */
public record SampledSensor(Sensor sensor, Reporting reporting) {}
