package vn.tuoi.edge.chip;

import vn.tuoi.edge.device.DeviceFailure;

/** The bytes of one serial port. Used by one thread at a time, but for {@link #close}. */
public interface SerialLine extends AutoCloseable {
    /** Sends bytes; returns when the driver has them. */
    void write(byte[] bytes) throws DeviceFailure;

    /**
     * Waits until at least one byte has come, at most so long.
     *
     * @return how many were put into the beginning of {@code into}; 0 when none came in time
     */
    int read(byte[] into, int timeoutMs) throws DeviceFailure;

    /** Throws away what has come and was not read. */
    void discard() throws DeviceFailure;

    /** The port, for messages. */
    String where();

    @Override
    void close();
}
