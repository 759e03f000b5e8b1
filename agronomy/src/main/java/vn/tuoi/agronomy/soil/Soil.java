package vn.tuoi.agronomy.soil;

import java.util.OptionalDouble;
import vn.tuoi.agronomy.Range;

/**
 * What the water balance needs to know of a soil; water contents are volumes of water per volume of soil.
 *
 * @param fieldCapacity what stays after drainage, m³/m³
 * @param wiltingPoint what roots cannot take, m³/m³
 * @param evaporationDepthM depth of the surface layer that dries by evaporation, m, 0.10 to 0.15
 * @param rewMm readily evaporable water, mm, FAO-56 table 19
 * @param curveNumber SCS curve number of average moisture for run-off; without one nothing runs off
 */
public record Soil(
        double fieldCapacity, double wiltingPoint, double evaporationDepthM, double rewMm, OptionalDouble curveNumber) {

    private static final Range FIELD_CAPACITY = new Range("field capacity", "m3/m3", 0.02, 0.7);
    private static final Range WILTING_POINT = new Range("wilting point", "m3/m3", 0, 0.6);
    private static final Range DEPTH = new Range("evaporation depth", "m", 0.01, 0.5);
    private static final Range REW = new Range("readily evaporable water", "mm", 0, 40);
    private static final Range CURVE_NUMBER = new Range("curve number", "", 20, 99);

    /** Refuses values outside their ranges and those that contradict each other. */
    public Soil {
        FIELD_CAPACITY.require(fieldCapacity);
        WILTING_POINT.require(wiltingPoint);
        DEPTH.require(evaporationDepthM);
        REW.require(rewMm);
        curveNumber.ifPresent(CURVE_NUMBER::require);
        if (wiltingPoint >= fieldCapacity) {
            throw new IllegalArgumentException(
                    "wilting point " + wiltingPoint + " m3/m3 is not below field capacity " + fieldCapacity + " m3/m3");
        }
        double total = 1000 * (fieldCapacity - 0.5 * wiltingPoint) * evaporationDepthM;
        if (rewMm >= total) {
            throw new IllegalArgumentException("readily evaporable water " + rewMm
                    + " mm is not below the total evaporable water, " + total + " mm");
        }
    }

    /** Total evaporable water of the surface layer in mm, FAO-56 equation 73. */
    public double tewMm() {
        return 1000 * (fieldCapacity - 0.5 * wiltingPoint) * evaporationDepthM;
    }

    /** Total available water in mm over a rooting depth in m, FAO-56 equation 82. */
    public double tawMm(double rootM) {
        return 1000 * (fieldCapacity - wiltingPoint) * rootM;
    }

    /** Depletion in mm of a root zone of this depth at a water content, FAO-56 equation 87; negative above field capacity. */
    public double depletionMm(double waterContent, double rootM) {
        return 1000 * (fieldCapacity - waterContent) * rootM;
    }

    /** Water content in m³/m³ of a root zone with a depletion. */
    public double waterContent(double depletionMm, double rootM) {
        return fieldCapacity - depletionMm / (1000 * rootM);
    }
}
