package vn.tuoi.edge.control;

import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.plan.FarmPlan;

/** What the controller wants done, in the order of the step's list. */
public sealed interface ControlAction {
    /**
     * Open a valve, or start a pump. Said again for an open station, it sets a new bound.
     *
     * @param atMostMs the guard closes it by itself after this much farm time from now
     */
    record OpenStation(String station, long atMostMs) implements ControlAction {}

    /** Close a valve, or stop a pump; harmless when it is closed. */
    record CloseStation(String station) implements ControlAction {}

    /** Put an event into the outbox, and say {@link ControlEvent.EventStored} when it is durable there. */
    record PublishEvent(FarmEvent event) implements ControlAction {}

    /** Answer a command. */
    record SendReply(Reply reply) implements ControlAction {}

    /** Store the plan, so that the next start has it. */
    record StorePlan(FarmPlan plan) implements ControlAction {}

    /** What {@link ControllerState#report} gives has changed: publish it. */
    record ReportState() implements ControlAction {}
}
