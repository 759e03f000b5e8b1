package vn.tuoi.cloud.view;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.live.LiveFeed;
import vn.tuoi.cloud.registry.FarmChange;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.topic.FarmId;

/**
 * Tells the live feed what changed. A farm's home takes some reads to gather, so a thread of its own does that, once
 * for all the changes that came while it was busy: what waits is at most one job a watched farm. Thread-safe.
 */
public final class LiveNews implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveNews.class);

    private final LiveFeed feed;
    private final FarmViews views;
    private final Sentences sentences;
    private final Registry registry;
    private final Set<FarmId> stale = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "live-homes"));

    public LiveNews(LiveFeed feed, FarmViews views, Sentences sentences, Registry registry) {
        this.feed = feed;
        this.views = views;
        this.sentences = sentences;
        this.registry = registry;
    }

    /** Passes changes on; never blocks for a disk. */
    public void changed(List<FarmChange> changes) {
        for (FarmChange change : changes) {
            FarmId farm = change.farm();
            if (!feed.isWatched(farm)) {
                continue;
            }
            if (change instanceof FarmChange.RunChanged run) {
                feed.publish(farm, "run", () -> StrictJson.write(sentences.spell(run.run())));
            } else if (change instanceof FarmChange.AlarmChanged alarm) {
                feed.publish(farm, "alert", () -> StrictJson.write(sentences.spell(alarm.alarm())));
            } else if (change instanceof FarmChange.CommandChanged command) {
                feed.publish(farm, "command", () -> StrictJson.write(CommandView.of(command.command(), sentences)));
            } else if (change instanceof FarmChange.StateChanged && stale.add(farm)) {
                thread.execute(() -> home(farm));
            }
        }
    }

    private void home(FarmId farm) {
        stale.remove(farm);
        try {
            var found = registry.farms().find(farm.value());
            if (found.isPresent()) {
                byte[] home = StrictJson.write(views.home(found.get()));
                feed.publish(farm, "state", () -> home);
            }
        } catch (Exception e) {
            LOG.warn("the state of {} could not be shown to those who watch it: {}", farm, e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
