package vn.tuoi.edge.simulated;

/**
 * A tank that a spring fills slowly. Immutable.
 *
 * @param litres in it
 * @param sizeLitres when full
 * @param inflowLitresPerMinute of the spring, until it is full
 */
record Tank(double litres, double sizeLitres, double inflowLitresPerMinute) {
    /** An hour of the source's capacity with a spring of a quarter of it. */
    static Tank sizedFor(double capacityLitresPerMinute, double startPercent) {
        double size = Math.max(500, 60 * capacityLitresPerMinute);
        return new Tank(size * startPercent / 100, size, capacityLitresPerMinute / 4);
    }

    Tank filled(double seconds) {
        return new Tank(
                Math.min(sizeLitres, litres + inflowLitresPerMinute * seconds / 60), sizeLitres, inflowLitresPerMinute);
    }

    Tank drawn(double drawnLitres) {
        return new Tank(Math.max(0, litres - drawnLitres), sizeLitres, inflowLitresPerMinute);
    }

    double percent() {
        return 100 * litres / sizeLitres;
    }

    boolean empty() {
        // the outlet is a little above the floor
        return litres < 0.01 * sizeLitres;
    }
}
