package vn.tuoi.cloud.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import vn.tuoi.config.event.Ack;

/**
 * A set of sequence numbers as ranges. Bounded: above {@link Ack#MAX_RANGES} the lowest range is forgotten, and the farm
 * sends those messages again. Two arrays, because a province has one of these a farm, which mostly has one range. Not
 * thread-safe.
 */
final class SeqRanges {
    /** First and last numbers, both included, in order; no two ranges touch. */
    private long[] from = new long[1];

    private long[] to = new long[1];
    private int size;

    void add(long seq) {
        // the first range that ends at or after the number before this one: mostly the last range, or none
        int at = size;
        while (at > 0 && to[at - 1] >= seq - 1) {
            at--;
        }
        if (at == size || from[at] > seq + 1) {
            insert(at, seq);
        } else if (from[at] == seq + 1) {
            from[at] = seq;
        } else if (to[at] == seq - 1) {
            to[at] = seq;
            if (at + 1 < size && from[at + 1] == seq + 1) {
                to[at] = to[at + 1];
                remove(at + 1);
            }
        }
    }

    private void insert(int at, long seq) {
        if (size == from.length) {
            from = Arrays.copyOf(from, 2 * size);
            to = Arrays.copyOf(to, 2 * size);
        }
        System.arraycopy(from, at, from, at + 1, size - at);
        System.arraycopy(to, at, to, at + 1, size - at);
        from[at] = seq;
        to[at] = seq;
        size++;
        if (size > Ack.MAX_RANGES) {
            remove(0);
        }
    }

    private void remove(int at) {
        size--;
        System.arraycopy(from, at + 1, from, at, size - at);
        System.arraycopy(to, at + 1, to, at, size - at);
    }

    /** Empties the set, and returns what was in it. */
    SeqRanges takeAll() {
        SeqRanges taken = new SeqRanges();
        if (from.length > taken.from.length) {
            // few farms have more than one range, and not for long
            taken.from = from;
            taken.to = to;
            from = new long[1];
            to = new long[1];
        } else {
            System.arraycopy(from, 0, taken.from, 0, size);
            System.arraycopy(to, 0, taken.to, 0, size);
        }
        taken.size = size;
        size = 0;
        return taken;
    }

    void addAll(SeqRanges others) {
        for (int i = 0; i < others.size; i++) {
            for (long seq = others.from[i]; seq <= others.to[i]; seq++) {
                add(seq);
            }
        }
    }

    /** The document of an {@link Ack}; written by hand because there is one for almost every message of a backlog. */
    byte[] json() {
        StringBuilder json = new StringBuilder(16 + 24 * size).append("{\"seq\":[");
        for (int i = 0; i < size; i++) {
            json.append(i == 0 ? "[" : ",[")
                    .append(from[i])
                    .append(',')
                    .append(to[i])
                    .append(']');
        }
        return json.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
