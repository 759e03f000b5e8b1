package vn.tuoi.edge.device;

import java.util.List;

/**
 * A device that measures one or more points. Used by one thread at a time. A sample may take up to about a second; a
 * device that does not answer gives {@link Sample.Unavailable}, it does not throw.
 */
public interface Sensor {
    /** The points that it measures, always the same. */
    List<String> points();

    /** One sample of every point. */
    List<Sample> sample();
}
