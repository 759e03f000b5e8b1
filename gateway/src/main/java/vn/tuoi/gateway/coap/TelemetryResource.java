package vn.tuoi.gateway.coap;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.config.senml.SenmlLimits;
import vn.tuoi.gateway.node.NodeRegistry;
import vn.tuoi.gateway.node.NodeSettings;

/** {@code POST /t}: a node's readings, answered 2.04 when they are durable. */
final class TelemetryResource extends NodeResource {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryResource.class);

    /** A node that was out of reach brings what it kept. */
    private static final int BURST_SECONDS = 6;

    private static final long RETRY_SECONDS = 30;
    private static final long SLOW_DOWN_SECONDS = 1;

    private final int packsPerSecond;
    private final InstantSource clock;
    private final PackTaker taker;
    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();
    private final SenmlDecoder decoder = new SenmlDecoder(SenmlLimits.TELEMETRY);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong limited = new AtomicLong();
    private final AtomicLong busy = new AtomicLong();

    TelemetryResource(NodeRegistry registry, NodeServerSettings settings, InstantSource clock, PackTaker taker) {
        super("t", "Readings as SenML", registry, settings.plain());
        this.packsPerSecond = settings.packsPerSecond();
        this.clock = clock;
        this.taker = taker;
        getAttributes().addContentType(SenmlFormat.JSON.coapContentFormat());
        getAttributes().addContentType(SenmlFormat.CBOR.coapContentFormat());
    }

    NodeServerCounters counters() {
        return new NodeServerCounters(accepted.get(), refused.get(), limited.get(), busy.get());
    }

    /** Forgets the rates of nodes, so that those that are gone leave nothing behind. */
    void forgetRates() {
        buckets.clear();
    }

    @Override
    public void handlePOST(CoapExchange exchange) {
        NodeSettings node = nodeOrRefuse(exchange);
        if (node == null) {
            refused.incrementAndGet();
            return;
        }
        long nowNanos = System.nanoTime();
        if (!buckets.computeIfAbsent(
                        node.node(), id -> new TokenBucket(BURST_SECONDS * packsPerSecond, packsPerSecond, nowNanos))
                .take(nowNanos)) {
            limited.incrementAndGet();
            exchange.setMaxAge(SLOW_DOWN_SECONDS);
            exchange.respond(ResponseCode.TOO_MANY_REQUESTS, "more than " + packsPerSecond + " packs a second");
            return;
        }
        NodePack pack = NodePack.read(
                decoder,
                node,
                exchange.getRequestOptions().getContentFormat(),
                exchange.getRequestPayload(),
                clock.millis());
        if (pack instanceof NodePack.Refused refusal) {
            refused.incrementAndGet();
            exchange.respond(refusal.code(), refusal.diagnostic());
        } else if (pack instanceof NodePack.Taken taken) {
            answer(exchange, node, taken.readings());
        }
    }

    private void answer(CoapExchange exchange, NodeSettings node, List<Reading> readings) {
        var unused = taker.take(node, readings).whenComplete((seq, failure) -> {
            if (failure == null) {
                accepted.incrementAndGet();
                exchange.respond(ResponseCode.CHANGED);
            } else {
                busy.incrementAndGet();
                LOG.warn("{} must send again: {}", node, failure.getMessage());
                exchange.setMaxAge(RETRY_SECONDS);
                exchange.respond(ResponseCode.SERVICE_UNAVAILABLE, "not stored; send it again");
            }
        });
    }
}
