package vn.tuoi.cloud;

/** Why a process does not start, in one line for the person who started it. */
public final class CannotStart extends Exception {
    private static final long serialVersionUID = 1;

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }

    public CannotStart(String message) {
        super(message);
    }
}
