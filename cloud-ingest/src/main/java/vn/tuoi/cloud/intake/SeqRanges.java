package vn.tuoi.cloud.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import vn.tuoi.config.event.Ack;

/**
 * A set of sequence numbers as ranges. Bounded: above {@link Ack#MAX_RANGES} the lowest range is forgotten, and the farm
 * sends those messages again. An array, because a province has one of these a farm, which mostly has one range. Not
 * thread-safe.
 */
final class SeqRanges {
    /** First and last number of a range, the next range's, and so on, in order; no two ranges touch. */
    private long[] bounds = new long[2];

    private int size;

    private long first(int range) {
        return bounds[2 * range];
    }

    private long last(int range) {
        return bounds[2 * range + 1];
    }

    void add(long seq) {
        // the first range that ends at or after the number before this one: mostly the last range, or none
        int at = size;
        while (at > 0 && last(at - 1) >= seq - 1) {
            at--;
        }
        if (at == size || first(at) > seq + 1) {
            insert(at, seq);
        } else if (first(at) == seq + 1) {
            bounds[2 * at] = seq;
        } else if (last(at) == seq - 1) {
            boolean closesGap = at + 1 < size && first(at + 1) == seq + 1;
            bounds[2 * at + 1] = closesGap ? last(at + 1) : seq;
            if (closesGap) {
                remove(at + 1);
            }
        }
    }

    private void insert(int at, long seq) {
        if (2 * size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        System.arraycopy(bounds, 2 * at, bounds, 2 * at + 2, 2 * (size - at));
        bounds[2 * at] = seq;
        bounds[2 * at + 1] = seq;
        size++;
        if (size > Ack.MAX_RANGES) {
            remove(0);
        }
    }

    private void remove(int at) {
        size--;
        System.arraycopy(bounds, 2 * at + 2, bounds, 2 * at, 2 * (size - at));
    }

    /** Empties the set, and returns what was in it. */
    SeqRanges takeAll() {
        SeqRanges taken = new SeqRanges();
        if (bounds.length > taken.bounds.length) {
            // few farms have more than one range, and not for long
            taken.bounds = bounds;
            bounds = new long[2];
        } else {
            System.arraycopy(bounds, 0, taken.bounds, 0, 2 * size);
        }
        taken.size = size;
        size = 0;
        return taken;
    }

    void addAll(SeqRanges others) {
        for (int i = 0; i < others.size; i++) {
            for (long seq = others.first(i); seq <= others.last(i); seq++) {
                add(seq);
            }
        }
    }

    /** The document of an {@link Ack}; written by hand because there is one for almost every message of a backlog. */
    byte[] json() {
        StringBuilder json = new StringBuilder(16 + 24 * size).append("{\"seq\":[");
        for (int i = 0; i < size; i++) {
            json.append(i == 0 ? "[" : ",[")
                    .append(first(i))
                    .append(',')
                    .append(last(i))
                    .append(']');
        }
        return json.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
