package vn.tuoi.cloud.broker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.auth.Secrets;

/**
 * {@link BrokerRules} as Artemis asks for them: "no" on any doubt, and on any exception. Artemis asks for authentication
 * again with every permission; that is answered from the connection. Thread-safe.
 */
final class RulesAdapter implements ActiveMQSecurityManager5 {
    private static final Logger LOG = LoggerFactory.getLogger(RulesAdapter.class);

    private record Known(String username, String passwordDigest, Subject subject) {}

    private final BrokerRules rules;
    private final Map<RemotingConnection, Known> known = Collections.synchronizedMap(new WeakHashMap<>());

    RulesAdapter(BrokerRules rules) {
        this.rules = rules;
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection connection,
            @Nullable String domain) {
        try {
            if (connection == null || user == null || password == null || connection.getClientID() == null) {
                return null;
            }
            byte[] secret = password.getBytes(StandardCharsets.UTF_8);
            String digest = Secrets.digest(secret);
            Known before = known.get(connection);
            if (before != null && before.username().equals(user) && Secrets.matches(secret, before.passwordDigest())) {
                return before.subject();
            }
            boolean welcome = rules.authenticate(connection.getClientID(), user, secret);
            Arrays.fill(secret, (byte) 0);
            if (!welcome) {
                return null;
            }
            Subject subject = new Subject(true, Set.of(new UserPrincipal(user)), Set.of(), Set.of());
            known.put(connection, new Known(user, digest, subject));
            return subject;
        } catch (RuntimeException e) {
            LOG.error("a broker client is refused because its credentials could not be checked", e);
            return null;
        }
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType type, @Nullable String address) {
        try {
            if (subject == null || address == null) {
                return false;
            }
            Set<UserPrincipal> principals = subject.getPrincipals(UserPrincipal.class);
            if (principals.size() != 1) {
                return false;
            }
            String user = principals.iterator().next().getName();
            // operations on a queue come as "filter::queue"
            int queue = address.indexOf("::");
            String topic = queue < 0 ? address : address.substring(0, queue);
            return switch (type) {
                case SEND -> queue < 0 && rules.mayPublish(user, topic);
                case CREATE_ADDRESS -> rules.mayPublish(user, topic) || rules.maySubscribe(user, topic);
                // unsubscribing removes the own queue and, when it was the last one, its address
                case CONSUME,
                        CREATE_DURABLE_QUEUE,
                        CREATE_NON_DURABLE_QUEUE,
                        DELETE_DURABLE_QUEUE,
                        DELETE_NON_DURABLE_QUEUE,
                        DELETE_ADDRESS -> rules.maySubscribe(user, topic);
                default -> false;
            };
        } catch (RuntimeException e) {
            LOG.error("a broker client is refused because its rights could not be checked", e);
            return false;
        }
    }

    /** An older way in that is not used. */
    @Override
    public boolean validateUser(@Nullable String user, @Nullable String password) {
        return false;
    }

    /** An older way in that is not used. */
    @Override
    public boolean validateUserAndRole(
            @Nullable String user, @Nullable String password, Set<Role> roles, CheckType checkType) {
        return false;
    }
}
