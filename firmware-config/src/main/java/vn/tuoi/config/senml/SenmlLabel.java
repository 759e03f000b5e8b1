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

    /** This label in a set of labels kept as bits: CBOR labels run from -6 to 8 without a gap. */
    int bit() {
        return 1 << (cbor + 6);
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

    /** The field of an integer key as the CBOR parser gives it, in decimal digits. */
    static @Nullable SenmlLabel ofCbor(String label) {
        return switch (label) {
            case "-1" -> BASE_VERSION;
            case "-2" -> BASE_NAME;
            case "-3" -> BASE_TIME;
            case "-4" -> BASE_UNIT;
            case "-5" -> BASE_VALUE;
            case "-6" -> BASE_SUM;
            case "0" -> NAME;
            case "1" -> UNIT;
            case "2" -> VALUE;
            case "3" -> STRING_VALUE;
            case "4" -> BOOLEAN_VALUE;
            case "5" -> SUM;
            case "6" -> TIME;
            case "7" -> UPDATE_TIME;
            case "8" -> DATA_VALUE;
            default -> null;
        };
    }
}
