package vn.tuoi.config.senml;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * RFC 8428 section 6. Numbers take the fewest bytes of integer, decimal fraction (tag 4) and floating point that are
 * read back as the same double: 21.3 is 5 bytes as 213·10⁻¹ and 9 as a double.
 */
final class CborFields implements FieldWriter {
    private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

    private final CBORGenerator generator;

    CborFields(CBORGenerator generator) {
        this.generator = generator;
    }

    @Override
    public void startPack(int records) throws IOException {
        generator.writeStartArray(null, records);
    }

    @Override
    public void startRecord(int fields) throws IOException {
        generator.writeStartObject(null, fields);
    }

    @Override
    public void text(SenmlLabel label, String text) throws IOException {
        generator.writeFieldId(label.cbor());
        generator.writeString(text);
    }

    @Override
    public void seconds(SenmlLabel label, long milliseconds) throws IOException {
        generator.writeFieldId(label.cbor());
        write(ShortestDecimal.secondsOf(milliseconds));
    }

    @Override
    public void number(SenmlLabel label, double value) throws IOException {
        generator.writeFieldId(label.cbor());
        if (ShortestDecimal.isInteger(value)) {
            generator.writeNumber((long) value);
            return;
        }
        BigDecimal decimal = new BigDecimal(ShortestDecimal.of(value)).stripTrailingZeros();
        boolean single = value == (float) value;
        int bytes = decimalFractionBytes(decimal);
        if (bytes < (single ? 5 : 9)) {
            write(decimal);
        } else if (single) {
            generator.writeNumber((float) value);
        } else {
            generator.writeNumber(value);
        }
    }

    private void write(BigDecimal decimal) throws IOException {
        if (decimal.scale() == 0) {
            generator.writeNumber(decimal.longValueExact());
        } else {
            generator.writeNumber(decimal);
        }
    }

    /** Tag, array head, exponent and mantissa: RFC 8949 section 3.4.4. */
    private static int decimalFractionBytes(BigDecimal decimal) {
        return 2 + integerBytes(-(long) decimal.scale()) + mantissaBytes(decimal);
    }

    private static int mantissaBytes(BigDecimal decimal) {
        return decimal.precision() > 18
                ? Integer.MAX_VALUE / 2
                : integerBytes(decimal.unscaledValue().longValueExact());
    }

    private static int integerBytes(long value) {
        long magnitude = value < 0 ? -1 - value : value;
        if (magnitude < 24) {
            return 1;
        }
        if (magnitude <= 0xFF) {
            return 2;
        }
        if (magnitude <= 0xFFFF) {
            return 3;
        }
        return magnitude <= MAX_UNSIGNED_INT ? 5 : 9;
    }

    @Override
    public void bool(SenmlLabel label, boolean value) throws IOException {
        generator.writeFieldId(label.cbor());
        generator.writeBoolean(value);
    }

    @Override
    public void endRecord() throws IOException {
        generator.writeEndObject();
    }

    @Override
    public void endPack() throws IOException {
        generator.writeEndArray();
    }
}
