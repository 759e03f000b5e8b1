package vn.tuoi.edge.chip;

import java.time.Duration;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Station;

/**
 * An MCP23017 expander whose lines drive relays. Its outputs stay as they are when the program dies, so its relays need
 * a supply that the watchdog or a master relay cuts. Thread-safe: the loop and the guard take turns.
 */
public final class Mcp23017 {
    private static final int DIRECTION = 0x00;
    private static final int INPUT = 0x12;
    private static final int LATCH = 0x14;

    private final I2cDevice chip;
    private final int activeLowLines;
    private int latch;

    /**
     * Takes the chip over with every relay off.
     *
     * @param usedLines bit n is line n: those that become outputs
     * @param activeLowLines those whose relay is on at a low level
     */
    public Mcp23017(I2cDevice chip, int usedLines, int activeLowLines) throws DeviceFailure {
        this.chip = chip;
        this.activeLowLines = activeLowLines & usedLines;
        this.latch = this.activeLowLines;
        // the levels first, then the direction: the other way round every active-low relay would click
        writeWord(LATCH, latch);
        writeWord(DIRECTION, ~usedLines & 0xFFFF);
    }

    private void writeWord(int register, int word) throws DeviceFailure {
        chip.write((byte) register, (byte) word, (byte) (word >> 8));
    }

    /** The station on one line. */
    public Station station(String id, int line) {
        return new Line(id, 1 << line);
    }

    private synchronized void set(int mask, boolean open) throws DeviceFailure {
        boolean high = open == ((activeLowLines & mask) == 0);
        int wanted = high ? latch | mask : latch & ~mask;
        writeWord(LATCH, wanted);
        latch = wanted;
    }

    private synchronized boolean isOpen(int mask) throws DeviceFailure {
        byte[] levels = chip.readRegister(INPUT, 2);
        int word = (levels[0] & 0xFF) | ((levels[1] & 0xFF) << 8);
        boolean high = (word & mask) != 0;
        return high == ((activeLowLines & mask) == 0);
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
            set(mask, true);
        }

        @Override
        public void close() throws DeviceFailure {
            set(mask, false);
        }

        @Override
        public boolean isOpen() throws DeviceFailure {
            return Mcp23017.this.isOpen(mask);
        }
    }
}
