package vn.tuoi.edge.bench.valvesafety;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.edge.control.ControllerState;
import vn.tuoi.edge.control.DurableState;

/**
 * The farm's disk, as far as the state file goes: written beside the old one, flushed, and put in its place. A state is
 * immutable, so that its bytes are made when the next start reads them, which is the same and faster; a farm on real files
 * makes them at every write, and writes and reads them by the agent's own code.
 */
final class Disk implements AutoCloseable {
    private final @Nullable StateFolder folder;
    private @Nullable ControllerState file;
    private boolean full;

    private Disk(@Nullable StateFolder folder) {
        this.folder = folder;
    }

    static Disk inMemory() {
        return new Disk(null);
    }

    static Disk onFiles() {
        return in(StateFolder.create());
    }

    /** On files in a folder, which is gone after {@link #close}. */
    static Disk in(StateFolder folder) {
        return new Disk(folder);
    }

    void full(boolean isFull) {
        full = isFull;
    }

    boolean full() {
        return full;
    }

    /** Gives whether it was stored. */
    boolean store(ControllerState state) {
        if (!full) {
            file = state;
            if (folder != null) {
                folder.write(bytes(state));
            }
        }
        return !full;
    }

    private static byte[] bytes(ControllerState state) {
        return state.durable().toJson();
    }

    /**
     * The power goes while {@code state} is being written: a part of it lies beside the file. The file is still the old
     * one, and the part must not be taken for a whole.
     *
     * @param share of the bytes that reached the disk, below 1
     */
    void tear(ControllerState state, double share) {
        byte[] whole = bytes(state);
        byte[] part = Arrays.copyOf(whole, (int) (share * (whole.length - 1)));
        if (folder != null) {
            folder.writeBeside(part);
        }
        try {
            DurableState.parse(part);
        } catch (MalformedDocument expected) {
            return;
        }
        throw new IllegalStateException("the first " + part.length + " of " + whole.length + " bytes pass for a state");
    }

    /** What a start finds; null before the first write. */
    @Nullable
    DurableState read() {
        if (file == null) {
            return null;
        }
        byte[] stored = bytes(file);
        if (folder != null && !Arrays.equals(folder.read(), stored)) {
            throw new IllegalStateException("the state file is not what was stored last");
        }
        try {
            return DurableState.parse(stored);
        } catch (MalformedDocument e) {
            throw new IllegalStateException("the controller cannot read what it wrote", e);
        }
    }

    @Override
    public void close() {
        if (folder != null) {
            folder.close();
        }
    }
}
