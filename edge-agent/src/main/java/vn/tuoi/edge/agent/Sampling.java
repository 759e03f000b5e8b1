package vn.tuoi.edge.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.edge.device.Channel;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.SampledSensor;

/** Which sensor is due when, and what comes of its samples. A sensor that fails stops no other. Not thread-safe. */
final class Sampling {
    private static final Logger LOG = LoggerFactory.getLogger(Sampling.class);

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Map<String, Channel> channels = new HashMap<>();

    private record Due(long atMs, int order, SampledSensor sensor) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Integer.compare(order, other.order);
        }
    }

    /** What a sample of one point came to. */
    record Taken(String point, Channel.Outcome outcome) {}

    /** Samples these from now on, each first at once. */
    void replace(List<SampledSensor> sensors, long nowMs) {
        queue.clear();
        channels.clear();
        for (int i = 0; i < sensors.size(); i++) {
            SampledSensor sensor = sensors.get(i);
            sensor.sensor()
                    .points()
                    .forEach(point -> channels.put(point, new Channel(point, sensor.reportingOf(point))));
            queue.add(new Due(nowMs, i, sensor));
        }
    }

    /** When the next sensor is due. */
    long nextMs() {
        Due first = queue.peek();
        return first == null ? Long.MAX_VALUE : first.atMs;
    }

    /** Samples the sensors that are due. */
    List<Taken> take(long nowMs) {
        List<Taken> taken = new ArrayList<>();
        for (Due due = queue.peek(); due != null && due.atMs <= nowMs; due = queue.peek()) {
            queue.poll();
            // a sensor that was late is not sampled in a burst
            long next = Math.max(due.atMs + due.sensor.reporting().periodMs(), nowMs + 1);
            queue.add(new Due(next, due.order, due.sensor));
            for (Sample sample : sample(due.sensor)) {
                Channel channel = channels.get(sample.point());
                if (channel != null) {
                    taken.add(new Taken(sample.point(), channel.take(sample, nowMs)));
                }
            }
        }
        return taken;
    }

    private static List<Sample> sample(SampledSensor sampled) {
        try {
            return sampled.sensor().sample();
        } catch (RuntimeException e) {
            // a bug in one driver must not dry the crop that another one watches
            LOG.error("the driver of {} failed", sampled.sensor().points(), e);
            return Sample.unavailable(
                    sampled.sensor().points(), Explanation.of("device.driver_failed", "what", e.toString()));
        }
    }
}
