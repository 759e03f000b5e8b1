package vn.tuoi.edge.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.edge.program.SoilBalance;

/** One zone as it stands, beside its run. Owned by one step at a time. */
final class ZoneNow {
    /** What a person's answer decides. */
    enum Asking {
        NOTHING,
        /** Whether the rest of a run that a mains cut interrupted is watered. */
        RESUME,
        /** That the valve of a hand zone was opened. */
        HAND_OPEN,
        /** That the valve of a hand zone was closed. */
        HAND_CLOSE
    }

    @Nullable
    Instant holdUntil;

    FarmState.@Nullable Question question;

    Asking asking = Asking.NOTHING;
    long askedUntilMs;

    /** When its calendar program is due next; null until that was worked out. */
    @Nullable
    Instant nextDue;
    /** Whether it was worked out that its calendar is never due again. */
    boolean neverDue;

    /** Since when its moisture has been below, or its water level at or below, the program's start. */
    long drySinceMs = Sensor.NEVER;
    /** Before this its moisture, balance or paddy program starts nothing: a pause, or a retreat after a fault. */
    long quietUntilMs = Sensor.NEVER;
    /** Whether it is quiet for a hold only, so that it need not be when the hold is lifted. */
    boolean quietForHold;

    /** Of a zone whose program is a balance. */
    @Nullable
    SoilBalance balance;

    ProbeWatch probe = ProbeWatch.FRESH;
    /** Flow on its own meter that nobody ordered. */
    StrayFlow stray = StrayFlow.NONE;

    /** How many waterings in a row were left out, see {@link LeftOut}. */
    int leftOut;

    long lastWaterMs = Sensor.NEVER;

    ZoneNow copy() {
        ZoneNow copy = new ZoneNow();
        copy.holdUntil = holdUntil;
        copy.question = question;
        copy.asking = asking;
        copy.askedUntilMs = askedUntilMs;
        copy.nextDue = nextDue;
        copy.neverDue = neverDue;
        copy.drySinceMs = drySinceMs;
        copy.quietUntilMs = quietUntilMs;
        copy.quietForHold = quietForHold;
        copy.balance = balance;
        copy.probe = probe;
        copy.stray = stray;
        copy.leftOut = leftOut;
        copy.lastWaterMs = lastWaterMs;
        return copy;
    }

    void ask(Asking what, FarmState.Question text, long untilMs) {
        asking = what;
        question = text;
        askedUntilMs = untilMs;
    }

    void askNothing() {
        asking = Asking.NOTHING;
        question = null;
    }

    /** To be worked out again, after another program, another clock or an occurrence. */
    void forgetNextDue() {
        nextDue = null;
        neverDue = false;
    }
}
