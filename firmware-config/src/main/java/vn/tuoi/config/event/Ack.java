package vn.tuoi.config.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

/**
 * The cloud's word on topic {@code ack} that uplink messages are stored.
 *
 * @param seq inclusive ranges {@code [from,to]} of sequence numbers, at most {@link #MAX_RANGES}, in any order
 */
public record Ack(@JsonProperty(required = true) List<List<Long>> seq) {
    /** More are sent in several messages. */
    public static final int MAX_RANGES = 1_000;

    public Ack {
        seq = List.copyOf(seq);
    }

    /** First and last number of a range, both included. */
    public record Range(long from, long to) {}

    /** An acknowledgement that was read; every range is in order. */
    public static Ack parse(byte[] json) throws MalformedDocument {
        Ack ack = StrictJson.read(json, Ack.class);
        if (ack.seq.size() > MAX_RANGES) {
            throw new MalformedDocument("seq", "has " + ack.seq.size() + " ranges; the limit is " + MAX_RANGES);
        }
        for (int i = 0; i < ack.seq.size(); i++) {
            List<Long> range = ack.seq.get(i);
            if (range.size() != 2 || range.contains(null) || range.get(0) < 0 || range.get(1) < range.get(0)) {
                throw new MalformedDocument("seq[" + i + "]", "must be [from,to] with 0 <= from <= to, not " + range);
            }
        }
        return ack;
    }

    public static Ack of(List<Range> ranges) {
        return new Ack(
                ranges.stream().map(range -> List.of(range.from(), range.to())).toList());
    }

    public List<Range> ranges() {
        return seq.stream().map(range -> new Range(range.get(0), range.get(1))).toList();
    }
}
