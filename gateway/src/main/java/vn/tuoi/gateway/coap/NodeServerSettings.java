package vn.tuoi.gateway.coap;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where nodes are served.
 *
 * @param address port 0 takes a free one
 * @param plain without DTLS: anybody may then pretend to be any node (query {@code node=…}); for a bench only
 * @param firmwareDir where the nodes' firmware lies, {@code manifest.json} and {@code image.bin}; null when there is none
 * @param packsPerSecond what one node may post, after a burst of six times as many
 */
public record NodeServerSettings(
        InetSocketAddress address, boolean plain, @Nullable Path firmwareDir, int packsPerSecond) {}
