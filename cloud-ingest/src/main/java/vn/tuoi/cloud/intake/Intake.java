package vn.tuoi.cloud.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.live.LiveFeed;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.mqtt.BrokerAddress;
import vn.tuoi.cloud.mqtt.BrokerLink;
import vn.tuoi.cloud.registry.FarmChange;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.spool.Spool;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Takes in everything that farms say, in two lanes with a connection, a queue and a thread each: telemetry, and the few
 * words that people wait for, which must not stand behind a backlog. Telemetry, events and replies come by a shared
 * subscription, so that several cloud processes can do this side by side; {@code state} and {@code online} are retained,
 * which shared subscriptions do not deliver, so every process reads them. Thread-safe.
 */
public final class Intake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /**
     * Messages of a lane that the broker may have sent and not seen acknowledged: so many that the next batch comes in
     * while a store has one on its way to disk. The lane bounds their bytes.
     */
    static final int RECEIVE_MAXIMUM = 4_000;

    /** Beside the receive maximum: room for messages of QoS 0, which it does not bound. */
    private static final int QUEUE_CAPACITY = RECEIVE_MAXIMUM + 500;

    /** Of telemetry, 75 ms: nobody waits for it as for a word. */
    private static final int TELEMETRY_PAUSES = 4;

    private static final int WORD_PAUSES = 1;
    private static final String SHARED = "$share/intake/";

    private final BrokerAddress broker;
    private final Surroundings around;
    private final InstantSource clock;
    private final Metrics metrics;
    private final Safekeeping safekeeping;
    private final Map<BrokerLink, Lane> lanes = new LinkedHashMap<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /**
     * What the intake works with.
     *
     * @param node name of this process among others at the same broker, {@code [a-z0-9-]+}
     * @param spool where telemetry waits while the store fails
     * @param policy what is taken of a pack
     * @param changes told what became different, on the lane's thread; must not block
     */
    public record Surroundings(
            String node,
            Registry registry,
            TelemetryStore store,
            Spool spool,
            Policy policy,
            LiveFeed live,
            Presence presence,
            Consumer<List<FarmChange>> changes) {}

    /**
     * What becomes of times that cannot be right.
     *
     * @param keep how long telemetry is kept: what is older when it arrives is left out
     * @param maxAhead how far a reading's time may be ahead of the farms' clock: a pack with a later one is refused
     */
    public record Policy(Duration keep, Duration maxAhead) {}

    /** An intake that is not connected yet, see {@link #start}. */
    public Intake(BrokerAddress broker, Surroundings around, InstantSource clock, Metrics metrics) {
        this.broker = broker;
        this.around = around;
        this.clock = clock;
        this.metrics = metrics;
        this.safekeeping = opened(new Safekeeping(around.store(), around.spool(), decoder(), metrics));
        telemetry();
        words();
    }

    /** Starts to take in; the broker may come later. Called once. */
    public void start() {
        lanes.forEach((link, lane) -> link.start(lane, () -> {}));
    }

    private PackDecoder decoder() {
        return new PackDecoder(around.policy().keep(), around.policy().maxAhead());
    }

    private void telemetry() {
        BrokerLink link = link("telemetry", Stream.of(FarmTopic.TELEMETRY));
        Acknowledger acknowledger = opened(new Acknowledger(link, metrics, "telemetry"));
        Quarantine quarantine =
                opened(new Quarantine(around.registry().refusedMessages(), acknowledger, metrics, "telemetry"));
        Lane lane = opened(new Lane(
                "telemetry",
                QUEUE_CAPACITY,
                TELEMETRY_PAUSES,
                new TelemetryLane(
                        new Senders(around.registry().farms(), around.presence(), acknowledger, Senders.TELEMETRY),
                        decoder(),
                        safekeeping,
                        new TelemetryLane.Exits(quarantine, acknowledger),
                        around.live(),
                        clock,
                        metrics),
                metrics));
        lanes.put(link, lane);
    }

    private void words() {
        BrokerLink link = link("word", Stream.of(FarmTopic.EVENT, FarmTopic.REPLY, FarmTopic.STATE, FarmTopic.ONLINE));
        Acknowledger acknowledger = opened(new Acknowledger(link, metrics, "word"));
        Quarantine quarantine =
                opened(new Quarantine(around.registry().refusedMessages(), acknowledger, metrics, "word"));
        Lane lane = opened(new Lane(
                "word",
                QUEUE_CAPACITY,
                WORD_PAUSES,
                new WordLane(
                        new Senders(around.registry().farms(), around.presence(), acknowledger, Senders.WORDS),
                        new WordLane.Listeners(around.registry().log(), around.changes()),
                        quarantine,
                        acknowledger,
                        clock,
                        metrics),
                metrics));
        lanes.put(link, lane);
    }

    private BrokerLink link(String name, Stream<FarmTopic> topics) {
        List<String> filters = topics.map(
                        topic -> topic.retained() ? topic.ofEveryFarm() : SHARED + topic.ofEveryFarm())
                .toList();
        BrokerLink link = opened(new BrokerLink(
                broker,
                new BrokerLink.Purpose(
                        "intake-" + name,
                        broker.username() + "-" + around.node() + "-" + name,
                        RECEIVE_MAXIMUM,
                        filters)));
        metrics.gauge(
                "tuoi_broker_connected",
                "1 while the lane is connected and subscribed.",
                "lane=\"" + name + "\"",
                () -> link.isConnected() ? 1 : 0);
        return link;
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Whether both lanes are connected and subscribed. */
    public boolean isConnected() {
        return lanes.keySet().stream().allMatch(BrokerLink::isConnected);
    }

    /** Whether the last write to the store succeeded; while not, the spool takes telemetry. */
    public boolean storeWorks() {
        return safekeeping.storeWorks();
    }

    /** Why no telemetry is taken in now, for people; empty when it is. */
    public String obstacle() {
        return safekeeping.obstacle();
    }

    /** Finishes the batches under way; what waits stays the broker's, or in the spool. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the intake did not close cleanly", e);
            }
        }
    }
}
