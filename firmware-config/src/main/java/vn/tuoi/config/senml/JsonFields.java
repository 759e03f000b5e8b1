package vn.tuoi.config.senml;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** RFC 8428 section 5. */
final class JsonFields implements FieldWriter {
    private final JsonGenerator generator;

    JsonFields(JsonGenerator generator) {
        this.generator = generator;
    }

    @Override
    public void startPack(int records) throws IOException {
        generator.writeStartArray();
    }

    @Override
    public void startRecord(int fields) throws IOException {
        generator.writeStartObject();
    }

    @Override
    public void text(SenmlLabel label, String text) throws IOException {
        generator.writeStringField(label.json(), text);
    }

    @Override
    public void seconds(SenmlLabel label, long milliseconds) throws IOException {
        generator.writeFieldName(label.json());
        generator.writeNumber(ShortestDecimal.secondsOf(milliseconds).toPlainString());
    }

    @Override
    public void number(SenmlLabel label, double value) throws IOException {
        generator.writeFieldName(label.json());
        if (ShortestDecimal.isInteger(value)) {
            generator.writeNumber((long) value);
        } else {
            // The RFC demands a lower case e.
            generator.writeNumber(ShortestDecimal.of(value).replace('E', 'e'));
        }
    }

    @Override
    public void bool(SenmlLabel label, boolean value) throws IOException {
        generator.writeBooleanField(label.json(), value);
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
