package vn.tuoi.gateway.outbox;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.tuoi.config.event.Ack;

/** A set of acknowledged numbers as ranges, joined where they touch. Not thread-safe. */
final class AckedRanges {
    /** The record kind that stores such a set in a segment, beside the messages. */
    static final byte RECORD_KIND = 100;

    private static final int RANGE_BYTES = 16;

    /** No number comes near it; beyond it sums would overflow. */
    private static final long HIGHEST = Long.MAX_VALUE / 2;

    private final TreeMap<Long, Long> toByFrom = new TreeMap<>();

    void add(long from, long to) {
        long start = from;
        long end = to;
        Map.Entry<Long, Long> before = toByFrom.floorEntry(from);
        if (before != null && before.getValue() >= from - 1) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        Map.Entry<Long, Long> next = toByFrom.ceilingEntry(start);
        while (next != null && next.getKey() <= end + 1) {
            end = Math.max(end, next.getValue());
            toByFrom.remove(next.getKey());
            next = toByFrom.ceilingEntry(start);
        }
        toByFrom.put(start, end);
    }

    boolean contains(long number) {
        Map.Entry<Long, Long> range = toByFrom.floorEntry(number);
        return range != null && range.getValue() >= number;
    }

    int size() {
        return toByFrom.size();
    }

    List<Ack.Range> ranges() {
        List<Ack.Range> ranges = new ArrayList<>(toByFrom.size());
        toByFrom.forEach((from, to) -> ranges.add(new Ack.Range(from, to)));
        return ranges;
    }

    /** The set as a record's payload; what exceeds it is left out, which costs a resend at worst. */
    byte[] encode() {
        int count = Math.min(toByFrom.size(), RecordFormat.MAX_PAYLOAD_BYTES / RANGE_BYTES);
        ByteBuffer bytes = ByteBuffer.allocate(count * RANGE_BYTES);
        for (Map.Entry<Long, Long> range : toByFrom.entrySet()) {
            if (!bytes.hasRemaining()) {
                break;
            }
            bytes.putLong(range.getKey()).putLong(range.getValue());
        }
        return bytes.array();
    }

    void addEncoded(byte[] payload) {
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        while (bytes.remaining() >= RANGE_BYTES) {
            long from = bytes.getLong();
            long to = bytes.getLong();
            if (from >= 0 && from <= to && to < HIGHEST) {
                add(from, to);
            }
        }
    }

    void clear() {
        toByFrom.clear();
    }
}
