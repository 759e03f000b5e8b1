package vn.tuoi.edge.device;

/** A device that did not do what it was told or did not answer; the message names the device and what it said. */
public final class DeviceFailure extends Exception {
    private static final long serialVersionUID = 1;

    public DeviceFailure(String message) {
        super(message);
    }

    public DeviceFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
