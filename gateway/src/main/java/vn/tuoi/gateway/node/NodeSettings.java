package vn.tuoi.gateway.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One wireless node as a farm's configuration names it.
 *
 * @param node its id on the farm, {@code [a-z0-9][a-z0-9-]{0,30}}
 * @param identity its DTLS PSK identity, 1 to 64 printable ASCII characters
 * @param key its pre-shared key in hex, 16 to 64 bytes
 * @param zone what its points are named below; absent means below the node's own id
 * @param stations the valves that it drives, at most 16
 * @param periodSeconds how often it should report, 1 s to a day; absent means 300
 */
public record NodeSettings(
        @JsonProperty(required = true) String node,
        @JsonProperty(required = true) String identity,
        @JsonProperty(required = true) String key,
        @Nullable String zone,
        List<String> stations,
        @Nullable Integer periodSeconds) {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
    private static final int DEFAULT_PERIOD_SECONDS = 300;

    public NodeSettings {
        stations = List.copyOf(stations);
        if (!ID.matcher(node).matches()) {
            throw new IllegalArgumentException("node must match " + ID + ", not \"" + node + "\"");
        }
        if (identity.isEmpty() || identity.length() > 64 || !identity.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("identity of " + node + " must be 1 to 64 printable ASCII characters");
        }
        if (!isKey(key)) {
            throw new IllegalArgumentException("key of " + node + " must be 16 to 64 bytes in hex");
        }
        if (zone != null && !ID.matcher(zone).matches()) {
            throw new IllegalArgumentException("zone of " + node + " must match " + ID + ", not \"" + zone + "\"");
        }
        if (stations.size() > 16) {
            throw new IllegalArgumentException(
                    "node " + node + " has " + stations.size() + " stations; the limit is 16");
        }
        for (String station : stations) {
            if (!ID.matcher(station).matches()) {
                throw new IllegalArgumentException(
                        "station of " + node + " must match " + ID + ", not \"" + station + "\"");
            }
        }
        if (periodSeconds != null && (periodSeconds < 1 || periodSeconds > 86_400)) {
            throw new IllegalArgumentException(
                    "periodSeconds of " + node + " must be 1 to 86400, not " + periodSeconds);
        }
    }

    private static boolean isKey(String hex) {
        return hex.length() >= 32
                && hex.length() <= 128
                && hex.length() % 2 == 0
                && hex.chars().allMatch(HexFormat::isHexDigit);
    }

    public byte[] keyBytes() {
        return HexFormat.of().parseHex(key);
    }

    /** What the names that it sends are put below. */
    public String prefix() {
        return (zone == null ? node : zone) + "/";
    }

    public int reportSeconds() {
        return periodSeconds == null ? DEFAULT_PERIOD_SECONDS : periodSeconds;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "node " + node + " (" + identity + ")";
    }
}
