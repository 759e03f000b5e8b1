package vn.tuoi.agronomy.sensor;

import vn.tuoi.agronomy.Range;

/** Water content from the dielectric permittivity that TDR and FDR probes measure. Pure functions. */
public final class Permittivity {

    private static final Range PERMITTIVITY = new Range("permittivity", "", 1, 81);

    private Permittivity() {}

    /** Mineral soil, m³/m³: the polynomial of Topp, Davis and Annan 1980, Water Resources Research 16, for about 2 to 50. */
    public static double topp(double permittivity) {
        double e = PERMITTIVITY.require(permittivity);
        return Math.max(0, -5.3e-2 + 2.92e-2 * e - 5.5e-4 * e * e + 4.3e-6 * e * e * e);
    }

    /** Mineral soil, m³/m³: the root model of Gaskin and Miller 1996, used by ThetaProbe. */
    public static double rootModelMineral(double permittivity) {
        return Math.max(0, (Math.sqrt(PERMITTIVITY.require(permittivity)) - 1.6) / 8.4);
    }

    /** Organic soil, m³/m³, by the same model. */
    public static double rootModelOrganic(double permittivity) {
        return Math.max(0, (Math.sqrt(PERMITTIVITY.require(permittivity)) - 1.3) / 7.7);
    }
}
