package vn.tuoi.agronomy.weather;

import vn.tuoi.agronomy.Range;

/**
 * Where the weather is: what the equations need to know about a place.
 *
 * @param latitudeDegrees north positive; beyond the polar circles is refused, the sunset equations have no answer there
 * @param elevationMetres above sea level
 * @param coastal whether a large water body dominates, which sets the radiation coefficient of FAO-56 equation 50
 */
public record Site(double latitudeDegrees, double elevationMetres, boolean coastal) {

    private static final Range LATITUDE = new Range("latitude", "°", -66.5, 66.5);
    private static final Range ELEVATION = new Range("elevation", "m", -430, 6000);

    /** Refuses a place outside the range of the equations. */
    public Site {
        LATITUDE.require(latitudeDegrees);
        ELEVATION.require(elevationMetres);
    }

    /** An inland place. */
    public static Site inland(double latitudeDegrees, double elevationMetres) {
        return new Site(latitudeDegrees, elevationMetres, false);
    }

    /** Latitude in radians, FAO-56 equation 22. */
    public double latitudeRadians() {
        return Math.toRadians(latitudeDegrees);
    }
}
