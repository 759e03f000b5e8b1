package vn.tuoi.cloud.intake;

import java.util.ArrayList;
import java.util.List;
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

    Ack ack() {
        List<Ack.Range> list = new ArrayList<>(ranges.size());
        ranges.forEach((from, to) -> list.add(new Ack.Range(from, to)));
        return Ack.of(list);
    }
}
