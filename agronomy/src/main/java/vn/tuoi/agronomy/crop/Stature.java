package vn.tuoi.agronomy.crop;

import vn.tuoi.agronomy.Range;

/**
 * Height and rooting depth over the season; both grow during development and do not shrink.
 *
 * @param heightIniM plant height at first, m
 * @param heightMaxM plant height at full cover, m
 * @param rootMinM rooting depth at first, m
 * @param rootMaxM rooting depth at full cover, m
 */
public record Stature(double heightIniM, double heightMaxM, double rootMinM, double rootMaxM) {

    private static final Range HEIGHT = new Range("crop height", "m", 0, 20);
    private static final Range ROOT = new Range("rooting depth", "m", 0.01, 5);

    /** Refuses impossible sizes and a crop that shrinks. */
    public Stature {
        HEIGHT.require(heightIniM);
        HEIGHT.require(heightMaxM);
        ROOT.require(rootMinM);
        ROOT.require(rootMaxM);
        if (heightIniM > heightMaxM) {
            throw new IllegalArgumentException(
                    "initial crop height " + heightIniM + " m is above the largest, " + heightMaxM + " m");
        }
        if (rootMinM > rootMaxM) {
            throw new IllegalArgumentException(
                    "initial rooting depth " + rootMinM + " m is above the largest, " + rootMaxM + " m");
        }
    }
}
