package vn.tuoi.cloud.timeseries.influx;

import org.jspecify.annotations.Nullable;

/**
 * Where InfluxDB is and who we are there.
 *
 * @param url e.g. {@code http://127.0.0.1:8086}
 * @param database database of 1.x and 3; bucket of 2.x
 * @param retentionPolicy of the database; of 2.x the second half of a bucket's name, or of its virtual mapping
 * @param username of 1.x; null with a token
 * @param password of 1.x; null with a token
 * @param token of 2.x and 3; null with user and password
 * @param organization of 2.x; ignored elsewhere
 */
public record InfluxAddress(
        String url,
        String database,
        String retentionPolicy,
        @Nullable String username,
        @Nullable String password,
        @Nullable String token,
        String organization) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return database + "/" + retentionPolicy + "@" + url;
    }
}
