package vn.tuoi.edge.chip;

import java.util.List;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/**
 * A slow sensor, read by a thread of its own so that the agent's loop never waits for it: {@link #sample} gives the
 * latest result once, or says that there is none yet. Thread-safe.
 */
public final class BackgroundSensor implements Sensor, AutoCloseable {
    private final Sensor slow;
    private final Thread thread;
    private final long periodMs;
    private List<Sample> latest;
    private int missed;

    /** A result may be missed so often before the sensor is called silent. */
    private static final int PATIENCE = 3;

    public BackgroundSensor(Sensor slow, long periodMs) {
        this.slow = slow;
        this.periodMs = periodMs;
        this.latest = List.of();
        this.thread = new Thread(null, this::read, "sensor-" + slow.points().get(0), 128 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Sample> result = read(slow);
                synchronized (this) {
                    latest = result;
                }
                Thread.sleep(periodMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A bug in a driver must not end the thread in silence. */
    private static List<Sample> read(Sensor slow) {
        try {
            return slow.sample();
        } catch (RuntimeException e) {
            return Sample.unavailable(slow.points(), Explanation.of("device.driver_failed", "what", e.toString()));
        }
    }

    @Override
    public List<String> points() {
        return slow.points();
    }

    @Override
    public synchronized List<Sample> sample() {
        List<Sample> result = latest;
        latest = List.of();
        missed = result.isEmpty() ? missed + 1 : 0;
        if (missed < PATIENCE) {
            return result;
        }
        return Sample.unavailable(points(), Explanation.of("device.not_heard", "times", missed));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
