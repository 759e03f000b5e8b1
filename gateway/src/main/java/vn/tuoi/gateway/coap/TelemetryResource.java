package vn.tuoi.gateway.coap;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.senml.MalformedPack;
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
        int format = exchange.getRequestOptions().getContentFormat();
        if (format != MediaTypeRegistry.UNDEFINED
                && format != SenmlFormat.JSON.coapContentFormat()
                && format != SenmlFormat.CBOR.coapContentFormat()) {
            refuse(exchange, ResponseCode.UNSUPPORTED_CONTENT_FORMAT, "content format must be 110 or 112");
            return;
        }
        List<Reading> readings;
        try {
            readings = below(node.prefix(), decoder.decode(exchange.getRequestPayload(), "", clock.millis()));
        } catch (MalformedPack e) {
            boolean tooLarge =
                    e.reason() == MalformedPack.Reason.TOO_LARGE || e.reason() == MalformedPack.Reason.TOO_MANY_RECORDS;
            refuse(
                    exchange,
                    tooLarge ? ResponseCode.REQUEST_ENTITY_TOO_LARGE : ResponseCode.BAD_REQUEST,
                    e.getMessage());
            return;
        } catch (IllegalArgumentException e) {
            refuse(exchange, ResponseCode.BAD_REQUEST, "a name is too long below " + node.prefix());
            return;
        }
        answer(exchange, node, readings);
    }

    private static List<Reading> below(String prefix, List<Reading> readings) {
        List<Reading> placed = new ArrayList<>(readings.size());
        for (Reading reading : readings) {
            placed.add(new Reading(
                    prefix + reading.point(), reading.unit(), reading.timeMs(), reading.value(), reading.isBoolean()));
        }
        return placed;
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

    private void refuse(CoapExchange exchange, ResponseCode code, @Nullable String diagnostic) {
        refused.incrementAndGet();
        exchange.respond(code, diagnostic == null ? "" : diagnostic);
    }
}
