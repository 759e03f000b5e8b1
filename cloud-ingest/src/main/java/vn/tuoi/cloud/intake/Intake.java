package vn.tuoi.cloud.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import vn.tuoi.cloud.live.LiveFeed;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.BrokerAddress;
import vn.tuoi.cloud.mqtt.BrokerLink;
import vn.tuoi.cloud.registry.FarmChange;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Takes in everything that farms say, in two lanes with a connection, a queue and a thread each: telemetry, and the few
 * words that people wait for, which must not stand behind a backlog. Telemetry, events and replies come by a shared
 * subscription, so that several cloud processes can do this side by side; {@code state} and {@code online} are retained,
 * which shared subscriptions do not deliver, so every process reads them. Thread-safe.
 */
public final class Intake implements AutoCloseable {
    /** Messages of a lane that the broker may have sent and not seen acknowledged. */
    private static final int RECEIVE_MAXIMUM = 2_000;

    /** Beside the receive maximum: room for messages of QoS 0, which it does not bound. */
    private static final int QUEUE_CAPACITY = RECEIVE_MAXIMUM + 500;

    private static final int MAX_BATCH = 1_000;
    private static final String SHARED = "$share/intake/";

    private final Lane telemetry;
    private final Lane word;
    private final List<BrokerLink> links;

    /**
     * What the intake works with.
     *
     * @param node name of this process among others at the same broker, {@code [a-z0-9-]+}
     * @param keep how long telemetry is kept
     * @param changes told what became different, on the lane's thread; must not block
     */
    public record Surroundings(
            String node,
            Registry registry,
            TelemetryStore store,
            Duration keep,
            LiveFeed live,
            Presence presence,
            Consumer<List<FarmChange>> changes) {}

    private Intake(Lane telemetry, Lane word, List<BrokerLink> links) {
        this.telemetry = telemetry;
        this.word = word;
        this.links = links;
    }

    /** Starts to take in; the broker may come later. */
    public static Intake start(BrokerAddress broker, Surroundings around, InstantSource clock, Metrics metrics) {
        BrokerLink telemetry = link(broker, around.node(), "telemetry", Stream.of(FarmTopic.TELEMETRY));
        Lane telemetryLane = lane(
                "telemetry",
                metrics,
                new TelemetryLane(
                        new TelemetryLane.Stores(around.registry(), around.store(), around.keep()),
                        around.live(),
                        around.presence(),
                        clock,
                        metrics,
                        new Acknowledger(telemetry, metrics, "telemetry")));
        telemetry.start(telemetryLane::offer, () -> {});
        BrokerLink word = link(
                broker,
                around.node(),
                "word",
                Stream.of(FarmTopic.EVENT, FarmTopic.REPLY, FarmTopic.STATE, FarmTopic.ONLINE));
        Lane wordLane = lane(
                "word",
                metrics,
                new WordLane(
                        around.registry(),
                        around.presence(),
                        clock,
                        metrics,
                        around.changes(),
                        new Acknowledger(word, metrics, "word")));
        word.start(wordLane::offer, () -> {});
        return new Intake(telemetryLane, wordLane, List.of(telemetry, word));
    }

    private static BrokerLink link(BrokerAddress broker, String node, String name, Stream<FarmTopic> topics) {
        List<String> filters = topics.map(
                        topic -> topic.retained() ? topic.ofEveryFarm() : SHARED + topic.ofEveryFarm())
                .toList();
        return new BrokerLink(
                broker,
                new BrokerLink.Purpose(
                        "intake-" + name, broker.username() + "-" + node + "-" + name, RECEIVE_MAXIMUM, filters));
    }

    private static Lane lane(String name, Metrics metrics, Lane.Batcher batcher) {
        String label = "lane=\"" + name + "\"";
        LongAdder dropped = metrics.counter("tuoi_intake_dropped_total", "QoS 0 messages that found no room.", label);
        Lane lane = new Lane(name, QUEUE_CAPACITY, MAX_BATCH, dropped, batcher);
        metrics.gauge("tuoi_intake_waiting", "Messages received and not taken yet.", label, lane::waiting);
        return lane;
    }

    /** Whether both lanes are connected and subscribed. */
    public boolean isConnected() {
        return links.stream().allMatch(BrokerLink::isConnected);
    }

    @Override
    public void close() {
        telemetry.close();
        word.close();
        links.forEach(BrokerLink::close);
    }
}
