package vn.tuoi.config.senml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes readings as SenML packs (RFC 8428) in JSON and CBOR. What readings share stands once, in the first record: the
 * root as base name, the first reading's time as base time, and the commonest unit as base unit, when every reading has
 * a unit and two or more share it. The same readings give the same bytes on every JVM, and decoding them gives the same
 * readings. No version is written: the telemetry contract agrees on the secondary units that RFC 9100 would announce.
 * Safe for use by several threads at once.
 */
public final class SenmlEncoder {
    /** So many readings of whatever size fit the telemetry contract's 64 KiB in either format. */
    public static final int MAX_READINGS = 250;

    private static final int MAX_ROOT_LENGTH = 64;

    private final JsonFactory json = new JsonFactory();
    private final CBORFactory cbor = new CBORFactory();

    /**
     * The readings as one pack.
     *
     * @param root what points are named below, e.g. {@code farm-7/}; may be empty
     * @param readings 1 to {@link #MAX_READINGS}, in the order in which they are to be decoded
     */
    public byte[] encode(SenmlFormat format, String root, List<Reading> readings) {
        if (readings.isEmpty() || readings.size() > MAX_READINGS) {
            throw new IllegalArgumentException("1 to " + MAX_READINGS + " readings a pack, not " + readings.size());
        }
        if (root.length() > MAX_ROOT_LENGTH || (!root.isEmpty() && !Reading.isName(root))) {
            throw new IllegalArgumentException("not the beginning of a SenML name: " + root);
        }
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(64 + 32 * readings.size())) {
            switch (format) {
                case JSON -> {
                    try (JsonGenerator generator = json.createGenerator(bytes)) {
                        write(new JsonFields(generator), root, readings);
                    }
                }
                case CBOR -> {
                    try (CBORGenerator generator = cbor.createGenerator(bytes)) {
                        write(new CborFields(generator), root, readings);
                    }
                }
            }
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
    }

    private static void write(FieldWriter out, String root, List<Reading> readings) throws IOException {
        String baseUnit = baseUnit(readings);
        long baseTimeMs = readings.get(0).timeMs();
        out.startPack(readings.size());
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            // A CBOR map says first how many fields it has.
            String bn = i == 0 && !root.isEmpty() ? root : null;
            String bu = i == 0 ? baseUnit : null;
            String u = Objects.equals(reading.unit(), baseUnit) ? null : reading.unit();
            boolean hasTime = reading.timeMs() != baseTimeMs;
            out.startRecord(
                    2 + count(bn != null) + count(i == 0) + count(bu != null) + count(u != null) + count(hasTime));
            if (bn != null) {
                out.text(SenmlLabel.BASE_NAME, bn);
            }
            if (i == 0) {
                out.seconds(SenmlLabel.BASE_TIME, baseTimeMs);
            }
            if (bu != null) {
                out.text(SenmlLabel.BASE_UNIT, bu);
            }
            out.text(SenmlLabel.NAME, reading.point());
            if (u != null) {
                out.text(SenmlLabel.UNIT, u);
            }
            if (hasTime) {
                out.seconds(SenmlLabel.TIME, reading.timeMs() - baseTimeMs);
            }
            writeValue(out, reading);
            out.endRecord();
        }
        out.endPack();
    }

    private static void writeValue(FieldWriter out, Reading reading) throws IOException {
        if (reading.isBoolean()) {
            out.bool(SenmlLabel.BOOLEAN_VALUE, reading.value() != 0);
        } else {
            out.number(SenmlLabel.VALUE, reading.value());
        }
    }

    private static int count(boolean present) {
        return present ? 1 : 0;
    }

    /** The commonest unit, the first to appear among equals; null when it would save nothing or be wrong for one. */
    private static @Nullable String baseUnit(List<Reading> readings) {
        Map<String, Integer> counts = new HashMap<>();
        for (Reading reading : readings) {
            if (reading.unit() == null) {
                return null;
            }
            counts.merge(reading.unit(), 1, Integer::sum);
        }
        String commonest = null;
        int most = 1;
        for (Reading reading : readings) {
            int times = counts.getOrDefault(reading.unit(), 0);
            if (times > most) {
                commonest = reading.unit();
                most = times;
            }
        }
        return commonest;
    }
}
