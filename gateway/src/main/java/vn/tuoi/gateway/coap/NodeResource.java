package vn.tuoi.gateway.coap;

import java.security.Principal;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.jspecify.annotations.Nullable;
import vn.tuoi.gateway.node.NodeRegistry;
import vn.tuoi.gateway.node.NodeSettings;

/** A resource that answers each node in its own way. */
abstract class NodeResource extends CoapResource {
    private static final String NODE_QUERY = "node=";

    private final NodeRegistry registry;
    private final boolean plain;

    NodeResource(String name, String title, NodeRegistry registry, boolean plain) {
        super(name);
        this.registry = registry;
        this.plain = plain;
        getAttributes().setTitle(title);
    }

    /** Makes it observable, with confirmable notifications: a node that is gone is noticed. */
    final void observable() {
        setObservable(true);
        setObserveType(CoAP.Type.CON);
        getAttributes().setObservable();
    }

    /** The node behind a request, or null after the request has been refused. */
    final @Nullable NodeSettings nodeOrRefuse(CoapExchange exchange) {
        NodeSettings node = node(exchange.advanced().getRequest());
        if (node == null) {
            exchange.respond(ResponseCode.UNAUTHORIZED, plain ? "no such node; give ?node=ID" : "no such node");
        }
        return node;
    }

    final @Nullable NodeSettings node(Request request) {
        Principal peer = request.getSourceContext().getPeerIdentity();
        if (peer instanceof PreSharedKeyIdentity identity) {
            return registry.byIdentity(identity.getIdentity());
        }
        if (plain) {
            for (String query : request.getOptions().getUriQuery()) {
                if (query.startsWith(NODE_QUERY)) {
                    return registry.byId(query.substring(NODE_QUERY.length()));
                }
            }
        }
        return null;
    }

    /** Tells the observers of one node that their answer has changed. */
    final void changedFor(NodeSettings node) {
        changed(relation -> {
            NodeSettings observer = node(relation.getExchange().getRequest());
            return observer != null && observer.node().equals(node.node());
        });
    }
}
