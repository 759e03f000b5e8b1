package vn.tuoi.edge.control;

import org.jspecify.annotations.Nullable;

/** One station as it stands: what was ordered, and what it says of itself. Owned by one step at a time. */
final class StationNow {
    /** Whether it was ordered open last. */
    boolean wantedOpen;
    /** When that order was given. */
    long orderedMs = Sensor.NEVER;
    /** When its guard closes it by itself. */
    long boundMs;
    /** What it last said; null when it has said nothing since the start, as an output without read-back. */
    @Nullable
    Boolean reportedOpen;
    /** Whether it has said since it was ordered open that it is closed all the same. */
    boolean deniesOpen;
    /** Closes that did not close it, in a row. */
    int failedCloses;
    /** It opens for nobody until a person resets it. */
    boolean maintenance;

    StationNow copy() {
        StationNow copy = new StationNow();
        copy.wantedOpen = wantedOpen;
        copy.orderedMs = orderedMs;
        copy.boundMs = boundMs;
        copy.reportedOpen = reportedOpen;
        copy.deniesOpen = deniesOpen;
        copy.failedCloses = failedCloses;
        copy.maintenance = maintenance;
        return copy;
    }

    boolean saysOpen() {
        return Boolean.TRUE.equals(reportedOpen);
    }

    boolean saysClosed() {
        return Boolean.FALSE.equals(reportedOpen);
    }
}
