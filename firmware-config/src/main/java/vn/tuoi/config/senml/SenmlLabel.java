package vn.tuoi.config.senml;

import org.jspecify.annotations.Nullable;

/** A field of a SenML record with its JSON and CBOR labels: RFC 8428 tables 1 and 4. */
enum SenmlLabel {
    BASE_VERSION("bver", -1),
    BASE_NAME("bn", -2),
    BASE_TIME("bt", -3),
    BASE_UNIT("bu", -4),
    BASE_VALUE("bv", -5),
    BASE_SUM("bs", -6),
    NAME("n", 0),
    UNIT("u", 1),
    VALUE("v", 2),
    STRING_VALUE("vs", 3),
    BOOLEAN_VALUE("vb", 4),
    SUM("s", 5),
    TIME("t", 6),
    UPDATE_TIME("ut", 7),
    DATA_VALUE("vd", 8);

    /** Where label 0 is among all of them: CBOR labels run from -6 to 8 without a gap. */
    private static final int ZERO_AT = 6;

    private static final SenmlLabel[] BY_CBOR = new SenmlLabel[ZERO_AT + 9];

    static {
        for (SenmlLabel label : values()) {
            BY_CBOR[ZERO_AT + label.cbor] = label;
        }
    }

    private final String json;
    private final int cbor;

    SenmlLabel(String json, int cbor) {
        this.json = json;
        this.cbor = cbor;
    }

    String json() {
        return json;
    }

    int cbor() {
        return cbor;
    }

    /** This label in a set of labels kept as bits. */
    int bit() {
        return 1 << (ZERO_AT + cbor);
    }

    static @Nullable SenmlLabel ofJson(String label) {
        return switch (label) {
            case "bver" -> BASE_VERSION;
            case "bn" -> BASE_NAME;
            case "bt" -> BASE_TIME;
            case "bu" -> BASE_UNIT;
            case "bv" -> BASE_VALUE;
            case "bs" -> BASE_SUM;
            case "n" -> NAME;
            case "u" -> UNIT;
            case "v" -> VALUE;
            case "vs" -> STRING_VALUE;
            case "vb" -> BOOLEAN_VALUE;
            case "s" -> SUM;
            case "t" -> TIME;
            case "ut" -> UPDATE_TIME;
            case "vd" -> DATA_VALUE;
            default -> null;
        };
    }

    /**
     * The field of an integer key as the CBOR parser gives it, in decimal digits. By its digit, because there is a key for
     * each number of a pack and a text that was just made has no hash yet.
     */
    static @Nullable SenmlLabel ofCbor(String label) {
        boolean negative = label.startsWith("-");
        if (label.length() != (negative ? 2 : 1)) {
            return null;
        }
        int digit = label.charAt(label.length() - 1) - '0';
        if (digit < 0 || digit > 9 || (negative && digit == 0)) {
            return null;
        }
        int index = ZERO_AT + (negative ? -digit : digit);
        return index >= 0 && index < BY_CBOR.length ? BY_CBOR[index] : null;
    }
}
