package vn.tuoi.cloud.mqtt;

/**
 * Where the broker is, and who the cloud is there.
 *
 * @param uri {@code tcp://host:port} or {@code ssl://host:port}
 * @param username the cloud's user name
 * @param password its secret
 */
public record BrokerAddress(String uri, String username, String password) {
    /** Whether it is spoken to without TLS. */
    boolean isPlain() {
        return uri.startsWith("tcp:");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return username + "@" + uri;
    }
}
