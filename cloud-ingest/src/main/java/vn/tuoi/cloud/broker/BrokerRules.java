package vn.tuoi.cloud.broker;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.auth.FarmCredential;
import vn.tuoi.cloud.auth.Secrets;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Who may connect, publish and subscribe. A farm has its id as user name, publishes its own uplink topics and reads
 * below its own root; the cloud itself may do everything below {@code tuoi/v1/}; everybody else nothing. Called on the
 * broker's threads: answers from memory. Thread-safe.
 */
public final class BrokerRules {
    /** The cloud's own user name: no farm id begins with an underscore. */
    public static final String CLOUD = "_cloud";

    private static final String ROOT = "tuoi/v1/";
    private static final String SHARE = "$share/";
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Function<String, @Nullable String> digestOfFarm;
    private final String cloudSecret;

    /**
     * Rules for the given farms.
     *
     * @param digestOfFarm digest of a registered farm's password, null for a farm that is not registered
     * @param cloudSecret password of {@link #CLOUD}, made anew for every start
     */
    public BrokerRules(Function<String, @Nullable String> digestOfFarm, String cloudSecret) {
        this.digestOfFarm = digestOfFarm;
        this.cloudSecret = cloudSecret;
    }

    boolean authenticate(String clientId, String username, byte[] password) {
        if (!CLIENT_ID.matcher(clientId).matches()) {
            return false;
        }
        if (username.equals(CLOUD)) {
            return clientId.startsWith(CLOUD)
                    && Secrets.matches(password, Secrets.digest(cloudSecret.getBytes(StandardCharsets.UTF_8)));
        }
        String digest = digestOfFarm.apply(username);
        return digest != null && ownsClientId(username, clientId) && FarmCredential.matches(password, digest);
    }

    /**
     * A client id belongs to the farm with the longest id that it begins with: else farm {@code a} could take over the
     * session of farm {@code a-1}.
     */
    private boolean ownsClientId(String username, String clientId) {
        if (!clientId.equals(username) && !clientId.startsWith(username + "-")) {
            return false;
        }
        for (int end = clientId.length(); end > username.length(); end = clientId.lastIndexOf('-', end - 1)) {
            if (digestOfFarm.apply(clientId.substring(0, end)) != null) {
                return false;
            }
        }
        return true;
    }

    boolean mayPublish(String username, String topic) {
        if (username.equals(CLOUD)) {
            return topic.startsWith(ROOT);
        }
        return FarmId.isValid(username)
                && FarmTopic.parse(topic)
                        .filter(address -> address.farm().value().equals(username)
                                && address.topic().publisher() == FarmTopic.Publisher.FARM)
                        .isPresent();
    }

    boolean maySubscribe(String username, String asked) {
        String filter = withoutShare(asked);
        if (username.equals(CLOUD)) {
            return filter.startsWith(ROOT);
        }
        return FarmId.isValid(username) && filter.startsWith(ROOT + username + "/");
    }

    /** A shared subscription needs the right to what is shared; a malformed one has none. */
    private static String withoutShare(String filter) {
        if (!filter.startsWith(SHARE)) {
            return filter;
        }
        int slash = filter.indexOf('/', SHARE.length());
        return slash < 0 ? "" : filter.substring(slash + 1);
    }
}
