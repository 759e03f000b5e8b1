package vn.tuoi.cloud.intake;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.topic.FarmId;

/**
 * When each farm was last heard of: in memory, because every message changes it, and written down now and then.
 * Thread-safe; bounded by the number of registered farms.
 */
public final class Presence {
    private static final long NEVER = Long.MIN_VALUE;

    private final Consumer<Map<FarmId, Long>> log;

    /** Changed in place: putting a new number locks a part of the map, with every message. */
    private final Map<FarmId, Seen> seenMs = new ConcurrentHashMap<>();

    /** Of {@link #flush} alone; guarded by this. */
    private final Map<FarmId, Long> written = new HashMap<>();

    /** @param log writes down when farms were last heard of, milliseconds UTC; blocks */
    public Presence(Consumer<Map<FarmId, Long>> log) {
        this.log = log;
    }

    /** Where a farm is noted, for who hears of it with every message. */
    Seen seen(FarmId farm) {
        return seenMs.computeIfAbsent(farm, unseen -> new Seen());
    }

    /** When one farm was last heard of. Thread-safe. */
    static final class Seen {
        private volatile long ms = NEVER;

        void at(long atMs) {
            ms = atMs;
        }
    }

    /** When a farm was last heard of by this process. */
    public @Nullable Instant lastSeen(FarmId farm) {
        Seen seen = seenMs.get(farm);
        long ms = seen == null ? NEVER : seen.ms;
        return ms == NEVER ? null : Instant.ofEpochMilli(ms);
    }

    /** Writes down what is new; blocks. */
    public synchronized void flush() {
        Map<FarmId, Long> news = new HashMap<>();
        seenMs.forEach((farm, seen) -> {
            Long atMs = seen.ms;
            if (atMs != NEVER && !atMs.equals(written.get(farm))) {
                news.put(farm, atMs);
            }
        });
        if (!news.isEmpty()) {
            log.accept(news);
            written.putAll(news);
        }
    }
}
