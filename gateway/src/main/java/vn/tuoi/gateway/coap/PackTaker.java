package vn.tuoi.gateway.coap;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.gateway.node.NodeSettings;

/** Takes the readings of a pack, their points below the farm; completes when they are durable. Must not block. */
@FunctionalInterface
public interface PackTaker {
    CompletableFuture<Long> take(NodeSettings node, List<Reading> readings);
}
