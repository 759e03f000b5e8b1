package vn.tuoi.edge.control;

/**
 * Whether a zone's soil probe, or the level sensor of a paddy, answers to watering. Immutable.
 *
 * @param before its value when the last run's water began; NaN when it was silent
 * @param judgeAtMs when that run is judged; {@link Sensor#NEVER} when there is nothing to judge
 * @param unanswered runs in a row that it did not answer to
 */
record ProbeWatch(double before, long judgeAtMs, int unanswered) {
    static final ProbeWatch FRESH = new ProbeWatch(Double.NaN, Sensor.NEVER, 0);
    /** From so many runs on it is not believed any more. */
    static final int LIMIT = 2;
}
