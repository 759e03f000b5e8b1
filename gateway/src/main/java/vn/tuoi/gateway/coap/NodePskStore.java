package vn.tuoi.gateway.coap;

import java.net.InetSocketAddress;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;
import org.jspecify.annotations.Nullable;
import vn.tuoi.gateway.node.NodeRegistry;
import vn.tuoi.gateway.node.NodeSettings;

/** The keys of the registry's nodes, as they are when a handshake asks. Thread-safe. */
final class NodePskStore implements AdvancedPskStore {
    private final NodeRegistry registry;

    NodePskStore(NodeRegistry registry) {
        this.registry = registry;
    }

    @Override
    public boolean hasEcdhePskSupported() {
        return true;
    }

    @Override
    public PskSecretResult requestPskSecretResult(
            ConnectionId cid,
            @Nullable ServerNames serverName,
            PskPublicInformation identity,
            String hmacAlgorithm,
            @Nullable SecretKey otherSecret,
            byte @Nullable [] seed,
            boolean useExtendedMasterSecret) {
        NodeSettings node = registry.byIdentity(identity.getPublicInfoAsString());
        return new PskSecretResult(cid, identity, node == null ? null : SecretUtil.create(node.keyBytes(), "PSK"));
    }

    @Override
    public @Nullable PskPublicInformation getIdentity(InetSocketAddress peer, @Nullable ServerNames virtualHost) {
        // a server proves itself with the client's key
        return null;
    }

    @Override
    public void setResultHandler(HandshakeResultHandler resultHandler) {
        // every answer is given at once
    }
}
