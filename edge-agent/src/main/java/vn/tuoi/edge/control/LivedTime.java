package vn.tuoi.edge.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The spans of clock time that the farm has lived through, so that no calendar occurrence runs twice however the clock
 * is set: an occurrence inside a span was decided on when it was due. A gap that a forward jump or a power cut left is
 * not lived: if the clock goes back into it, its occurrences are due for the first time. The present span goes on with
 * every step and is kept beside those before, so that a step copies no list. Immutable.
 *
 * @param before at most {@link #MAX_SPANS} less one
 * @param present the one that is being lived in; null before the clock was first trusted
 */
record LivedTime(List<Span> before, @Nullable Span present) {
    static final int MAX_SPANS = 8;
    static final LivedTime NONE = new LivedTime(List.of(), null);

    /** The spans in the order in which they were lived, the present one last. */
    static LivedTime of(List<Span> spans) {
        int last = spans.size() - 1;
        return last < 0 ? NONE : new LivedTime(List.copyOf(spans.subList(0, last)), spans.get(last));
    }

    List<Span> spans() {
        List<Span> spans = new ArrayList<>(before);
        if (present != null) {
            spans.add(present);
        }
        return spans;
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
        return now().to();
    }

    boolean isEmpty() {
        return present == null;
    }

    private Span now() {
        return Objects.requireNonNull(present, "nothing was lived yet");
    }

    /** Whether {@code time} was lived before the present span began: what was due then has been decided. */
    boolean livedBefore(Instant time) {
        for (Span span : before) {
            if (span.contains(time)) {
                return true;
            }
        }
        return false;
    }

    /** The present span goes on to {@code to}. */
    LivedTime until(Instant to) {
        return to.isAfter(upTo()) ? new LivedTime(before, new Span(now().from(), to)) : this;
    }

    /**
     * A new span begins. When there are too many, the two that are nearest in time become one: what lay between them
     * is then never run, which is the safe side.
     */
    LivedTime jump(Instant from, Instant to) {
        List<Span> all = spans();
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
        return new LivedTime(List.copyOf(all), new Span(from, to));
    }

    private static Duration gap(List<Span> sorted, int i) {
        return Duration.between(sorted.get(i).to(), sorted.get(i + 1).from());
    }
}
