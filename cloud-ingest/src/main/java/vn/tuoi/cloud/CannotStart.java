package vn.tuoi.cloud;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Why a process does not start, in one line for the person who started it. */
public final class CannotStart extends Exception {
    private static final long serialVersionUID = 1;

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }

    public CannotStart(String message) {
        super(message);
    }

    /** A disk or network failure, told with the path or address that it is about. */
    public static CannotStart of(IOException e) {
        if (e instanceof FileSystemException file) {
            String reason = file.getReason() == null ? e.getClass().getSimpleName() : file.getReason();
            return new CannotStart(file.getFile() + ": cannot be read or written: " + reason, e);
        }
        return new CannotStart(String.valueOf(e.getMessage()), e);
    }
}
