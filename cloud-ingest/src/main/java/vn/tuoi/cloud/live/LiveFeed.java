package vn.tuoi.cloud.live;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import vn.tuoi.config.topic.FarmId;

/**
 * Hands what changed on a farm to whoever watches it now. Nothing is kept: a phone that was away asks for the farm's
 * home again. Thread-safe, never blocks.
 */
public final class LiveFeed {
    /** People who watch at the same time, over all farms. */
    static final int MAX_WATCHERS = 5_000;

    private final Map<FarmId, Set<Watcher>> watchers = new ConcurrentHashMap<>();
    private final AtomicLong watching = new AtomicLong();
    private final AtomicLong nextId = new AtomicLong(1);

    /**
     * Something to show.
     *
     * @param id rises with every event of this process
     * @param name e.g. {@code reading}
     * @param json one line
     */
    public record Event(long id, String name, String json) {}

    /** Somebody who watches a farm; called on the thread that brings the news, must not block. */
    public interface Watcher {
        void changed(Event event);
    }

    /** Lets somebody watch; false when too many do already. */
    public boolean watch(FarmId farm, Watcher watcher) {
        if (watching.incrementAndGet() > MAX_WATCHERS) {
            watching.decrementAndGet();
            return false;
        }
        watchers.compute(farm, (id, before) -> {
            Set<Watcher> all = before == null ? ConcurrentHashMap.newKeySet() : before;
            all.add(watcher);
            return all;
        });
        return true;
    }

    public void leave(FarmId farm, Watcher watcher) {
        watchers.computeIfPresent(farm, (id, all) -> {
            if (all.remove(watcher)) {
                watching.decrementAndGet();
            }
            return all.isEmpty() ? null : all;
        });
    }

    /** Whether anybody watches a farm, so that news need not be written for nobody. */
    public boolean isWatched(FarmId farm) {
        return watchers.containsKey(farm);
    }

    /** How many watch. */
    public long watching() {
        return watching.get();
    }

    /** Tells everybody who watches a farm. */
    public void publish(FarmId farm, String name, Supplier<byte[]> json) {
        Set<Watcher> all = watchers.get(farm);
        if (all == null) {
            return;
        }
        Event event = new Event(nextId.getAndIncrement(), name, new String(json.get(), StandardCharsets.UTF_8));
        all.forEach(watcher -> watcher.changed(event));
    }
}
