package vn.tuoi.gateway.outbox;

/** One message of the outbox. Immutable by agreement: nobody changes the payload's bytes. */
public final class OutboxRecord {
    private final MessageKind kind;
    private final long seq;
    private final long atMs;
    private final byte[] payload;

    OutboxRecord(MessageKind kind, long seq, long atMs, byte[] payload) {
        this.kind = kind;
        this.seq = seq;
        this.atMs = atMs;
        this.payload = payload;
    }

    public MessageKind kind() {
        return kind;
    }

    /** Its number, unique on the farm for ever. */
    public long seq() {
        return seq;
    }

    /** When it was appended, milliseconds UTC. */
    public long atMs() {
        return atMs;
    }

    public byte[] payload() {
        return payload;
    }
}
