package vn.tuoi.edge.bench.valvesafety;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.plan.Window;

/** A run that was announced and has not ended, as the world sees it: measured at the relays, not told by the controller. */
final class SeenRun {
    private final RunRecord announced;
    private final @Nullable Command command;
    private final boolean byValve;
    private final double mostLitresPerMinute;
    /** When its program may water; empty means always, or that the program is not known for sure. */
    private final List<Window> windows;

    /** What had reached its zone before, and while its relay was off. */
    private double litresBefore;
    /** What had reached its zone when its relay went off; NaN while it is on. */
    private double litresAtClosing = Double.NaN;

    private final long decidedAfterMs;
    private int limitMinutes;
    private long openMs;
    private long wateredMs;
    private int deaths;
    private boolean disturbed;
    private boolean uncertain;

    SeenRun(
            RunRecord announced,
            @Nullable Command command,
            boolean byValve,
            int limitMinutes,
            double litresBefore,
            double mostLitresPerMinute,
            List<Window> windows,
            long decidedAfterMs) {
        this.announced = announced;
        this.command = command;
        this.byValve = byValve;
        this.limitMinutes = limitMinutes;
        this.litresBefore = litresBefore;
        this.mostLitresPerMinute = mostLitresPerMinute;
        this.windows = windows;
        this.decidedAfterMs = decidedAfterMs;
    }

    String id() {
        return announced.id();
    }

    RunRecord.Cause cause() {
        return announced.cause();
    }

    @Nullable
    Command command() {
        return command;
    }

    /** Whether a station opened its valve, so that the relays tell how long it was open. */
    boolean byValve() {
        return byValve;
    }

    /** Its relay goes on. What a valve that sticks let through since it went off was not ordered, and is not the run's. */
    void opens(double litresOfZone) {
        if (!Double.isNaN(litresAtClosing)) {
            litresBefore += litresOfZone - litresAtClosing;
            litresAtClosing = Double.NaN;
        }
    }

    /** Its relay has gone off. */
    void closes(double litresOfZone) {
        litresAtClosing = litresOfZone;
    }

    /** What has reached its zone while its relay was on. */
    double litres(double litresOfZone) {
        return (Double.isNaN(litresAtClosing) ? litresOfZone : litresAtClosing) - litresBefore;
    }

    /** What all zones of its farm together may take. */
    double mostLitresPerMinute() {
        return mostLitresPerMinute;
    }

    List<Window> windows() {
        return windows;
    }

    /** Simulated time after which it was decided on, as far as the world can tell. */
    long decidedAfterMs() {
        return decidedAfterMs;
    }

    boolean byProgram() {
        return byProgram(announced);
    }

    static boolean byProgram(RunRecord run) {
        RunRecord.Cause cause = run.cause();
        return cause == RunRecord.Cause.CALENDAR
                || cause == RunRecord.Cause.MOISTURE
                || cause == RunRecord.Cause.BALANCE
                || cause == RunRecord.Cause.AWD;
    }

    /** A plan that came meanwhile may have raised the limit. */
    void limit(int minutes) {
        limitMinutes = Math.max(limitMinutes, minutes);
        disturbed = true;
    }

    long limitMs() {
        return limitMinutes * 60_000L;
    }

    /** Its valve's relay was on for so long, with a pump that ran or without one when {@code watered}. */
    void open(long ms, boolean watered) {
        openMs += ms;
        wateredMs += watered ? ms : 0;
    }

    long openMs() {
        return openMs;
    }

    long wateredMs() {
        return wateredMs;
    }

    /** The process died under it. */
    void died() {
        deaths++;
        disturbed = true;
    }

    int deaths() {
        return deaths;
    }

    /** Something was at work that lets water differ from what relays and meters say. */
    void disturb() {
        disturbed = true;
    }

    /** An event was lost: it may have ended, and nobody knows. */
    void doubt() {
        uncertain = true;
        disturbed = true;
    }

    boolean uncertain() {
        return uncertain;
    }

    boolean disturbed() {
        return disturbed;
    }
}
