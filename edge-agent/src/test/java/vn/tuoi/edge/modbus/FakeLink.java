package vn.tuoi.edge.modbus;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.RegisterMap;

/** The slaves of a bus as registers and coils, with silence, a stuck relay and a limit of what a slave knows. */
public final class FakeLink implements ModbusLink {
    public final Map<Integer, int[]> registers = new ConcurrentHashMap<>();
    public final Set<List<Integer>> onCoils = ConcurrentHashMap.newKeySet();
    public final Set<Integer> silent = ConcurrentHashMap.newKeySet();
    public final List<String> log = new CopyOnWriteArrayList<>();
    /** Relays that take an order and do not move. */
    public volatile boolean relaysStick;

    public volatile int timeoutMs = 1;
    public volatile boolean closed;

    private void ask(int slave, String what) throws DeviceFailure {
        log.add(slave + " " + what);
        if (silent.contains(slave)) {
            try {
                Thread.sleep(timeoutMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw DeviceFailure.of("device.slave_silent", "where", where() + ", slave " + slave);
        }
    }

    @Override
    public int[] readRegisters(int slave, RegisterMap.Table table, int first, int count) throws DeviceFailure {
        ask(slave, table + " " + first + "+" + count);
        int[] all = registers.get(slave);
        if (all == null || first + count > all.length) {
            throw DeviceFailure.of("device.exception_answer", "where", where(), "slave", slave, "code", 2);
        }
        return java.util.Arrays.copyOfRange(all, first, first + count);
    }

    @Override
    public boolean readCoil(int slave, int coil) throws DeviceFailure {
        ask(slave, "coil " + coil + "?");
        return onCoils.contains(List.of(slave, coil));
    }

    @Override
    public void writeCoil(int slave, int coil, boolean on) throws DeviceFailure {
        ask(slave, "coil " + coil + (on ? " on" : " off"));
        if (relaysStick) {
            return;
        }
        if (on) {
            onCoils.add(List.of(slave, coil));
        } else {
            onCoils.remove(List.of(slave, coil));
        }
    }

    @Override
    public String where() {
        return "/dev/test";
    }

    @Override
    public void close() {
        closed = true;
    }
}
