package vn.tuoi.gateway.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.retry.FullJitter;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.gateway.node.NodeSettings;
import vn.tuoi.gateway.uplink.LocalBroker;

/**
 * Shows a farm in Home Assistant over a local broker. Whoever tells it something only leaves it in memory: connecting and
 * publishing happen on a thread of its own, so that a broker that is slow or gone is in nobody's way. Discovery documents
 * are retained; those of what is gone are taken back, also what a former run left there. Thread-safe.
 */
public final class HomeAssistant implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(HomeAssistant.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** Changes are gathered for so long; a value in between is not shown. */
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The way to the cloud is looked at, and what is silent forgotten, this often. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** What there is, is worked out anew when it has changed, and this often for what has fallen silent. */
    private static final long REBUILD_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Documents of a former run that are looked at; what exceeds it stays at the broker. */
    private static final int MAX_FOUND = 2 * Discovery.MAX_POINTS;

    private static final long CLOSE_MS = 800;
    private static final byte[] NOTHING = {};

    private final FarmId farm;
    private final HomeAssistantSettings settings;
    private final Supplier<Health> health;
    private final Thread thread;

    // of the thread that publishes
    private final Map<String, byte[]> documents = new HashMap<>();
    private Set<String> ids = Set.of();
    private long rebuiltNanos = System.nanoTime();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    // guarded by the lock
    private final Discovery discovery;
    private final Set<String> foundTopics = new HashSet<>();
    private boolean signalled;
    private boolean closing;

    /** How the way to the cloud stands. */
    public record Health(boolean cloudConnected, long waitingMessages) {}

    private HomeAssistant(FarmId farm, HomeAssistantSettings settings, InstantSource clock, Supplier<Health> health) {
        this.farm = farm;
        this.settings = settings;
        this.health = health;
        this.discovery = new Discovery(farm, settings.language(), clock);
        this.thread = new Thread(this::run, "home-assistant-" + farm);
        this.thread.setDaemon(true);
    }

    /** Starts to connect; returns at once. Nothing is shown before {@link #describe}. */
    public static HomeAssistant start(
            FarmId farm, HomeAssistantSettings settings, InstantSource clock, Supplier<Health> health) {
        HomeAssistant shown = new HomeAssistant(farm, settings, clock, health);
        shown.thread.start();
        return shown;
    }

    /** Tells what the farm has. */
    public void describe(FarmLayout layout) {
        tell(() -> discovery.describe(layout, System.nanoTime()));
    }

    /** Replaces the farm's wireless nodes. */
    public void replaceNodes(Collection<NodeSettings> nodes) {
        tell(() -> discovery.replaceNodes(nodes));
    }

    /** Takes readings of a node, or (null) of what is wired here. */
    public void readings(@Nullable String node, List<Reading> readings) {
        tell(() -> {
            long nowNanos = System.nanoTime();
            readings.forEach(reading -> discovery.reading(node, reading, nowNanos));
        });
    }

    /** Takes what the farm reports of its zones. */
    public void state(FarmState state) {
        tell(() -> discovery.state(state, System.nanoTime()));
    }

    private void tell(Runnable change) {
        lock.lock();
        try {
            change.run();
            signalled = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        FullJitter pauses = new FullJitter(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault());
        String filter = settings.discoveryPrefix() + "/+/" + Entities.nodeId(farm) + "/+/config";
        while (!isClosing()) {
            try (LocalBroker broker =
                    LocalBroker.open(settings.broker(), Entities.statusTopic(farm), List.of(filter), new Listener())) {
                LOG.info("{} shows itself to Home Assistant at {}", farm, settings.broker());
                serve(broker);
                pauses.reset();
            } catch (IOException | RuntimeException e) {
                LOG.info("{} cannot show itself to Home Assistant: {}", farm, e.getMessage());
            }
            await(pauses.next().toNanos(), false);
        }
    }

    private void serve(LocalBroker broker) throws IOException {
        Map<String, byte[]> published = new HashMap<>();
        lock.lock();
        try {
            discovery.showAgain();
        } finally {
            lock.unlock();
        }
        while (broker.isUp() && !isClosing()) {
            round(broker, published);
            await(ROUND_NANOS, false);
            await(IDLE_NANOS, true);
        }
    }

    /** Publishes what has changed since the round before. */
    private void round(LocalBroker broker, Map<String, byte[]> published) throws IOException {
        Health now = health.get();
        Map<String, Entity> rebuilt = null;
        Map<String, Discovery.Value> values;
        Set<String> found;
        lock.lock();
        try {
            long nowNanos = System.nanoTime();
            discovery.health(now.cloudConnected(), now.waitingMessages(), nowNanos);
            if (!discovery.isDescribed()) {
                return;
            }
            if (discovery.takeRestructured() || nowNanos - rebuiltNanos >= REBUILD_NANOS) {
                rebuiltNanos = nowNanos;
                rebuilt = discovery.entities(nowNanos);
                ids = Set.copyOf(rebuilt.keySet());
            }
            values = discovery.takeChanged(ids, nowNanos);
            found = Set.copyOf(foundTopics);
            foundTopics.clear();
        } finally {
            lock.unlock();
        }
        if (rebuilt != null) {
            documents.clear();
            rebuilt.values().forEach(entity -> documents.put(topic(entity), entity.document()));
        }
        takeBack(broker, published, found);
        for (Map.Entry<String, byte[]> document : documents.entrySet()) {
            if (!Arrays.equals(document.getValue(), published.get(document.getKey()))) {
                broker.retain(document.getKey(), document.getValue(), 0);
                published.put(document.getKey(), document.getValue());
            }
        }
        for (Map.Entry<String, Discovery.Value> value : values.entrySet()) {
            Discovery.Value shown = value.getValue();
            broker.retain(
                    Entities.stateTopic(farm, value.getKey()),
                    shown.payload().getBytes(StandardCharsets.UTF_8),
                    shown.expirySeconds());
        }
    }

    /** Takes away what we have published, or a former run has left, and what there is no more. */
    private void takeBack(LocalBroker broker, Map<String, byte[]> published, Set<String> found) throws IOException {
        Set<String> gone = new HashSet<>(published.keySet());
        gone.addAll(found);
        gone.removeAll(documents.keySet());
        for (String topic : gone) {
            broker.retain(topic, NOTHING, 0);
            if (!ids.contains(objectId(topic))) {
                broker.retain(Entities.stateTopic(farm, objectId(topic)), NOTHING, 0);
            }
            published.remove(topic);
        }
    }

    private String topic(Entity entity) {
        return settings.discoveryPrefix() + "/" + entity.component() + "/" + Entities.nodeId(farm) + "/"
                + entity.objectId() + "/config";
    }

    private static String objectId(String topic) {
        String[] levels = topic.split("/", -1);
        return levels[levels.length - 2];
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos, boolean endsWithNews) {
        lock.lock();
        try {
            long left = nanos;
            while (!closing && left > 0 && !(endsWithNews && signalled)) {
                left = news.awaitNanos(left);
            }
            if (endsWithNews) {
                signalled = false;
            }
        } catch (InterruptedException e) {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    /** Shows the farm as unavailable and ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            news.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener implements LocalBroker.Listener {
        /** A document that stands at the broker: of a former run, since our own do not come back. */
        @Override
        public void arrived(String topic, byte[] payload) {
            if (payload.length == 0) {
                return;
            }
            String[] levels = topic.split("/", -1);
            String component = levels[levels.length - 4];
            String objectId = objectId(topic);
            String unit = unit(payload);
            tell(() -> {
                if (foundTopics.size() < MAX_FOUND) {
                    foundTopics.add(topic);
                    discovery.adopt(component, objectId, unit, System.nanoTime());
                }
            });
        }

        private static @Nullable String unit(byte[] document) {
            try {
                return StrictJson.read(document, JsonNode.class)
                        .path("unit_of_measurement")
                        .textValue();
            } catch (MalformedDocument e) {
                // somebody else's, or half of one: it is written anew or taken away
                return null;
            }
        }

        @Override
        public void broke(String why) {
            LOG.info("{} lost Home Assistant's broker: {}", farm, why);
            tell(() -> {});
        }
    }
}
