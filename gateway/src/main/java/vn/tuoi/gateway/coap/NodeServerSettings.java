package vn.tuoi.gateway.coap;

import java.net.InetSocketAddress;

/**
 * Where nodes are served.
 *
 * @param address port 0 takes a free one
 * @param plain without DTLS: anybody may then pretend to be any node (query {@code node=…}); for a bench only
 */
public record NodeServerSettings(InetSocketAddress address, boolean plain) {}
