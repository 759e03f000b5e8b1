package vn.tuoi.edge.bench.valvesafety;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.edge.control.ControllerState;
import vn.tuoi.edge.control.DurableState;

/**
 * The farm's disk, as far as the state file goes: written beside the old one, flushed, and put in its place. A state is
 * immutable, so that its bytes are made when the next start reads them, which is the same and faster.
 */
final class Disk {
    private @Nullable ControllerState file;
    private boolean full;

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
        }
        return !full;
    }

    /**
     * The power goes while {@code state} is being written: a part of it lies beside the file. The file is still the old
     * one, and the part must not be taken for a whole.
     *
     * @param share of the bytes that reached the disk, below 1
     */
    void tear(ControllerState state, double share) {
        byte[] whole = state.durable().toJson();
        byte[] part = Arrays.copyOf(whole, (int) (share * (whole.length - 1)));
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
        try {
            return file == null ? null : DurableState.parse(file.durable().toJson());
        } catch (MalformedDocument e) {
            throw new IllegalStateException("the controller cannot read what it wrote", e);
        }
    }
}
