package vn.tuoi.cloud.intake;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.registry.FarmLog;
import vn.tuoi.config.topic.FarmId;

/**
 * When each farm was last heard of: in memory, because every message changes it, and written down now and then.
 * Thread-safe; bounded by the number of registered farms.
 */
public final class Presence {
    private final FarmLog log;
    private final Map<FarmId, Long> seenMs = new ConcurrentHashMap<>();
    private final Map<FarmId, Long> unwritten = new ConcurrentHashMap<>();

    public Presence(FarmLog log) {
        this.log = log;
    }

    void heard(FarmId farm, long atMs) {
        seenMs.put(farm, atMs);
        unwritten.put(farm, atMs);
    }

    /** When a farm was last heard of by this process. */
    public @Nullable Instant lastSeen(FarmId farm) {
        Long atMs = seenMs.get(farm);
        return atMs == null ? null : Instant.ofEpochMilli(atMs);
    }

    /** Writes down what is new; blocks. */
    public void flush() {
        Map<FarmId, Long> now = new HashMap<>(unwritten);
        if (!now.isEmpty()) {
            log.lastSeen(now);
            now.forEach(unwritten::remove);
        }
    }
}
