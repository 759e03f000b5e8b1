package vn.tuoi.edge.agent;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.log.Trouble;

/**
 * Events and replies on their way into the outbox, in order. What the outbox refuses, e.g. on a full disk, waits and is
 * tried again after a pause, one word alone until one is taken. Bounded: beyond {@link #MAX_WAITING} the oldest is given
 * up here; it comes again at the next start, for the controller remembers what was not stored. Thread-safe.
 */
final class Words {
    static final int MAX_WAITING = 512;
    static final long FIRST_PAUSE_MS = 5_000;
    static final long LONGEST_PAUSE_MS = 300_000;

    private static final Logger LOG = LoggerFactory.getLogger(Words.class);
    private static final long UNSET = Long.MIN_VALUE;

    /**
     * One of them.
     *
     * @param what for the log
     * @param into gives it to the outbox
     * @param stored what to do when it is durable there
     */
    record Word(String what, Supplier<CompletableFuture<Long>> into, Runnable stored) {}

    /** In the order in which they were said. */
    private final NavigableMap<Long, Word> waiting = new TreeMap<>();

    private final Trouble trouble = new Trouble();
    private long said;
    private boolean trying;
    private long retryAtMs = UNSET;
    private long pauseMs = FIRST_PAUSE_MS;
    private @Nullable String refusal;
    private boolean taken;

    /** Gives a word to the outbox, after those that wait. */
    synchronized void say(Word word) {
        long number = said++;
        if (waiting.isEmpty() && !trying) {
            attempt(number, word);
        } else {
            await(number, word);
        }
    }

    private void attempt(long number, Word word) {
        var unusedStored = word.into.get().whenComplete((seq, failure) -> {
            if (failure == null) {
                word.stored.run();
            } else {
                refused(number, word, failure);
            }
        });
    }

    private synchronized void refused(long number, Word word, Throwable failure) {
        refusal = word.what + ": " + failure.getMessage();
        await(number, word);
    }

    private void await(long number, Word word) {
        waiting.put(number, word);
        if (waiting.size() > MAX_WAITING) {
            waiting.pollFirstEntry();
        }
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** Tries again what waits, when its pause is over; to be called every now and then by one thread. */
    synchronized void retryIfDue(long nowMs) {
        tell(nowMs);
        if (waiting.isEmpty() || trying) {
            return;
        }
        if (retryAtMs == UNSET) {
            retryAtMs = nowMs + pauseMs;
        }
        if (nowMs < retryAtMs) {
            return;
        }
        trying = true;
        Map.Entry<Long, Word> first = waiting.firstEntry();
        var unusedStored = first.getValue().into.get().whenComplete((seq, failure) -> tried(first, failure));
    }

    private void tried(Map.Entry<Long, Word> first, @Nullable Throwable failure) {
        if (failure == null) {
            first.getValue().stored.run();
        }
        synchronized (this) {
            trying = false;
            retryAtMs = UNSET;
            if (failure != null) {
                pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
                refusal = first.getValue().what + ": " + failure.getMessage();
                return;
            }
            pauseMs = FIRST_PAUSE_MS;
            waiting.remove(first.getKey());
            taken = true;
            List<Map.Entry<Long, Word>> rest = List.copyOf(waiting.entrySet());
            waiting.clear();
            rest.forEach(entry -> attempt(entry.getKey(), entry.getValue()));
        }
    }

    private void tell(long nowMs) {
        String why = refusal;
        refusal = null;
        if (why != null && trouble.isNews(nowMs)) {
            LOG.error("the outbox takes nothing, {} words wait and are tried again; {}", waiting.size(), why);
        }
        if (taken && waiting.isEmpty()) {
            taken = false;
            if (trouble.isOver()) {
                LOG.warn("the outbox takes what is said again");
            }
        }
    }
}
