package vn.tuoi.edge.simulated;

/**
 * The flow in one pipe, which follows what drives it with a lag: a pump and a long hose take seconds to fill. Immutable.
 *
 * @param litresPerMinute now
 */
record PipeFlow(double litresPerMinute) {
    static final PipeFlow STILL = new PipeFlow(0);

    private static final double FILLING_SECONDS = 4;
    private static final double EMPTYING_SECONDS = 1;

    /**
     * A step's outcome.
     *
     * @param after the flow at the end
     * @param litres that passed
     */
    record Step(PipeFlow after, double litres) {}

    /** Exact for any length of step: a first-order lag towards {@code target} l/min. */
    Step step(double target, double seconds) {
        double lag = target > litresPerMinute ? FILLING_SECONDS : EMPTYING_SECONDS;
        double gap = litresPerMinute - target;
        double left = Math.exp(-seconds / lag);
        double litres = (target * seconds + gap * lag * (1 - left)) / 60;
        double after = target + gap * left;
        // a trickle that no meter turns for is none
        return new Step(target == 0 && after < 0.01 ? STILL : new PipeFlow(after), litres);
    }
}
