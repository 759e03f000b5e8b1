package vn.tuoi.edge.chip;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;
import vn.tuoi.edge.device.Station;

/**
 * An MCP23017 expander (Microchip DS20001952C) whose lines drive relays or read contacts. Its outputs stay as they are
 * when the program dies, so its relays need a supply that the watchdog or a master relay cuts. Its directions and levels
 * are read back before every use: a chip that has lost its power has all lines as inputs, and is written anew with every
 * relay off. Thread-safe: the loop and the guard take turns.
 */
public final class Mcp23017 {
    private static final Logger LOG = LoggerFactory.getLogger(Mcp23017.class);

    // table 3-5, IOCON.BANK = 0; the second port is the next register
    private static final int DIRECTION = 0x00;
    private static final int PULL_UP = 0x0C;
    private static final int LEVEL = 0x12;
    private static final int LATCH = 0x14;

    private final I2cDevice chip;
    private final Lines lines;
    private final int directions;
    private final int off;
    private int latch;
    private boolean ours;

    /**
     * Which lines are used; bit n is line n.
     *
     * @param outputs those that drive relays
     * @param activeLow those outputs whose relay is on at a low level
     * @param inputs those that read contacts; pulled up
     */
    public record Lines(int outputs, int activeLow, int inputs) {}

    /** Nothing is written yet: see {@link #takeOver}. */
    public Mcp23017(I2cDevice chip, Lines lines) {
        this.chip = chip;
        this.lines = lines;
        this.directions = ~lines.outputs() & 0xFFFF;
        this.off = lines.activeLow() & lines.outputs();
        this.latch = off;
    }

    /** Turns every relay off, also when the chip still does what an earlier program told it. */
    public synchronized void takeOver() throws DeviceFailure {
        ours = false;
        writeAllOff();
        ours = true;
    }

    private void writeAllOff() throws DeviceFailure {
        latch = off;
        // the levels first, then the direction: the other way round every active-low relay would click
        writeWord(LATCH, latch);
        writeWord(PULL_UP, lines.inputs());
        writeWord(DIRECTION, directions);
        if (readWord(DIRECTION) != directions || readWord(LATCH) != latch) {
            throw DeviceFailure.of("device.forgets_settings", "where", chip.where());
        }
    }

    /** Whether the chip had lost what it was told; every relay is off then. */
    private boolean restored() throws DeviceFailure {
        if (ours && readWord(DIRECTION) == directions && readWord(LATCH) == latch) {
            return false;
        }
        boolean lost = ours;
        writeAllOff();
        ours = true;
        if (lost) {
            LOG.error("{} has lost its power for a moment: every relay on it is off", chip.where());
        }
        return lost;
    }

    private void writeWord(int register, int word) throws DeviceFailure {
        chip.write((byte) register, (byte) word, (byte) (word >> 8));
    }

    private int readWord(int register) throws DeviceFailure {
        return Words.littleEndian(chip.readRegister(register, 2), 0);
    }

    /** The station on one line. */
    public Station station(String id, int line) {
        return new Line(id, 1 << line);
    }

    /** The contact on one line; its point is 1 when the line is at the level that means true. */
    public Sensor contact(String point, int line, boolean trueWhenHigh) {
        return new Input(point, 1 << line, trueWhenHigh);
    }

    private synchronized void open(int mask) throws DeviceFailure {
        if (restored()) {
            throw DeviceFailure.of("device.was_reset", "where", chip.where());
        }
        try {
            set(mask, true);
        } catch (DeviceFailure e) {
            // it may still arrive, when nobody expects it any more: all off as soon as the chip answers
            ours = false;
            throw e;
        }
    }

    private synchronized void close(int mask) throws DeviceFailure {
        boolean unusedRestored = restored();
        set(mask, false);
    }

    private void set(int mask, boolean open) throws DeviceFailure {
        boolean high = open == ((off & mask) == 0);
        int wanted = high ? latch | mask : latch & ~mask;
        // remembered first: if the write fails half way, the difference shows at the next look and all goes off
        latch = wanted;
        writeWord(LATCH, wanted);
    }

    private synchronized boolean isHigh(int mask) throws DeviceFailure {
        boolean unusedRestored = restored();
        return (readWord(LEVEL) & mask) != 0;
    }

    private final class Line implements Station {
        private final String id;
        private final int mask;

        Line(String id, int mask) {
            this.id = id;
            this.mask = mask;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void open(Duration atMost) throws DeviceFailure {
            Mcp23017.this.open(mask);
        }

        @Override
        public void close() throws DeviceFailure {
            Mcp23017.this.close(mask);
        }

        @Override
        public boolean isOpen() throws DeviceFailure {
            return isHigh(mask) == ((off & mask) == 0);
        }
    }

    private final class Input implements Sensor {
        private final String point;
        private final int mask;
        private final boolean trueWhenHigh;

        Input(String point, int mask, boolean trueWhenHigh) {
            this.point = point;
            this.mask = mask;
            this.trueWhenHigh = trueWhenHigh;
        }

        @Override
        public List<String> points() {
            return List.of(point);
        }

        @Override
        public List<Sample> sample() {
            try {
                return List.of(new Sample.Measured(point, isHigh(mask) == trueWhenHigh ? 1 : 0));
            } catch (DeviceFailure e) {
                return Sample.unavailable(points(), e.reason());
            }
        }
    }
}
