package vn.tuoi.edge.control;

/** One source as it stands: where its pump and master valve are in their sequence. Owned by one step at a time. */
final class SourceNow {
    /** Where the sequence is; a source without a pump knows only {@code OFF} and {@code ON}. */
    enum Phase {
        /** No path is open, the pump is off. */
        OFF,
        /** The path is open, the pump starts when the lead is over. */
        LEAD,
        /** Water can flow. */
        ON,
        /** The pump is off, the path closes when the lag is over. */
        LAG
    }

    Phase phase = Phase.OFF;
    long phaseUntilMs;
    long lastStartMs = Sensor.NEVER;
    long lastWaterMs = Sensor.NEVER;
    boolean tankLow;
    boolean dryRun;
    /** After running dry the pump rests so long, however soon its sensor sees water again. */
    long restUntilMs = Sensor.NEVER;
    /** Flow on its own meter that nobody ordered. */
    StrayFlow stray = StrayFlow.NONE;

    SourceNow copy() {
        SourceNow copy = new SourceNow();
        copy.phase = phase;
        copy.phaseUntilMs = phaseUntilMs;
        copy.lastStartMs = lastStartMs;
        copy.lastWaterMs = lastWaterMs;
        copy.tankLow = tankLow;
        copy.dryRun = dryRun;
        copy.restUntilMs = restUntilMs;
        copy.stray = stray;
        return copy;
    }

    boolean blocked(long nowMs) {
        return tankLow || dryRun || nowMs < restUntilMs;
    }
}
