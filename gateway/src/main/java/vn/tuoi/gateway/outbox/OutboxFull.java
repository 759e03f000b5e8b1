package vn.tuoi.gateway.outbox;

/** The refusal to take a message: nothing of it is stored, and the sender should try again later. */
public final class OutboxFull extends Exception {
    private static final long serialVersionUID = 1;

    OutboxFull(String message) {
        // no stack trace: a flood of refusals should cost little
        super(message, null, false, false);
    }
}
