package vn.tuoi.config.senml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import vn.tuoi.config.senml.MalformedPack.Reason;

/**
 * Reads SenML packs (RFC 8428) in JSON and CBOR into resolved readings: base fields applied, times in UTC. A pack is
 * taken whole or refused whole: the sink sees nothing before the last byte has been checked.
 *
 * <p>What it takes of the RFC:
 * <ul>
 *   <li>A record gives a reading when it has {@code v} or {@code vb}; one with base fields alone gives none. A
 *       {@code s} beside a value and {@code ut} are checked and not used. {@code vs}, {@code vd} and a sum without a
 *       value refuse the pack: a reading is numeric or boolean, and half a pack is worse than none.
 *   <li>{@code bv} is added to {@code v}; it does not stand in for a missing one (section 4.2).
 *   <li>Versions up to 10, and 26: version 10 with secondary units (RFC 9100), which the telemetry contract uses.
 *   <li>An empty {@code u} means no unit, whatever the base unit.
 *   <li>In CBOR the integer labels of table 4 and texts as extensions; a text of digits counts as that integer.
 *   <li>Times below 2^28 s count from the given now (section 4.5.3); parts of a millisecond are cut off.
 * </ul>
 *
 * <p>Safe for use by several threads at once.
 */
public final class SenmlDecoder {
    /** Texts, numbers and nesting of extensions beyond this serve no pack; what is known has tighter bounds. */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(8)
            .maxNameLength(64)
            .maxStringLength(1_024)
            .maxNumberLength(64)
            .build();

    private final SenmlLimits limits;
    private final JsonFactory json;
    private final CBORFactory cbor;

    public SenmlDecoder(SenmlLimits limits) {
        this.limits = limits;
        // Labels come from outside: they must neither fill the JVM's table of interned strings nor, when someone
        // crafts colliding ones, stop the parser with an unchecked exception. A pack's size bounds what they cost.
        this.json = JsonFactory.builder()
                .streamReadConstraints(CONSTRAINTS)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .build();
        this.cbor = CBORFactory.builder()
                .streamReadConstraints(CONSTRAINTS)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .build();
    }

    /**
     * Reads one pack and, when all of it is right, gives its readings to the sink.
     *
     * @param root what every resolved name must begin with and points are named below, e.g. {@code farm-7/}; empty for
     *     names that are relative already
     * @param nowMs the receiver's clock, milliseconds UTC, for relative times and for {@link SenmlLimits#maxAheadMs()}
     * @throws MalformedPack when the pack is refused; the sink has then not been called
     */
    public void decode(byte[] bytes, int offset, int length, String root, long nowMs, SenmlSink sink)
            throws MalformedPack {
        if (length > limits.maxBytes()) {
            throw MalformedPack.ofPack(
                    Reason.TOO_LARGE, "pack of " + length + " bytes, at most " + limits.maxBytes() + " allowed");
        }
        SenmlFormat format = SenmlFormat.sniff(bytes, offset, length);
        JsonFactory factory = format == SenmlFormat.JSON ? json : cbor;
        ResolvedReadings readings = new ResolvedReadings();
        try (JsonParser parser = factory.createParser(bytes, offset, length)) {
            PackReader reader = new PackReader(parser, format, limits, root, nowMs, readings);
            try {
                reader.read();
            } catch (StreamConstraintsException tooLongOrDeep) {
                throw MalformedPack.ofRecord(Reason.OVER_LIMIT, reader.record(), "text, number or nesting over limit");
            } catch (IOException broken) {
                throw MalformedPack.ofRecord(
                        Reason.SYNTAX,
                        reader.record(),
                        "broken " + format + " near byte "
                                + parser.currentLocation().getByteOffset());
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory failed", impossible);
        }
        readings.deliver(sink);
    }

    /** As {@link #decode}, with an object a reading; for places where that is fine. */
    public List<Reading> decode(byte[] bytes, String root, long nowMs) throws MalformedPack {
        List<Reading> readings = new ArrayList<>();
        decode(
                bytes,
                0,
                bytes.length,
                root,
                nowMs,
                (point, unit, timeMs, value, isBoolean) ->
                        readings.add(new Reading(point, unit, timeMs, value, isBoolean)));
        return readings;
    }
}
