package vn.tuoi.cloud.intake;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import vn.tuoi.config.event.Ack;

/**
 * A set of sequence numbers as ranges. Bounded: above {@link Ack#MAX_RANGES} the lowest range is forgotten, and the farm
 * sends those messages again. Not thread-safe.
 */
final class SeqRanges {
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    void add(long seq) {
        Map.Entry<Long, Long> before = ranges.floorEntry(seq);
        if (before != null && before.getValue() >= seq) {
            return;
        }
        long from = before != null && before.getValue() == seq - 1 ? before.getKey() : seq;
        Long after = ranges.remove(seq + 1);
        ranges.put(from, after == null ? seq : after);
        if (ranges.size() > Ack.MAX_RANGES) {
            ranges.pollFirstEntry();
        }
    }

    void addAll(SeqRanges others) {
        others.ranges.forEach((from, to) -> {
            for (long seq = from; seq <= to; seq++) {
                add(seq);
            }
        });
    }

    /** The document of an {@link Ack}; written by hand because there is one for almost every message of a backlog. */
    byte[] json() {
        StringBuilder json = new StringBuilder(16 + 24 * ranges.size()).append("{\"seq\":[");
        ranges.forEach((from, to) -> {
            json.append(json.charAt(json.length() - 1) == ']' ? ",[" : "[");
            json.append(from).append(',').append(to).append(']');
        });
        return json.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
