package vn.tuoi.edge.device;

import java.util.ArrayList;
import java.util.List;
import vn.tuoi.config.message.Explanation;

/** What a sensor said of one point: a value, or why there is none; never a wrong number and never an old one. */
public sealed interface Sample {
    /** The point, e.g. {@code tea-1/soil_moisture}. */
    String point();

    /**
     * A value.
     *
     * @param value finite, in the unit of the point's quantity; 1 or 0 of a boolean quantity; of an accumulated quantity
     *     what came since the sample before
     */
    record Measured(String point, double value) implements Sample {
        public Measured {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("value of " + point + " is " + value);
            }
        }
    }

    /**
     * No value.
     *
     * @param reason what the device said or did: a key {@code device.…} of the message catalogue
     */
    record Unavailable(String point, Explanation reason) implements Sample {}

    /** No value of any of the points, for one reason. */
    static List<Sample> unavailable(List<String> points, Explanation reason) {
        List<Sample> none = new ArrayList<>(points.size());
        points.forEach(point -> none.add(new Unavailable(point, reason)));
        return none;
    }
}
