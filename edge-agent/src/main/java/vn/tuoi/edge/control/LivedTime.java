package vn.tuoi.edge.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The spans of clock time that the farm has lived through, so that no calendar occurrence runs twice however the clock
 * is set: an occurrence inside a span was decided on when it was due. A gap that a forward jump or a power cut left is
 * not lived: if the clock goes back into it, its occurrences are due for the first time. Immutable.
 *
 * @param spans the last one is being lived in; at most {@link #MAX_SPANS}
 */
record LivedTime(List<Span> spans) {
    static final int MAX_SPANS = 8;
    static final LivedTime NONE = new LivedTime(List.of());

    LivedTime {
        spans = List.copyOf(spans);
    }

    /** From after {@code from} to {@code to}, both on the clock. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Span(
            @JsonProperty(required = true) Instant from,
            @JsonProperty(required = true) Instant to) {
        boolean contains(Instant time) {
            return time.isAfter(from) && !time.isAfter(to);
        }
    }

    /** Up to when everything has been decided in the present span; only when there is one. */
    Instant upTo() {
        return spans.get(spans.size() - 1).to();
    }

    boolean isEmpty() {
        return spans.isEmpty();
    }

    /** Whether {@code time} was lived before the present span began: what was due then has been decided. */
    boolean livedBefore(Instant time) {
        for (int i = 0; i < spans.size() - 1; i++) {
            if (spans.get(i).contains(time)) {
                return true;
            }
        }
        return false;
    }

    /** The present span goes on to {@code to}. */
    LivedTime until(Instant to) {
        if (!to.isAfter(upTo())) {
            return this;
        }
        List<Span> longer = new ArrayList<>(spans);
        longer.set(spans.size() - 1, new Span(spans.get(spans.size() - 1).from(), to));
        return new LivedTime(longer);
    }

    /**
     * A new span begins. When there are too many, the two that are nearest in time become one: what lay between them
     * is then never run, which is the safe side.
     */
    LivedTime jump(Instant from, Instant to) {
        List<Span> all = new ArrayList<>(spans);
        if (all.size() == MAX_SPANS) {
            all.sort((a, b) -> a.from().compareTo(b.from()));
            int nearest = 0;
            for (int i = 1; i < all.size() - 1; i++) {
                if (gap(all, i).compareTo(gap(all, nearest)) < 0) {
                    nearest = i;
                }
            }
            Span first = all.get(nearest);
            Span second = all.remove(nearest + 1);
            all.set(nearest, new Span(first.from(), first.to().isAfter(second.to()) ? first.to() : second.to()));
        }
        all.add(new Span(from, to));
        return new LivedTime(all);
    }

    private static Duration gap(List<Span> sorted, int i) {
        return Duration.between(sorted.get(i).to(), sorted.get(i + 1).from());
    }
}
