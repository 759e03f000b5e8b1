package vn.tuoi.config.senml;

/** A representation of a SenML pack with its media type and CoAP content format (RFC 8428 sections 12.3 and 12.4). */
public enum SenmlFormat {
    JSON("application/senml+json", 110),
    CBOR("application/senml+cbor", 112);

    private final String mediaType;
    private final int coapContentFormat;

    SenmlFormat(String mediaType, int coapContentFormat) {
        this.mediaType = mediaType;
        this.coapContentFormat = coapContentFormat;
    }

    public String mediaType() {
        return mediaType;
    }

    public int coapContentFormat() {
        return coapContentFormat;
    }

    /**
     * The format that a pack's first bytes announce: a CBOR array (major type 4, definite or not) or, after optional
     * white space, a JSON array. The two cannot be mistaken for each other: CBOR arrays begin at 0x80.
     */
    static SenmlFormat sniff(byte[] bytes, int offset, int length) throws MalformedPack {
        if (length > 0 && (bytes[offset] & 0xE0) == 0x80) {
            return CBOR;
        }
        int at = offset;
        while (at < offset + length && isJsonWhiteSpace(bytes[at])) {
            at++;
        }
        if (at == offset + length || bytes[at] != '[') {
            throw MalformedPack.ofPack(MalformedPack.Reason.SYNTAX, "neither a JSON nor a CBOR array");
        }
        // RFC 8428 section 5 allows UTF-8 alone; a parser that guesses would take UTF-16 and UTF-32 too.
        if (length > 1 && bytes[offset + 1] == 0) {
            throw MalformedPack.ofPack(MalformedPack.Reason.SYNTAX, "JSON must be UTF-8");
        }
        return JSON;
    }

    private static boolean isJsonWhiteSpace(byte character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }
}
