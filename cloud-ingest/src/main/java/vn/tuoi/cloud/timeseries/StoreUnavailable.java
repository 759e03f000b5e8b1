package vn.tuoi.cloud.timeseries;

/** A store cannot do its work now: down, slow, disk full. The same call may succeed later. */
public final class StoreUnavailable extends Exception {
    private static final long serialVersionUID = 1;

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
