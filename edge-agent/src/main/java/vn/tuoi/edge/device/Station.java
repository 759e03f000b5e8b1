package vn.tuoi.edge.device;

import java.time.Duration;

/**
 * An output that drives a valve or a pump. Thread-safe: the agent's loop opens and closes it, the deadline guard closes
 * it from its own thread.
 */
public interface Station {
    /** Its id in the farm's plan. */
    String id();

    /**
     * Opens the valve or starts the pump.
     *
     * @param atMost real time after which it must be closed again; a station with its own clock (a wireless node) then
     *     closes by itself, the others rely on the deadline guard
     */
    void open(Duration atMost) throws DeviceFailure;

    /** Closes the valve or stops the pump; without effect when it is closed. */
    void close() throws DeviceFailure;

    /** Whether it is open: read back from the output where the hardware can, else as last commanded. */
    boolean isOpen() throws DeviceFailure;
}
