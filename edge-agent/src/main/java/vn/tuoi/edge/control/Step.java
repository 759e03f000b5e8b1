package vn.tuoi.edge.control;

import java.util.List;

/**
 * What a step gives.
 *
 * @param state the state from now on
 * @param actions to carry out in order, after {@link ControllerState#durable()} was stored when
 *     {@link ControllerState#durableRevision()} has changed
 * @param nextDeadlineMs on {@link ControlTime#monotonicMs()}: the next step must be at this time at the latest
 */
public record Step(ControllerState state, List<ControlAction> actions, long nextDeadlineMs) {
    public Step {
        actions = List.copyOf(actions);
    }
}
