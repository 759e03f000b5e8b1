package vn.tuoi.edge.modbus;

import java.util.ArrayList;
import java.util.List;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.RegisterMap;

/** Finds the slaves of a bus by asking each for its first register; one that refuses is there too. */
public final class SlaveScan {
    private SlaveScan() {}

    /**
     * A slave that answered.
     *
     * @param exception whether it answered that it has no such register
     * @param firstRegister what it holds; 0 after an exception
     */
    public record Found(int slave, boolean exception, int firstRegister) {}

    /**
     * Asks every slave from 1 on.
     *
     * @throws DeviceFailure when the port itself cannot be used
     */
    public static List<Found> scan(ModbusLink link, int lastSlave) throws DeviceFailure {
        List<Found> found = new ArrayList<>();
        for (int slave = 1; slave <= lastSlave; slave++) {
            try {
                found.add(new Found(slave, false, link.readRegisters(slave, RegisterMap.Table.HOLDING, 0, 1)[0]));
            } catch (DeviceFailure e) {
                if (e.reason().key().equals("device.no_port")) {
                    throw e;
                }
                if (e.reason().key().equals("device.exception_answer")) {
                    found.add(new Found(slave, true, 0));
                }
            }
        }
        return found;
    }
}
