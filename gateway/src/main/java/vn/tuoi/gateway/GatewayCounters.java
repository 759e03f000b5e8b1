package vn.tuoi.gateway;

import org.jspecify.annotations.Nullable;
import vn.tuoi.gateway.coap.NodeServerCounters;
import vn.tuoi.gateway.outbox.OutboxCounters;
import vn.tuoi.gateway.uplink.UplinkCounters;

/**
 * What a gateway holds and has done since its start.
 *
 * @param nodes null when no nodes are served
 */
public record GatewayCounters(
        OutboxCounters outbox,
        UplinkCounters uplink,
        @Nullable NodeServerCounters nodes) {}
