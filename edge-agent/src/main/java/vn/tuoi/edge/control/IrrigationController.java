package vn.tuoi.edge.control;

/**
 * Decides everything about a farm's water: a function of the state, the time and one event, without I/O, clock or
 * thread. The same arguments always give the same step. Stateless and thread-safe.
 */
public final class IrrigationController {
    /** A step comes at least so often, so that a clock jump is seen and a silent sensor noticed. */
    static final long MAX_SLEEP_MS = 15 * 60_000;

    /**
     * One step. Time is dealt with first, so that what was due before the event happens before it.
     *
     * @throws IllegalArgumentException when monotonic time goes back, or the first event is not {@code Started}
     */
    public Step step(ControllerState state, ControlTime now, ControlEvent event) {
        FarmNow farm = state.copyOfFarm();
        boolean first = farm.nowMs == Sensor.NEVER;
        if (event instanceof ControlEvent.Started started) {
            if (!first) {
                throw new IllegalArgumentException("Started comes once, as the first event");
            }
            Restart.restore(farm, started);
            ClockWatch.tell(farm, now);
            Restart.takeUp(farm, started);
        } else {
            if (first) {
                throw new IllegalArgumentException("the first event must be Started, not " + event);
            }
            ClockWatch.tell(farm, now);
            if (!(event instanceof ControlEvent.Tick)) {
                if (farm.nowMs >= farm.dueMs) {
                    advance(farm);
                }
                take(farm, event);
            }
        }
        advance(farm);
        if (farm.reportChanged) {
            farm.act(new ControlAction.ReportState());
        }
        long deadlineMs = Math.max(farm.nowMs + 1, Math.min(farm.wakeMs, farm.nowMs + MAX_SLEEP_MS));
        return new Step(new ControllerState(farm), farm.actions, deadlineMs);
    }

    private static void take(FarmNow farm, ControlEvent event) {
        if (event instanceof ControlEvent.ReadingTaken reading) {
            SensorWatch.reading(farm, reading);
        } else if (event instanceof ControlEvent.StationReported reported) {
            int station = farm.layout.findStation(reported.station());
            if (station != Layout.NONE) {
                Stations.reported(farm, station, reported.open());
            }
        } else if (event instanceof ControlEvent.EventStored stored) {
            farm.pending = farm.pending.stream()
                    .filter(pending -> !pending.id().equals(stored.eventId()))
                    .toList();
        } else if (event instanceof ControlEvent.CommandReceived command) {
            CommandDesk.received(farm, command.command());
        } else if (event instanceof ControlEvent.PlanReceived plan) {
            Plans.received(farm, plan.plan());
        } else if (event instanceof ControlEvent.PlanRejected rejected) {
            Plans.rejected(farm, rejected.version(), rejected.reason());
        } else if (event instanceof ControlEvent.ReadingUnavailable unavailable) {
            SensorWatch.unavailable(farm, unavailable.point(), unavailable.reason());
        } else if (event instanceof ControlEvent.ForecastReceived received) {
            farm.forecast = received.forecast();
            farm.reportChanged = true; // what is likely to run next may have changed
        } else if (event instanceof ControlEvent.MainsChanged mains) {
            Restart.mains(farm, mains.present());
        } else if (event instanceof ControlEvent.StationOverCurrent over) {
            int station = farm.layout.findStation(over.station());
            if (station != Layout.NONE) {
                Stations.overCurrent(farm, station);
            }
        }
    }

    /** Everything that follows from the time and from what has just changed. */
    private static void advance(FarmNow farm) {
        farm.wakeMs = Long.MAX_VALUE;
        ClockWatch.advance(farm);
        Waterworks.advance(farm);
        Stations.advance(farm);
        FlowWatch.advance(farm);
        Hands.advance(farm);
        SensorWatch.advance(farm);
        ProgramDesk.advance(farm);
        TurnQueue.advance(farm);
        // a turn that begins may have to wait for its pump, and one that ends makes room for the next
        Waterworks.advance(farm);
        TurnQueue.advance(farm);
    }
}
