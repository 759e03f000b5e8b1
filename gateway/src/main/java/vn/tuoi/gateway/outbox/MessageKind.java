package vn.tuoi.gateway.outbox;

/** What an uplink message carries; it decides what happens to it when the outbox is full. */
public enum MessageKind {
    /** A SenML pack. Thinned, then dropped, oldest first, when the outbox is full. */
    TELEMETRY(1),
    /** A farm event. Dropped only after all telemetry. */
    EVENT(2),
    /** An answer to a command. Dropped only after all telemetry. */
    REPLY(3);

    private final byte code;

    MessageKind(int code) {
        this.code = (byte) code;
    }

    /** The number in the file format. */
    byte code() {
        return code;
    }

    /** Whether it outlasts all telemetry, and is sent in the order in which it was appended. */
    public boolean isKept() {
        return this != TELEMETRY;
    }

    static boolean isCode(byte code) {
        return code >= TELEMETRY.code && code <= REPLY.code;
    }

    static MessageKind ofCode(byte code) {
        return switch (code) {
            case 1 -> TELEMETRY;
            case 2 -> EVENT;
            case 3 -> REPLY;
            default -> throw new IllegalArgumentException("no message kind has code " + code);
        };
    }
}
