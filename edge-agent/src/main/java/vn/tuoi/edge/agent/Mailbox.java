package vn.tuoi.edge.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.edge.control.ControlEvent;
import vn.tuoi.gateway.FieldListener;

/**
 * What other threads tell the agent's loop, read and checked on the way in. Thread-safe. Bounded: what does not fit is
 * dropped and logged; the cloud repeats plans with every connection, and a command that is lost expires there.
 */
final class Mailbox implements FieldListener {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final int CAPACITY = 4_096;
    /** A document may have hundreds of problems; people and messages have room for the first ones. */
    private static final int LONGEST_PROBLEM = 500;

    private final ArrayBlockingQueue<ControlEvent> events = new ArrayBlockingQueue<>(CAPACITY);

    void put(ControlEvent event) {
        if (!events.offer(event)) {
            LOG.error("the agent is {} events behind: {} is dropped", CAPACITY, event);
        }
    }

    /** The next event, or null when none came in time. */
    @Nullable
    ControlEvent poll(Duration wait) throws InterruptedException {
        return events.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The next event that is here already, or null. */
    @Nullable
    ControlEvent poll() {
        return events.poll();
    }

    @Override
    public void planReceived(byte[] verifiedPayload) {
        try {
            put(new ControlEvent.PlanReceived(FarmPlan.parse(verifiedPayload)));
        } catch (MalformedDocument e) {
            LOG.warn("a signed plan cannot be read: {}", e.getMessage());
            String problem = String.valueOf(e.getMessage());
            put(new ControlEvent.PlanRejected(
                    0,
                    Explanation.of(
                            "plan.refused.unreadable",
                            "problem",
                            problem.length() > LONGEST_PROBLEM ? problem.substring(0, LONGEST_PROBLEM) : problem)));
        }
    }

    @Override
    public void commandReceived(byte[] verifiedPayload) {
        try {
            put(new ControlEvent.CommandReceived(Command.parse(verifiedPayload)));
        } catch (MalformedDocument e) {
            LOG.warn("a signed command cannot be read: {}", e.getMessage());
        }
    }

    @Override
    public void forecastReceived(byte[] payload) {
        try {
            put(new ControlEvent.ForecastReceived(Forecast.parse(payload)));
        } catch (MalformedDocument e) {
            LOG.warn("a forecast cannot be read: {}", e.getMessage());
        }
    }

    @Override
    public void nodeReadings(List<Reading> readings) {
        for (Reading reading : readings) {
            put(new ControlEvent.ReadingTaken(
                    reading.point(), reading.value(), Instant.ofEpochMilli(reading.timeMs())));
        }
    }

    @Override
    public void nodeValveReported(String station, boolean open, long atMs) {
        put(new ControlEvent.StationReported(station, open));
    }
}
