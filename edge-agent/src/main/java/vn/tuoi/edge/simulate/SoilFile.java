package vn.tuoi.edge.simulate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.soil.Soil;
import vn.tuoi.config.json.MalformedDocument;

/**
 * A soil of one's own as a JSON file.
 *
 * @param initial water content of the root zone on the first morning; absent means field capacity
 * @param evaporationDepthM absent means 0.10
 * @param rewMm absent means 8, or less where the surface layer holds less
 * @param curveNumber absent means that nothing runs off
 * @param saturation needed for a paddy only
 */
record SoilFile(
        @JsonProperty(required = true) double fieldCapacity,
        @JsonProperty(required = true) double wiltingPoint,
        @Nullable Double initial,
        @Nullable Double evaporationDepthM,
        @Nullable Double rewMm,
        @Nullable Double curveNumber,
        @Nullable Double saturation) {

    private static final double DEFAULT_DEPTH_M = 0.10;
    private static final double DEFAULT_REW_MM = 8;

    SoilChoice choice() throws MalformedDocument {
        try {
            double depth = evaporationDepthM == null ? DEFAULT_DEPTH_M : evaporationDepthM;
            double evaporable = 1000 * (fieldCapacity - 0.5 * wiltingPoint) * depth;
            Soil soil = new Soil(
                    fieldCapacity,
                    wiltingPoint,
                    depth,
                    rewMm == null ? Math.min(DEFAULT_REW_MM, 0.5 * evaporable) : rewMm,
                    curveNumber == null ? OptionalDouble.empty() : OptionalDouble.of(curveNumber));
            double start = initial == null ? fieldCapacity : initial;
            if (!(start >= 0 && start <= 0.8)) {
                throw new MalformedDocument("initial", "is " + start + " m3/m3, must be 0 to 0.8 m3/m3");
            }
            return new SoilChoice(
                    soil, start, saturation == null ? OptionalDouble.empty() : OptionalDouble.of(saturation));
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedDocument("", String.valueOf(outOfRange.getMessage()));
        }
    }
}
