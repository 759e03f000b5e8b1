package vn.tuoi.edge.chip;

import vn.tuoi.edge.device.DeviceFailure;

/** One device on an I2C bus. Used by one thread at a time. */
public interface I2cDevice {
    /** Writes bytes in one transfer. */
    void write(byte... bytes) throws DeviceFailure;

    /** Reads so many bytes in one transfer. */
    byte[] read(int length) throws DeviceFailure;

    /** Reads so many bytes from a register on, in one transfer with a repeated start. */
    byte[] readRegister(int register, int length) throws DeviceFailure;

    /** Waits for the chip, at least so long. */
    default void pause(int milliseconds) {
        Pause.millis(milliseconds);
    }

    /** Bus and address, for messages. */
    String where();
}
