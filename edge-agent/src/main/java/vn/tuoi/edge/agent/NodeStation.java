package vn.tuoi.edge.agent;

import java.time.Duration;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Station;
import vn.tuoi.gateway.Gateway;

/** A valve that a wireless node drives: opened by a lease, at whose end the node closes it by itself. Thread-safe. */
final class NodeStation implements Station {
    private final String id;
    private final Gateway gateway;
    private volatile boolean wished;

    NodeStation(String id, Gateway gateway) {
        this.id = id;
        this.gateway = gateway;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void open(Duration atMost) throws DeviceFailure {
        wished = true;
        set(true, atMost);
    }

    @Override
    public void close() throws DeviceFailure {
        wished = false;
        set(false, Duration.ZERO);
    }

    private void set(boolean open, Duration lease) throws DeviceFailure {
        if (!gateway.setValve(id, open, lease)) {
            throw DeviceFailure.of("device.not_wired", "station", id);
        }
    }

    /** What was wished; what the valve does is told by its node. */
    @Override
    public boolean isOpen() {
        return wished;
    }
}
