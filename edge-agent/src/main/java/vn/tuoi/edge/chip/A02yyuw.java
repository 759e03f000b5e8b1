package vn.tuoi.edge.chip;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/**
 * An A02YYUW ultrasonic distance meter in its automatic mode (the same frames as DFRobot SEN0312): 9,600 baud, four bytes
 * some ten times a second, {@code FF high low sum}, where the sum is the low byte of the first three. A sample listens
 * for up to a second and is the median of what came, because a ripple or a leaf gives single wrong echoes.
 */
public final class A02yyuw implements Sensor {
    public static final int BAUD = 9_600;

    private static final int HEADER = 0xFF;
    private static final int FRAME = 4;
    private static final int LISTEN_MS = 1_000;
    private static final int READ_MS = 200;
    private static final int SILENT_READS = LISTEN_MS / READ_MS;
    private static final int ECHOES = 5;

    /** It sends some 40 in a second; more is noise. */
    private static final int MOST_BYTES = 256;

    /** Nearer is its blind zone, farther it hears nothing: it then sends 0 or its limit. */
    private static final int NEAREST_MM = 30;

    private static final int FARTHEST_MM = 4_500;

    private final String point;
    private final SerialLine line;
    private final DeviceWiring.A02yyuw wiring;

    /** @param point ends in {@code /tank_level} (%) or {@code /water_level} (cm) */
    public A02yyuw(String point, SerialLine line, DeviceWiring.A02yyuw wiring) {
        this.point = point;
        this.line = line;
        this.wiring = wiring;
    }

    @Override
    public List<String> points() {
        return List.of(point);
    }

    @Override
    public List<Sample> sample() {
        try {
            int millimetres = distance();
            if (millimetres < NEAREST_MM || millimetres > FARTHEST_MM) {
                return List.of(new Sample.Unavailable(
                        point, Explanation.of("device.out_of_range", "where", line.where(), "value", millimetres)));
            }
            Integer full = wiring.fullMm();
            double above = wiring.zeroMm() - millimetres;
            return List.of(new Sample.Measured(
                    point,
                    full == null ? above / 10 : Math.max(0, Math.min(100, 100 * above / (wiring.zeroMm() - full)))));
        } catch (DeviceFailure e) {
            return Sample.unavailable(points(), e.reason());
        }
    }

    private int distance() throws DeviceFailure {
        line.discard();
        Frames frames = new Frames();
        byte[] bytes = new byte[64];
        long until = System.nanoTime() + LISTEN_MS * 1_000_000L;
        int came = 0;
        int silent = 0;
        while (frames.count < ECHOES && came < MOST_BYTES && silent < SILENT_READS && System.nanoTime() - until < 0) {
            int length = line.read(bytes, READ_MS);
            came += length;
            silent = length == 0 ? silent + 1 : 0;
            for (int i = 0; i < length; i++) {
                frames.take(bytes[i] & 0xFF);
            }
        }
        Integer median = frames.median();
        if (median == null) {
            throw DeviceFailure.of(came == 0 ? "device.no_answer" : "device.garbled", "where", line.where());
        }
        return median;
    }

    /** Finds frames in a stream that may begin in the middle of one, or hold noise. */
    private static final class Frames {
        private final int[] window = new int[FRAME];
        private final int[] distances = new int[ECHOES];
        private int filled;
        private int count;

        void take(int value) {
            if (filled == FRAME) {
                System.arraycopy(window, 1, window, 0, FRAME - 1);
                filled--;
            }
            window[filled++] = value;
            if (filled == FRAME
                    && window[0] == HEADER
                    && ((window[0] + window[1] + window[2]) & 0xFF) == window[3]
                    && count < ECHOES) {
                distances[count++] = window[1] << 8 | window[2];
                filled = 0;
            }
        }

        @Nullable
        Integer median() {
            if (count == 0) {
                return null;
            }
            int[] sorted = Arrays.copyOf(distances, count);
            Arrays.sort(sorted);
            return sorted[count / 2];
        }
    }
}
