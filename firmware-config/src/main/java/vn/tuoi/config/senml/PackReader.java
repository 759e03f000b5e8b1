package vn.tuoi.config.senml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.senml.MalformedPack.Reason;

/** Reads one pack from a parser and resolves its records (RFC 8428 sections 4.1 to 4.6). One thread, one pack. */
final class PackReader {
    private static final int DEFAULT_VERSION = 10;

    /** RFC 9100: 10 plus 2^4, the feature "secondary units". */
    private static final int VERSION_WITH_SECONDARY_UNITS = 26;

    private static final int BASE_FIELDS = SenmlLabel.BASE_VERSION.bit()
            | SenmlLabel.BASE_NAME.bit()
            | SenmlLabel.BASE_TIME.bit()
            | SenmlLabel.BASE_UNIT.bit()
            | SenmlLabel.BASE_VALUE.bit()
            | SenmlLabel.BASE_SUM.bit();

    private final JsonParser parser;
    private final SenmlFormat format;
    private final SenmlLimits limits;
    private final String root;
    private final long nowMs;
    private final ResolvedReadings readings;

    // The base fields, for this record and the ones after it.
    private String baseName = "";
    /** The base name below the root; null while it is not below it. */
    private @Nullable String baseBelowRoot;

    private double baseTimeSeconds;
    private double baseValue;
    private @Nullable String baseUnit;
    private int version = DEFAULT_VERSION;

    // The record that is being read.
    private int record;
    private int seen;
    private String name = "";
    private @Nullable String unit;
    private double timeSeconds;
    private double value;
    private boolean booleanValue;

    PackReader(
            JsonParser parser,
            SenmlFormat format,
            SenmlLimits limits,
            String root,
            long nowMs,
            ResolvedReadings readings) {
        this.parser = parser;
        this.format = format;
        this.limits = limits;
        this.root = root;
        this.nowMs = nowMs;
        this.readings = readings;
        this.baseBelowRoot = root.isEmpty() ? "" : null;
    }

    /** The record being read, from 1; 0 before the first. */
    int record() {
        return record;
    }

    void read() throws IOException, MalformedPack {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw MalformedPack.ofPack(Reason.SYNTAX, "a pack is an array of records");
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            record++;
            if (record > limits.maxRecords()) {
                throw MalformedPack.ofPack(Reason.TOO_MANY_RECORDS, "more than " + limits.maxRecords() + " records");
            }
            if (token != JsonToken.START_OBJECT) {
                throw MalformedPack.ofRecord(Reason.SYNTAX, record, "a record is a map of fields");
            }
            readRecord();
        }
        if (parser.nextToken() != null) {
            throw MalformedPack.ofPack(Reason.SYNTAX, "bytes after the end of the pack");
        }
        if (readings.isEmpty()) {
            throw MalformedPack.ofPack(Reason.EMPTY, "no reading in the pack");
        }
    }

    private void readRecord() throws IOException, MalformedPack {
        seen = 0;
        name = "";
        unit = null;
        timeSeconds = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            if (token != JsonToken.FIELD_NAME) {
                throw MalformedPack.ofRecord(Reason.SYNTAX, record, "the record does not end");
            }
            String text = parser.currentName();
            SenmlLabel label = format == SenmlFormat.JSON ? SenmlLabel.ofJson(text) : SenmlLabel.ofCbor(text);
            parser.nextToken();
            if (label == null) {
                skipUnknown(text);
                continue;
            }
            if ((seen & label.bit()) != 0) {
                throw refusal(Reason.SYNTAX, label, "twice in a record");
            }
            seen |= label.bit();
            readField(label);
        }
        resolve();
    }

    private void skipUnknown(String text) throws IOException, MalformedPack {
        if (text.endsWith("_")) {
            throw MalformedPack.ofField(
                    Reason.UNKNOWN_MUST_UNDERSTAND, record, text, "unknown, and its _ says it must be understood");
        }
        parser.skipChildren();
    }

    private void readField(SenmlLabel label) throws IOException, MalformedPack {
        switch (label) {
            case BASE_VERSION -> readVersion();
            case BASE_NAME -> readBaseName();
            case BASE_TIME -> baseTimeSeconds = number(label, Reason.BAD_TIME);
            case BASE_UNIT -> baseUnit = unit(label);
            case BASE_VALUE -> baseValue = number(label, Reason.BAD_VALUE);
            case NAME -> name = text(label, Reason.BAD_NAME);
            case UNIT -> unit = unit(label);
            case VALUE -> value = number(label, Reason.BAD_VALUE);
            case BOOLEAN_VALUE -> readBoolean();
            case TIME -> timeSeconds = number(label, Reason.BAD_TIME);
            case SUM, BASE_SUM -> number(label, Reason.BAD_VALUE);
            case UPDATE_TIME -> number(label, Reason.BAD_TIME);
            case STRING_VALUE, DATA_VALUE ->
                throw refusal(Reason.UNSUPPORTED_VALUE, label, "telemetry takes v or vb only");
        }
    }

    private void readVersion() throws IOException, MalformedPack {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw refusal(Reason.UNSUPPORTED_VERSION, SenmlLabel.BASE_VERSION, "not an integer");
        }
        double sent = parser.getDoubleValue();
        boolean understood = (sent >= 1 && sent <= DEFAULT_VERSION) || sent == VERSION_WITH_SECONDARY_UNITS;
        if (!understood) {
            throw refusal(Reason.UNSUPPORTED_VERSION, SenmlLabel.BASE_VERSION, "only 1 to 10 and 26 are understood");
        }
        // Section 4.4: all records have the same version, and the records before had the default one.
        if (record > 1 && sent != version) {
            throw refusal(Reason.UNSUPPORTED_VERSION, SenmlLabel.BASE_VERSION, "differs from the records before");
        }
        version = (int) sent;
    }

    private void readBaseName() throws IOException, MalformedPack {
        baseName = text(SenmlLabel.BASE_NAME, Reason.BAD_NAME);
        baseBelowRoot = baseName.startsWith(root) ? baseName.substring(root.length()) : null;
    }

    private void readBoolean() throws MalformedPack {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw refusal(Reason.BAD_VALUE, SenmlLabel.BOOLEAN_VALUE, "not a boolean");
        }
        booleanValue = token == JsonToken.VALUE_TRUE;
    }

    private String text(SenmlLabel label, Reason reason) throws IOException, MalformedPack {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw refusal(reason, label, "not a text");
        }
        return parser.getText();
    }

    private @Nullable String unit(SenmlLabel label) throws IOException, MalformedPack {
        String sent = text(label, Reason.BAD_UNIT);
        if (sent.isEmpty()) {
            return null;
        }
        if (!Reading.isUnit(sent)) {
            throw refusal(Reason.BAD_UNIT, label, "not a unit of 1 to " + Reading.MAX_UNIT_LENGTH + " ASCII letters");
        }
        return sent;
    }

    private double number(SenmlLabel label, Reason reason) throws IOException, MalformedPack {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw refusal(reason, label, "not a number");
        }
        double sent = parser.getDoubleValue();
        if (!Double.isFinite(sent)) {
            throw refusal(reason, label, "not a finite number");
        }
        return sent;
    }

    private void resolve() throws MalformedPack {
        boolean baseFieldsAlone = seen != 0 && (seen & ~BASE_FIELDS) == 0;
        if (baseFieldsAlone) {
            return;
        }
        boolean isNumber = has(SenmlLabel.VALUE);
        boolean isBoolean = has(SenmlLabel.BOOLEAN_VALUE);
        if (isNumber == isBoolean) {
            throw valueMissingOrTwice(isNumber);
        }
        // The last 0.0 turns minus zero into zero.
        double resolved = isBoolean ? (booleanValue ? 1 : 0) : baseValue + value + 0.0;
        if (!Double.isFinite(resolved)) {
            throw refusal(Reason.BAD_VALUE, SenmlLabel.VALUE, "with bv, not a finite number");
        }
        readings.add(point(), has(SenmlLabel.UNIT) ? unit : baseUnit, timeMs(), resolved, isBoolean);
    }

    private MalformedPack valueMissingOrTwice(boolean twice) {
        if (twice) {
            return refusal(Reason.BAD_VALUE, SenmlLabel.BOOLEAN_VALUE, "beside v: a record has one value");
        }
        if (has(SenmlLabel.SUM)) {
            return refusal(Reason.UNSUPPORTED_VALUE, SenmlLabel.SUM, "telemetry takes no sum without a value");
        }
        return MalformedPack.ofRecord(Reason.BAD_VALUE, record, "no v or vb");
    }

    private String point() throws MalformedPack {
        SenmlLabel label = has(SenmlLabel.NAME) ? SenmlLabel.NAME : SenmlLabel.BASE_NAME;
        String point;
        if (baseBelowRoot != null) {
            point = baseBelowRoot.isEmpty() ? name : name.isEmpty() ? baseBelowRoot : baseBelowRoot.concat(name);
        } else {
            String full = baseName.concat(name);
            if (!full.startsWith(root)) {
                throw refusal(Reason.FOREIGN_NAME, label, "the name must begin with " + root);
            }
            point = full.substring(root.length());
        }
        if (point.length() > limits.maxPointLength()) {
            throw refusal(Reason.BAD_NAME, label, "name over " + limits.maxPointLength() + " characters");
        }
        if (!Reading.isName(point)) {
            throw refusal(Reason.BAD_NAME, label, "empty, or characters outside A-Z a-z 0-9 - : . / _");
        }
        return point;
    }

    private long timeMs() throws MalformedPack {
        double seconds = baseTimeSeconds + timeSeconds;
        // A double holds 1276020076.001 as a little less: five microseconds make up for it before parts of a
        // millisecond are cut off. Out of range saturates, and is refused below.
        long milliseconds = (long) Math.floor(seconds * 1_000 + 0.005);
        if (milliseconds < Reading.EARLIEST_MS) { // relative to now, section 4.5.3
            milliseconds += nowMs;
        }
        long latestMs = Math.min(nowMs + limits.maxAheadMs(), Reading.LATEST_MS);
        if (milliseconds < limits.earliestMs() || milliseconds > latestMs) {
            SenmlLabel label = has(SenmlLabel.TIME) ? SenmlLabel.TIME : SenmlLabel.BASE_TIME;
            throw refusal(
                    Reason.BAD_TIME,
                    label,
                    milliseconds > latestMs ? "too far in the future" : "too far in the past: clock not set?");
        }
        return milliseconds;
    }

    private boolean has(SenmlLabel label) {
        return (seen & label.bit()) != 0;
    }

    private MalformedPack refusal(Reason reason, SenmlLabel label, String what) {
        return MalformedPack.ofField(reason, record, label.json(), what);
    }
}
