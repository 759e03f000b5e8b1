package vn.tuoi.edge.modbus;

import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.RegisterMap;

/** Requests to the devices of one bus, one after the other. Used by one thread at a time. */
public interface ModbusLink extends AutoCloseable {
    /**
     * Reads registers that follow each other.
     *
     * @param slave 1 to 247
     * @param count 1 to 125
     * @return as many, unsigned
     */
    int[] readRegisters(int slave, RegisterMap.Table table, int first, int count) throws DeviceFailure;

    /** Whether a relay is on. */
    boolean readCoil(int slave, int coil) throws DeviceFailure;

    /** Switches a relay; returns when the device has confirmed it. */
    void writeCoil(int slave, int coil, boolean on) throws DeviceFailure;

    /** The port, for messages. */
    String where();

    @Override
    void close();
}
