package vn.tuoi.config.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Reads an instant in the one form in which instants are written, {@code 2026-03-28T02:00:00[.123456789]Z}, without the
 * general formatter, which is half of what reading a state file costs. Everything else, also everything wrong, is left to
 * Jackson's own deserializer: what is accepted, and how a refusal reads, does not change. Thread-safe.
 */
final class QuickInstant extends StdScalarDeserializer<Instant> {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int NO_NUMBER = -1;
    private static final String SEPARATORS = "    -  -  T  :  :  ";
    private static final int SECONDS_END = SEPARATORS.length();
    private static final int MOST_DIGITS = 9;

    QuickInstant() {
        super(Instant.class);
    }

    @Override
    public LogicalType logicalType() {
        return InstantDeserializer.INSTANT.logicalType();
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
        Instant quick = json.hasToken(JsonToken.VALUE_STRING) ? parse(json.getText()) : null;
        return quick != null ? quick : InstantDeserializer.INSTANT.deserialize(json, context);
    }

    /** Null when the text is not in the usual form or no time of a day. */
    static @Nullable Instant parse(String text) {
        int fraction = text.length() - SECONDS_END - 1;
        if (fraction < 0 || text.charAt(text.length() - 1) != 'Z' || fraction > MOST_DIGITS + 1) {
            return null;
        }
        for (int i = 0; i < SECONDS_END; i++) {
            if (SEPARATORS.charAt(i) != ' ' && SEPARATORS.charAt(i) != text.charAt(i)) {
                return null;
            }
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int nanos = fraction == 0 ? 0 : nanos(text, SECONDS_END, fraction);
        boolean usual =
                year >= 0 && month >= 1 && month <= 12 && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
        if (!usual
                || second < 0
                || second > 59
                || nanos < 0
                || day < 1
                || day > YearMonth.of(year, month).lengthOfMonth()) {
            return null;
        }
        long seconds = ((LocalDate.of(year, month, day).toEpochDay() * 24 + hour) * 60 + minute) * 60 + second;
        return Instant.ofEpochSecond(seconds, nanos);
    }

    /** Of a point and one to nine digits. */
    private static int nanos(String text, int from, int length) {
        int digits = length - 1;
        int value = text.charAt(from) == '.' && digits > 0 ? number(text, from + 1, from + length) : NO_NUMBER;
        for (int i = digits; i < MOST_DIGITS && value > 0; i++) {
            value *= 10;
        }
        return value;
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_NUMBER;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
