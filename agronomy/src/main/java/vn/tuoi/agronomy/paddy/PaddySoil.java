package vn.tuoi.agronomy.paddy;

import vn.tuoi.agronomy.Range;

/**
 * A puddled paddy soil between its bunds.
 *
 * @param saturation m³/m³
 * @param fieldCapacity m³/m³
 * @param wiltingPoint m³/m³
 * @param percolationMmPerDay drainage through the puddled layer under 50 mm of water, mm/d
 * @param rootM depth of the root zone, m
 * @param bundMm height of the bund: water above it runs off
 */
public record PaddySoil(
        double saturation,
        double fieldCapacity,
        double wiltingPoint,
        double percolationMmPerDay,
        double rootM,
        double bundMm) {

    /** Ponded water at which percolation is stated. */
    static final double REFERENCE_POND_MM = 50;

    private static final Range CONTENT = new Range("water content", "m3/m3", 0, 0.8);
    private static final Range PERCOLATION = new Range("percolation", "mm/d", 0, 500);
    private static final Range ROOT = new Range("rooting depth", "m", 0.05, 2);
    private static final Range BUND = new Range("bund", "mm", 0, 1000);

    /** Refuses values outside their ranges or out of order. */
    public PaddySoil {
        CONTENT.require(saturation);
        CONTENT.require(fieldCapacity);
        CONTENT.require(wiltingPoint);
        PERCOLATION.require(percolationMmPerDay);
        ROOT.require(rootM);
        BUND.require(bundMm);
        if (!(wiltingPoint < fieldCapacity && fieldCapacity < saturation)) {
            throw new IllegalArgumentException("wilting point " + wiltingPoint + ", field capacity " + fieldCapacity
                    + " and saturation " + saturation + " m3/m3 must rise in this order");
        }
    }

    /** The upper 0.5 m of AquaCrop's default paddy soil, 15 mm/d, with a bund of 200 mm: a leaky terrace until it is measured. */
    public static PaddySoil puddledClay() {
        return new PaddySoil(0.54, 0.50, 0.32, 15, 0.5, 200);
    }

    /** Water between field capacity and saturation, mm. */
    double drainableMm() {
        return 1000 * (saturation - fieldCapacity) * rootM;
    }

    /** Water between wilting point and field capacity, mm. */
    double availableMm() {
        return 1000 * (fieldCapacity - wiltingPoint) * rootM;
    }

    /** Water between wilting point and saturation, mm: what stress is counted from, as FAO-56 table 22 footnote 4 counts rice's p. */
    double fullMm() {
        return drainableMm() + availableMm();
    }
}
