package vn.tuoi.edge.control;

/**
 * Flow on a meter while nothing waters: a leak, or a valve that did not close. Immutable.
 *
 * @param sinceMs since when; {@link Sensor#NEVER} when there is none
 * @param closes how often everything on it was told to close again
 * @param lastCloseMs when that was last
 */
record StrayFlow(long sinceMs, int closes, long lastCloseMs) {
    static final StrayFlow NONE = new StrayFlow(Sensor.NEVER, 0, Sensor.NEVER);
    /** So often it is tried; then it needs a person. */
    static final int MAX_CLOSES = 3;
}
