package vn.tuoi.edge.pi4j;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Station;

/** A station whose state is what a contact of its relay or contactor says, not what was written to its output. */
final class FedBackStation implements Station {
    /** A contactor takes up to 50 ms to move, and its contact bounces. */
    private static final long MOVE_MS = 100;

    private final Station output;
    private final BooleanSupplier contact;

    /** @param contact whether the contact says that it is open */
    FedBackStation(Station output, BooleanSupplier contact) {
        this.output = output;
        this.contact = contact;
    }

    @Override
    public String id() {
        return output.id();
    }

    @Override
    public void open(Duration atMost) throws DeviceFailure {
        output.open(atMost);
        awaitContact(true);
    }

    @Override
    public void close() throws DeviceFailure {
        output.close();
        awaitContact(false);
    }

    private void awaitContact(boolean open) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOVE_MS);
        while (contact.getAsBoolean() != open && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override
    public boolean isOpen() {
        return contact.getAsBoolean();
    }
}
