package vn.tuoi.agronomy.decision;

import vn.tuoi.agronomy.Range;
import vn.tuoi.agronomy.soil.Intake;

/**
 * A run in cycles with soaks between them, so that nothing runs off a slope: the Irrigation Association's rule that a cycle may leave
 * no more water on the surface than the slope holds, and a soak lasts until the soil has taken the cycle in.
 *
 * @param cycles how many, at least 1
 * @param cycleMinutes length of each
 * @param soakMinutes pause after each but the last; 0 for a single cycle
 */
public record CyclePlan(int cycles, double cycleMinutes, double soakMinutes) {

    /** Most cycles of one run; a longer run soaks longer than a night and belongs on several days. */
    public static final int MAX_CYCLES = 24;

    private static final Range MINUTES = new Range("run", "min", 0, 10_000);
    private static final Range RATE = new Range("application rate", "mm/h", 0.01, 500);

    /**
     * The plan of a run. When more than {@value #MAX_CYCLES} cycles would be needed, that many are planned, each longer than the slope
     * likes.
     *
     * @param runMinutes water on, in all
     * @param rateMmPerHour gross depth that an hour brings
     * @param slopePercent of the ground
     */
    public static CyclePlan of(double runMinutes, double rateMmPerHour, Intake intake, double slopePercent) {
        MINUTES.require(runMinutes);
        RATE.require(rateMmPerHour);
        double longestMinutes = longestCycleMinutes(rateMmPerHour, intake, slopePercent);
        if (runMinutes <= longestMinutes) {
            return new CyclePlan(1, runMinutes, 0);
        }
        int cycles = (int) Math.min(MAX_CYCLES, Math.ceil(runMinutes / longestMinutes - 1e-9));
        double cycleMinutes = runMinutes / cycles;
        double cycleMm = rateMmPerHour * cycleMinutes / 60;
        return new CyclePlan(cycles, cycleMinutes, 60 * cycleMm / intake.basicMmPerHour());
    }

    /** The longest cycle in minutes that leaves no run-off; infinite when the soil takes water in as fast as it comes. */
    public static double longestCycleMinutes(double rateMmPerHour, Intake intake, double slopePercent) {
        double excess = rateMmPerHour - intake.basicMmPerHour();
        return excess <= 0 ? Double.POSITIVE_INFINITY : 60 * intake.surfaceMm(slopePercent) / excess;
    }

    /** From the first drop to the last, in minutes. */
    public double elapsedMinutes() {
        return cycles * cycleMinutes + (cycles - 1) * soakMinutes;
    }
}
