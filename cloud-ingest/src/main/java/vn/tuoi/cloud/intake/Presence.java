package vn.tuoi.cloud.intake;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.topic.FarmId;

/**
 * When each farm was last heard of: in memory, because every message changes it, and written down now and then.
 * Thread-safe; bounded by the number of registered farms.
 */
public final class Presence {
    private final Consumer<Map<FarmId, Long>> log;

    /** A number that is there is changed in place: putting a new one locks a part of the map, with every message. */
    private final Map<FarmId, AtomicLong> seenMs = new ConcurrentHashMap<>();

    /** Of {@link #flush} alone; guarded by this. */
    private final Map<FarmId, Long> written = new HashMap<>();

    /** @param log writes down when farms were last heard of, milliseconds UTC; blocks */
    public Presence(Consumer<Map<FarmId, Long>> log) {
        this.log = log;
    }

    void heard(FarmId farm, long atMs) {
        AtomicLong seen = seenMs.get(farm);
        if (seen == null) {
            seen = seenMs.computeIfAbsent(farm, unseen -> new AtomicLong());
        }
        seen.setRelease(atMs);
    }

    /** When a farm was last heard of by this process. */
    public @Nullable Instant lastSeen(FarmId farm) {
        AtomicLong seen = seenMs.get(farm);
        return seen == null ? null : Instant.ofEpochMilli(seen.get());
    }

    /** Writes down what is new; blocks. */
    public synchronized void flush() {
        Map<FarmId, Long> news = new HashMap<>();
        seenMs.forEach((farm, seen) -> {
            Long atMs = seen.get();
            if (!atMs.equals(written.get(farm))) {
                news.put(farm, atMs);
            }
        });
        if (!news.isEmpty()) {
            log.accept(news);
            written.putAll(news);
        }
    }
}
