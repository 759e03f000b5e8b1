package vn.tuoi.gateway.uplink;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is and how a farm proves itself to it.
 *
 * @param host name or address
 * @param port TCP port
 * @param clientId the cloud's broker takes the username, or what begins with the username and {@code -}
 * @param username null for a broker that wants none
 * @param password null for a broker that wants none
 * @param tls whether the connection is encrypted
 * @param caFile the certificate authority to trust, PEM; null for the machine's own
 */
public record BrokerAddress(
        String host,
        int port,
        String clientId,
        @Nullable String username,
        @Nullable String password,
        boolean tls,
        @Nullable Path caFile) {
    String uri() {
        String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (tls ? "ssl://" : "tcp://") + literal + ":" + port;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return uri() + " as " + (username == null ? clientId : username);
    }
}
