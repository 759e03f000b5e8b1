package vn.tuoi.config.senml;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a whole SenML pack: why, in which record and field. The message is printable ASCII of at most
 * {@value #MAX_MESSAGE_BYTES} bytes without anything secret, so it can be sent as a CoAP diagnostic payload. It has no
 * stack trace: a flood of bad packs should cost little, and the record and field say more.
 */
public final class MalformedPack extends Exception {
    public static final int MAX_MESSAGE_BYTES = 100;

    private static final int MAX_QUOTED = 24;

    /** Why a pack was refused, for counters and quarantine records. */
    public enum Reason {
        /** More bytes than {@link SenmlLimits#maxBytes()}. */
        TOO_LARGE,
        /** More records than {@link SenmlLimits#maxRecords()}. */
        TOO_MANY_RECORDS,
        /** Not an array of maps in JSON or CBOR, a field twice in a record, or bytes after the end. */
        SYNTAX,
        /** A text, number or label that is longer, or nesting that is deeper, than any pack needs. */
        OVER_LIMIT,
        /** A version that this decoder does not understand, or two versions in a pack. */
        UNSUPPORTED_VERSION,
        /** An unknown field whose label ends in {@code _} (RFC 8428 section 4.4). */
        UNKNOWN_MUST_UNDERSTAND,
        /** A name that is empty, too long, or has characters outside RFC 8428 section 4.5.1. */
        BAD_NAME,
        /** A name outside the root that the sender may write to. */
        FOREIGN_NAME,
        BAD_UNIT,
        /** A time that is no finite number or lies outside what the limits allow. */
        BAD_TIME,
        /** No value, several values, or one of the wrong type or not finite. */
        BAD_VALUE,
        /** A string, data or sum-only record: telemetry is numeric or boolean. */
        UNSUPPORTED_VALUE,
        /** A pack without any reading. */
        EMPTY;

        /** The reason in lower case, as metrics and quarantine records name it: {@code bad_value}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Reason reason;
    private final int record;
    private final @Nullable String field;

    private MalformedPack(Reason reason, int record, @Nullable String field, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.record = record;
        this.field = field;
    }

    static MalformedPack ofPack(Reason reason, String what) {
        return new MalformedPack(reason, 0, null, bounded(what));
    }

    static MalformedPack ofRecord(Reason reason, int record, String what) {
        return new MalformedPack(reason, record, null, bounded("record " + record + ": " + what));
    }

    static MalformedPack ofField(Reason reason, int record, String field, String what) {
        String label = quotable(field);
        return new MalformedPack(reason, record, label, bounded("record " + record + " " + label + ": " + what));
    }

    public Reason reason() {
        return reason;
    }

    /** Position of the record, the first being 1 as in RFC 8428 section 9; 0 when it is about the whole pack. */
    public int record() {
        return record;
    }

    /** The field's JSON label, also for CBOR packs; null when it is not about one field. */
    public @Nullable String field() {
        return field;
    }

    private static String bounded(String message) {
        return message.length() <= MAX_MESSAGE_BYTES ? message : message.substring(0, MAX_MESSAGE_BYTES);
    }

    /** What the sender wrote, cut short and made printable, since it goes into logs and diagnostics. */
    private static String quotable(String sent) {
        int length = Math.min(sent.length(), MAX_QUOTED);
        StringBuilder quoted = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char character = sent.charAt(i);
            quoted.append(character > ' ' && character < 0x7F ? character : '?');
        }
        return quoted.toString();
    }
}
