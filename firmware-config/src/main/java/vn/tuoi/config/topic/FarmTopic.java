package vn.tuoi.config.topic;

import java.util.Locale;
import java.util.Optional;

/** The topics below a farm's root {@code tuoi/v1/{farm}}, and who may publish on each. */
public enum FarmTopic {
    TELEMETRY(Publisher.FARM, false),
    EVENT(Publisher.FARM, false),
    STATE(Publisher.FARM, true),
    ONLINE(Publisher.FARM, true),
    REPLY(Publisher.FARM, false),
    ACK(Publisher.CLOUD, false),
    PLAN(Publisher.CLOUD, true),
    COMMAND(Publisher.CLOUD, false),
    FORECAST(Publisher.CLOUD, true);

    /** Which side publishes on a topic. */
    public enum Publisher {
        FARM,
        CLOUD
    }

    private static final String ROOT = "tuoi/v1/";

    private final Publisher publisher;
    private final boolean retained;
    private final String leaf;

    FarmTopic(Publisher publisher, boolean retained) {
        this.publisher = publisher;
        this.retained = retained;
        this.leaf = name().toLowerCase(Locale.ROOT);
    }

    public Publisher publisher() {
        return publisher;
    }

    public boolean retained() {
        return retained;
    }

    /** The topic of one farm, e.g. {@code tuoi/v1/tan-cuong-1/telemetry}. */
    public String of(FarmId farm) {
        return ROOT + farm + "/" + leaf;
    }

    /** The filter that matches this topic of every farm. */
    public String ofEveryFarm() {
        return ROOT + "+/" + name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a farm subscribes to, without its own messages (MQTT 5 no local): one subscription, because each costs the
     * broker a queue.
     */
    public static String everythingOf(FarmId farm) {
        return ROOT + farm + "/#";
    }

    /** A topic taken apart; empty when it is not one of ours. */
    public static Optional<Address> parse(String topic) {
        if (!topic.startsWith(ROOT)) {
            return Optional.empty();
        }
        int slash = topic.indexOf('/', ROOT.length());
        if (slash < 0) {
            return Optional.empty();
        }
        String farm = topic.substring(ROOT.length(), slash);
        String leaf = topic.substring(slash + 1);
        if (!FarmId.isValid(farm)) {
            return Optional.empty();
        }
        for (FarmTopic candidate : values()) {
            if (candidate.leaf.equals(leaf)) {
                return Optional.of(new Address(new FarmId(farm), candidate));
            }
        }
        return Optional.empty();
    }

    /** A farm and one of its topics. */
    public record Address(FarmId farm, FarmTopic topic) {}
}
