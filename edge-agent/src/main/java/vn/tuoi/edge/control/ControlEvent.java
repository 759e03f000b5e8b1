package vn.tuoi.edge.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.FarmPlan;

/** What the controller is told. */
public sealed interface ControlEvent {
    /** Time has passed; due at {@link Step#nextDeadlineMs()} at the latest. */
    record Tick() implements ControlEvent {}

    /**
     * The process has started; always the first event. The shell has switched every relay off before.
     *
     * @param previous what the state file held; absent on the first start, or when the file could not be read
     * @param plan the plan that the shell stored last
     * @param session different at every start, {@code [a-z0-9]{6,16}}: makes the ids of this start's events unique
     */
    record Started(
            @Nullable DurableState previous, @Nullable FarmPlan plan, String session) implements ControlEvent {}

    /** A plan whose signature was verified and that was read without problems. */
    record PlanReceived(FarmPlan plan) implements ControlEvent {}

    /**
     * A plan whose signature was right and that could not be read.
     *
     * @param version its version as far as it could be told, or 0
     * @param reason what is wrong with it
     */
    record PlanRejected(long version, Explanation reason) implements ControlEvent {}

    /** A command whose signature was verified. */
    record CommandReceived(Command command) implements ControlEvent {}

    /**
     * A sensor was read. A boolean point has 1 for true.
     *
     * @param point its name, as in the plan
     * @param value in the unit of the point's quantity
     * @param takenAt when
     */
    record ReadingTaken(String point, double value, Instant takenAt) implements ControlEvent {}

    /** A sensor could not be read. */
    record ReadingUnavailable(String point, Explanation reason) implements ControlEvent {}

    /** What a station's output reads back, or what a wireless node says of its valve; after each order, and on change. */
    record StationReported(String station, boolean open) implements ControlEvent {}

    /** A station's driver says that too much current flows. */
    record StationOverCurrent(String station) implements ControlEvent {}

    /** The weather that is expected. */
    record ForecastReceived(Forecast forecast) implements ControlEvent {}

    /** The mains went or came back, while a battery keeps the agent up. */
    record MainsChanged(boolean present) implements ControlEvent {}

    /** An event that {@link ControlAction.PublishEvent} gave is durable in the outbox: the controller may forget it. */
    record EventStored(String eventId) implements ControlEvent {}
}
