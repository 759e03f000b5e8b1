package vn.tuoi.edge.chip;

import vn.tuoi.edge.device.DeviceFailure;

/** 16-bit registers of chips, and their byte orders. */
final class Words {
    private Words() {}

    /** The unsigned word at {@code at}, high byte first. */
    static int bigEndian(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }

    /** The unsigned word at {@code at}, low byte first. */
    static int littleEndian(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8);
    }

    /** The unsigned word of a register that sends its high byte first. */
    static int read(I2cDevice chip, int register) throws DeviceFailure {
        return bigEndian(chip.readRegister(register, 2), 0);
    }

    /** Writes a word to a register that takes its high byte first. */
    static void write(I2cDevice chip, int register, int word) throws DeviceFailure {
        chip.write((byte) register, (byte) (word >> 8), (byte) word);
    }
}
