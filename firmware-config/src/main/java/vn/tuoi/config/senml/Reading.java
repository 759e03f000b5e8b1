package vn.tuoi.config.senml;

import org.jspecify.annotations.Nullable;

/**
 * One value of one point at one time.
 *
 * @param point the name below the farm, e.g. {@code tea-1/soil_moisture}; characters of RFC 8428 section 4.5.1, at most
 *     {@value #MAX_POINT_LENGTH}
 * @param unit SenML unit (RFC 8428 section 12.1, RFC 8798), or null when the sender gave none
 * @param timeMs milliseconds UTC, from {@link #EARLIEST_MS} to {@link #LATEST_MS}
 * @param value finite; minus zero becomes zero; 1 for true and 0 for false when {@code isBoolean}
 * @param isBoolean whether the sender gave {@code vb} instead of {@code v}
 */
public record Reading(String point, @Nullable String unit, long timeMs, double value, boolean isBoolean) {
    public static final int MAX_POINT_LENGTH = 128;
    public static final int MAX_UNIT_LENGTH = 32;

    /** 2^28 s, 1978-07-04: RFC 8428 section 4.5.3 reads smaller times as relative to now. */
    public static final long EARLIEST_MS = 268_435_456_000L;

    /** 2100-01-01: far enough, and every millisecond before it survives SenML's seconds in a double. */
    public static final long LATEST_MS = 4_102_444_800_000L;

    public Reading {
        if (point.length() > MAX_POINT_LENGTH || !isName(point)) {
            throw new IllegalArgumentException("not a point's name: " + point);
        }
        if (unit != null && !isUnit(unit)) {
            throw new IllegalArgumentException("not a unit: " + unit);
        }
        if (timeMs < EARLIEST_MS || timeMs > LATEST_MS) {
            throw new IllegalArgumentException("time of " + point + " out of range: " + timeMs + " ms");
        }
        if (!Double.isFinite(value) || (isBoolean && value != 0 && value != 1)) {
            throw new IllegalArgumentException("value of " + point + " out of range: " + value);
        }
        value += 0.0; // turns minus zero into zero
    }

    public static Reading ofNumber(String point, @Nullable String unit, long timeMs, double value) {
        return new Reading(point, unit, timeMs, value, false);
    }

    public static Reading ofBoolean(String point, long timeMs, boolean value) {
        return new Reading(point, null, timeMs, value ? 1 : 0, true);
    }

    /** Whether a text can be a whole SenML name: RFC 8428 section 4.5.1. */
    static boolean isName(String text) {
        if (text.isEmpty() || !isLetterOrDigit(text.charAt(0))) {
            return false;
        }
        return hasNameCharacters(text);
    }

    static boolean hasNameCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (!isLetterOrDigit(character)
                    && character != '-'
                    && character != ':'
                    && character != '.'
                    && character != '/'
                    && character != '_') {
                return false;
            }
        }
        return true;
    }

    /** Whether a text can be a unit: the registered ones are short printable ASCII without spaces. */
    static boolean isUnit(String text) {
        if (text.isEmpty() || text.length() > MAX_UNIT_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }
}
