package vn.tuoi.gateway.homeassistant;

import java.util.Optional;

/**
 * A point's name as one level of a discovery topic, which allows letters, digits, {@code -} and {@code _} only: every
 * other character is {@code _} and its code in two hex digits, {@code _} included, so that no two points share an id.
 */
final class ObjectId {
    private ObjectId() {}

    static String of(String point) {
        StringBuilder id = new StringBuilder(point.length() + 8);
        for (int i = 0; i < point.length(); i++) {
            char character = point.charAt(i);
            if (isPlain(character)) {
                id.append(character);
            } else {
                id.append('_')
                        .append(Character.forDigit(character >> 4, 16))
                        .append(Character.forDigit(character & 15, 16));
            }
        }
        return id.toString();
    }

    /** The point of an id; empty for one that no point has. */
    static Optional<String> point(String id) {
        StringBuilder point = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            char character = id.charAt(i);
            if (character == '_') {
                int code = i + 2 < id.length() ? hex(id, i + 1) : -1;
                if (code < 0) {
                    return Optional.empty();
                }
                point.append((char) code);
                i += 2;
            } else if (isPlain(character)) {
                point.append(character);
            } else {
                return Optional.empty();
            }
        }
        return point.isEmpty() ? Optional.empty() : Optional.of(point.toString());
    }

    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static boolean isPlain(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '-';
    }
}
