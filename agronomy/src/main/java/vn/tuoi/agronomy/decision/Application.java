package vn.tuoi.agronomy.decision;

import vn.tuoi.agronomy.Range;

/**
 * How fast a zone's equipment waters it: turns depths into minutes and litres. A litre per square metre is a millimetre.
 *
 * @param flowLitresPerMinute while the zone runs
 * @param areaM2 ground of the zone
 * @param efficiency net over gross depth
 */
public record Application(double flowLitresPerMinute, double areaM2, double efficiency) {

    private static final Range FLOW = new Range("flow", "l/min", 0.01, 100_000);
    private static final Range AREA = new Range("area", "m2", 0.1, 10_000_000);
    private static final Range EFFICIENCY = new Range("application efficiency", "", 0.3, 1);

    /** Refuses values outside their ranges. */
    public Application {
        FLOW.require(flowLitresPerMinute);
        AREA.require(areaM2);
        EFFICIENCY.require(efficiency);
    }

    /** Gross depth that an hour brings, mm/h. */
    public double rateMmPerHour() {
        return flowLitresPerMinute * 60 / areaM2;
    }

    /** Gross depth in mm that leaves a net depth in mm in the root zone. */
    public double grossMm(double netMm) {
        return netMm / efficiency;
    }

    /** Minutes that bring a net depth in mm. */
    public double minutesForNet(double netMm) {
        return 60 * grossMm(netMm) / rateMmPerHour();
    }

    /** Litres that bring a net depth in mm. */
    public double litresForNet(double netMm) {
        return grossMm(netMm) * areaM2;
    }

    /** Net depth in mm that so many litres bring. */
    public double netMm(double litres) {
        return litres / areaM2 * efficiency;
    }
}
