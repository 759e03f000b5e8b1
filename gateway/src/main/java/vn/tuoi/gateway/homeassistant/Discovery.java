package vn.tuoi.gateway.homeassistant;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.FarmState.ZoneState;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.gateway.node.NodeSettings;

/**
 * What is to be shown of a farm: which entities there are, and the latest value of each. A point is shown while it is
 * wired, or a node sends it; one whose zone, node or wiring goes is taken away, and so is one of which nothing was heard
 * for a week. Not thread-safe.
 */
final class Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    /** More than 200 zones with ten probes each; what exceeds it is not shown. */
    static final int MAX_POINTS = 2_000;

    static final long FORGET_NANOS = TimeUnit.DAYS.toNanos(7);
    private static final int DEFAULT_HEARTBEAT_SECONDS = 900;
    private static final int LEAST_EXPIRE_SECONDS = 120;

    private final FarmId farm;
    private final HomeAssistantSettings.Language language;
    private final InstantSource clock;
    private final Map<String, KnownPoint> points = new TreeMap<>();
    private final Map<String, NodeSettings> nodes = new HashMap<>();
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Set<String> changed = new HashSet<>();
    private final Set<String> zonesWithDepletion = new HashSet<>();
    private @Nullable FarmLayout layout;
    private boolean restructured = true;
    private boolean saidTooMany;

    /**
     * A value to show.
     *
     * @param expirySeconds for how long it may count as the present one; 0 for as long as the farm is there
     */
    record Value(String payload, long expirySeconds, long atNanos) {
        boolean isFresh(long nowNanos) {
            return expirySeconds == 0 || nowNanos - atNanos < TimeUnit.SECONDS.toNanos(expirySeconds);
        }
    }

    Discovery(FarmId farm, HomeAssistantSettings.Language language, InstantSource clock) {
        this.farm = farm;
        this.language = language;
        this.clock = clock;
    }

    /** Whether it is known what the farm has; before, nothing may be taken away. */
    boolean isDescribed() {
        return layout != null;
    }

    void describe(FarmLayout news, long nowNanos) {
        FarmLayout before = layout;
        layout = news;
        restructured = true;
        if (before != null) {
            for (String point : before.heartbeatSeconds().keySet()) {
                if (!news.heartbeatSeconds().containsKey(point)) {
                    forget(point);
                }
            }
            for (String zone : before.zoneNames().keySet()) {
                if (!news.zoneNames().containsKey(zone)) {
                    List.copyOf(points.keySet()).stream()
                            .filter(point -> point.startsWith(zone + "/"))
                            .forEach(this::forget);
                }
            }
        }
        for (String point : news.heartbeatSeconds().keySet()) {
            boolean isBoolean = isBoolean(point);
            know(point, isBoolean, null, nowNanos);
        }
        dropUnowned();
    }

    private static boolean isBoolean(String point) {
        var quantity = KnownPoint.quantity(point);
        return quantity != null && quantity.kind() == vn.tuoi.config.senml.Quantity.Kind.BOOLEAN;
    }

    void replaceNodes(Iterable<NodeSettings> news) {
        restructured = true;
        nodes.clear();
        news.forEach(node -> nodes.put(node.node(), node));
        dropUnowned();
    }

    /** Takes away what only a node that is gone, or nobody at all, can have sent. */
    private void dropUnowned() {
        if (layout != null) {
            List<String> gone = new ArrayList<>();
            points.values().forEach(point -> {
                if (!isOwned(point)) {
                    gone.add(point.name());
                }
            });
            gone.forEach(this::forget);
        }
    }

    private boolean isOwned(KnownPoint point) {
        FarmLayout described = layout;
        if (described == null || described.heartbeatSeconds().containsKey(point.name()) || point.isLocal()) {
            return true;
        }
        if (point.node() != null) {
            NodeSettings node = nodes.get(point.node());
            return node != null && point.name().startsWith(node.prefix());
        }
        return nodes.values().stream().anyMatch(node -> point.name().startsWith(node.prefix()));
    }

    private void forget(String point) {
        restructured = true;
        points.remove(point);
        values.remove(ObjectId.of(point));
        changed.remove(ObjectId.of(point));
    }

    private @Nullable KnownPoint know(String name, boolean isBoolean, @Nullable String unit, long nowNanos) {
        KnownPoint known = points.get(name);
        if (known == null) {
            if (points.size() >= MAX_POINTS) {
                if (!saidTooMany) {
                    saidTooMany = true;
                    LOG.warn(
                            "Home Assistant is shown {} points of {}, and not {} and later ones",
                            MAX_POINTS,
                            farm,
                            name);
                }
                return null;
            }
            known = new KnownPoint(name, isBoolean, unit, nowNanos);
            points.put(name, known);
            restructured = true;
        }
        return known;
    }

    /** Takes a reading of a node, or (null) of what is wired here. */
    void reading(@Nullable String node, Reading reading, long nowNanos) {
        KnownPoint point = know(reading.point(), reading.isBoolean(), reading.unit(), nowNanos);
        if (point == null || point.isBoolean() != reading.isBoolean()) {
            return;
        }
        // whose reading it is decides when it expires
        restructured |= !Objects.equals(point.node(), node);
        String shown = point.take(node, reading, nowNanos);
        long expirySeconds = expireSeconds(point);
        boolean isOld = clock.millis() - reading.timeMs() > expirySeconds * 1_000;
        // what a node kept while it was out of reach has fallen all the same, but is no present moisture
        if (shown != null && (!isOld || point.presentation().isTotal())) {
            show(ObjectId.of(reading.point()), new Value(shown, expirySeconds, nowNanos));
        }
    }

    private long expireSeconds(KnownPoint point) {
        FarmLayout described = layout;
        Integer heartbeat =
                described == null ? null : described.heartbeatSeconds().get(point.name());
        NodeSettings node = point.node() == null ? null : nodes.get(point.node());
        int seconds = DEFAULT_HEARTBEAT_SECONDS;
        if (heartbeat != null) {
            seconds = heartbeat;
        } else if (node != null) {
            seconds = node.reportSeconds();
        }
        return Math.max(LEAST_EXPIRE_SECONDS, 3L * seconds);
    }

    private void show(String objectId, Value value) {
        Value before = values.put(objectId, value);
        // a value that stays is sent again too, so that it does not expire
        if (before == null || value.expirySeconds() > 0 || !before.payload().equals(value.payload())) {
            changed.add(objectId);
        }
    }

    /** Takes what the farm reports of its zones. */
    void state(FarmState state, long nowNanos) {
        for (ZoneState zone : state.zones()) {
            boolean waters = zone.run() != null;
            show(Entities.objectId(Label.WATERING, zone.zone()), new Value(waters ? "ON" : "OFF", 0, nowNanos));
            // "None" is what Home Assistant takes for an unknown value
            String until = zone.until() == null ? "None" : zone.until().toString();
            show(Entities.objectId(Label.WATERING_UNTIL, zone.zone()), new Value(until, 0, nowNanos));
            Double depletionMm = zone.depletionMm();
            if (depletionMm != null) {
                restructured |= zonesWithDepletion.add(zone.zone());
                show(
                        Entities.objectId(Label.DEPLETION, zone.zone()),
                        new Value(Presentation.of(null, false, "mm").show(depletionMm), 0, nowNanos));
            }
        }
    }

    /** Takes how the way to the cloud stands. */
    void health(boolean cloudConnected, long waitingMessages, long nowNanos) {
        show(Entities.objectId(Label.CLOUD, null), new Value(cloudConnected ? "ON" : "OFF", 0, nowNanos));
        show(Entities.objectId(Label.WAITING, null), new Value(Long.toString(waitingMessages), 0, nowNanos));
    }

    /** An entity of a former run stands at the broker: its point is still known, unless nobody can send it. */
    void adopt(String component, String objectId, @Nullable String unit, long nowNanos) {
        ObjectId.point(objectId).ifPresent(name -> {
            know(name, component.equals(Presentation.BINARY_SENSOR), unit, nowNanos);
            dropUnowned();
        });
    }

    /** Whether other entities, or others' documents, are to be shown than at the last call. */
    boolean takeRestructured() {
        boolean was = restructured;
        restructured = false;
        return was;
    }

    /** Every entity by its id; empty before the farm was described. */
    Map<String, Entity> entities(long nowNanos) {
        Map<String, Entity> entities = new TreeMap<>();
        FarmLayout described = layout;
        if (described == null) {
            return entities;
        }
        Entities made = new Entities(farm, language, described);
        List<String> forgotten = new ArrayList<>();
        Set<String> devices = devices(described);
        for (KnownPoint point : points.values()) {
            if (!described.heartbeatSeconds().containsKey(point.name())
                    && nowNanos - point.heardNanos() >= FORGET_NANOS) {
                forgotten.add(point.name());
            } else {
                String first =
                        point.name().substring(0, Math.max(0, point.name().indexOf('/')));
                String device = devices.contains(first) ? first : null;
                add(entities, made.ofPoint(point, device, expireSeconds(point)));
            }
        }
        forgotten.forEach(this::forget);
        for (String zone : described.zoneNames().keySet()) {
            add(entities, made.watering(zone));
            add(entities, made.wateringUntil(zone));
            if (zonesWithDepletion.contains(zone)) {
                add(entities, made.depletion(zone));
            }
        }
        add(entities, made.cloud());
        add(entities, made.waiting());
        return entities;
    }

    private Set<String> devices(FarmLayout described) {
        Set<String> devices = new HashSet<>(described.zoneNames().keySet());
        nodes.values()
                .forEach(node ->
                        devices.add(node.prefix().substring(0, node.prefix().length() - 1)));
        return devices;
    }

    private static void add(Map<String, Entity> entities, Entity entity) {
        entities.put(entity.objectId(), entity);
    }

    /** A new connection: everything that is fresh is to be shown again. */
    void showAgain() {
        changed.addAll(values.keySet());
    }

    /** The values to publish since the last call, those of entities only. */
    Map<String, Value> takeChanged(Set<String> entities, long nowNanos) {
        Map<String, Value> taken = new LinkedHashMap<>();
        for (String objectId : changed) {
            Value value = values.get(objectId);
            if (value != null && entities.contains(objectId) && value.isFresh(nowNanos)) {
                taken.put(objectId, value);
            }
        }
        changed.clear();
        return taken;
    }
}
