package vn.tuoi.edge.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;

/** A run that has not ended: its order, and how far it has come. Owned by one step at a time. */
final class Run {
    /** Where it is. */
    enum Phase {
        /** In its source's queue, at first or between two cycles. */
        WAITING,
        /** It has its turn; a person has been asked to open the valve of a hand zone. */
        ASKED,
        /** Its valve is open. */
        OPEN,
        /** Its water has stopped; its valve closes when the pump's lag is over. */
        LAGGING,
        /** Its valve was found open without an order and is being closed. */
        ADOPTED
    }

    /** How it ends. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Ending(
            @JsonProperty(required = true) RunRecord.Outcome outcome,
            @JsonProperty(required = true) Explanation why) {}

    /**
     * How a restart found it, when the clock cannot tell yet how long ago that was.
     *
     * @param since when it was interrupted
     * @param open whether its valve was open
     * @param notBefore the end of its soak
     * @param cutAt the end of its program's window
     */
    record Interruption(
            Instant since,
            boolean open,
            @Nullable Instant notBefore,
            @Nullable Instant cutAt) {}

    RunOrder order;
    /** Its zone in the layout; changes with the plan. */
    int zone;

    Phase phase = Phase.WAITING;
    long waitingSinceMs;
    /** It opens no earlier: the end of a soak. */
    long notBeforeMs = Sensor.NEVER;
    /** When its valve first opened. */
    @Nullable
    Instant startedAt;

    long openedMs = Sensor.NEVER;
    long openBeforeMs;
    long waterSinceMs = Sensor.NEVER;
    long wateredBeforeMs;
    long cycleWateredMs;
    /** Open time that the durable state already counts as used, so that a crash can never add to it. */
    long reservedMs;

    double litres;
    long litresUpToMs = Sensor.NEVER;
    long meteredMs;
    /** Its share of the meter's last reading; NaN before the first. */
    double measuredLitresPerMinute = Double.NaN;
    /** Since when the same runs as now share its meter. */
    long sharedSinceMs = Sensor.NEVER;

    long noFlowSinceMs = Sensor.NEVER;
    long lowFlowSinceMs = Sensor.NEVER;
    long highFlowSinceMs = Sensor.NEVER;
    boolean confirmed;
    /** Set as soon as its end is decided, while its valve still lags. */
    @Nullable
    Ending ending;
    /** While it waits for the clock after a restart; null otherwise. */
    @Nullable
    Interruption interruption;
    /** A limit below the planned one that its program's own limits set, e.g. the end of a window. */
    long cutAtMs = Long.MAX_VALUE;

    Run(RunOrder order, int zone, long nowMs) {
        this.order = order;
        this.zone = zone;
        this.waitingSinceMs = nowMs;
    }

    Run copy() {
        Run copy = new Run(order, zone, waitingSinceMs);
        copy.phase = phase;
        copy.notBeforeMs = notBeforeMs;
        copy.startedAt = startedAt;
        copy.openedMs = openedMs;
        copy.openBeforeMs = openBeforeMs;
        copy.waterSinceMs = waterSinceMs;
        copy.wateredBeforeMs = wateredBeforeMs;
        copy.cycleWateredMs = cycleWateredMs;
        copy.reservedMs = reservedMs;
        copy.litres = litres;
        copy.litresUpToMs = litresUpToMs;
        copy.meteredMs = meteredMs;
        copy.measuredLitresPerMinute = measuredLitresPerMinute;
        copy.sharedSinceMs = sharedSinceMs;
        copy.noFlowSinceMs = noFlowSinceMs;
        copy.lowFlowSinceMs = lowFlowSinceMs;
        copy.highFlowSinceMs = highFlowSinceMs;
        copy.confirmed = confirmed;
        copy.ending = ending;
        copy.interruption = interruption;
        copy.cutAtMs = cutAtMs;
        return copy;
    }

    boolean holdsPath() {
        return phase == Phase.OPEN || phase == Phase.LAGGING || phase == Phase.ADOPTED;
    }

    boolean watering() {
        return phase == Phase.OPEN && waterSinceMs != Sensor.NEVER;
    }

    /** Open time so far over all openings. */
    long openMs(long nowMs) {
        return openBeforeMs + (openedMs == Sensor.NEVER ? 0 : nowMs - openedMs);
    }

    /** Time with water so far over all cycles. */
    long wateredMs(long nowMs) {
        return wateredBeforeMs + (waterSinceMs == Sensor.NEVER ? 0 : nowMs - waterSinceMs);
    }
}
