package vn.tuoi.gateway.coap;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import vn.tuoi.config.senml.MalformedPack;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.gateway.node.NodeSettings;

/** What the payload of a {@code POST /t} comes to. */
sealed interface NodePack {
    /** Good readings, their points below the farm; at least one. */
    record Taken(List<Reading> readings) implements NodePack {}

    /** An answer that says why the pack will never be taken; the diagnostic is printable ASCII. */
    record Refused(ResponseCode code, String diagnostic) implements NodePack {}

    /**
     * Reads a node's payload.
     *
     * @param contentFormat of the request; without one the payload's first byte tells
     * @param nowMs what times without a base are relative to, milliseconds UTC
     */
    static NodePack read(SenmlDecoder decoder, NodeSettings node, int contentFormat, byte[] payload, long nowMs) {
        if (contentFormat != MediaTypeRegistry.UNDEFINED
                && contentFormat != SenmlFormat.JSON.coapContentFormat()
                && contentFormat != SenmlFormat.CBOR.coapContentFormat()) {
            return new Refused(ResponseCode.UNSUPPORTED_CONTENT_FORMAT, "content format must be 110 or 112");
        }
        try {
            return below(node.prefix(), decoder.decode(payload, "", nowMs));
        } catch (MalformedPack e) {
            boolean isTooLarge =
                    e.reason() == MalformedPack.Reason.TOO_LARGE || e.reason() == MalformedPack.Reason.TOO_MANY_RECORDS;
            String why = e.getMessage();
            return new Refused(
                    isTooLarge ? ResponseCode.REQUEST_ENTITY_TOO_LARGE : ResponseCode.BAD_REQUEST,
                    why == null ? "" : why);
        }
    }

    private static NodePack below(String prefix, List<Reading> readings) {
        List<Reading> placed = new ArrayList<>(readings.size());
        for (Reading reading : readings) {
            if (prefix.length() + reading.point().length() > Reading.MAX_POINT_LENGTH) {
                return new Refused(ResponseCode.BAD_REQUEST, "a name is too long below " + prefix);
            }
            placed.add(new Reading(
                    prefix + reading.point(), reading.unit(), reading.timeMs(), reading.value(), reading.isBoolean()));
        }
        return new Taken(placed);
    }
}
