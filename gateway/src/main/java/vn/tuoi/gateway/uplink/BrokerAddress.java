package vn.tuoi.gateway.uplink;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker is and how a farm proves itself to it.
 *
 * @param host name or address
 * @param port TCP port
 * @param username also the client id
 * @param password null for a broker that wants none
 * @param tls whether the connection is encrypted
 * @param caFile the certificate authority to trust, PEM; null for the machine's own
 */
public record BrokerAddress(
        String host,
        int port,
        String username,
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
        return uri() + " as " + username;
    }
}
