package vn.tuoi.gateway.coap;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapObserveRelation;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.exception.ConnectorException;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.senml.SenmlFormat;

/** A node's DTLS connection to its gateway. One thread. */
public final class NodeClient implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeClient.class);
    private static final long ANSWER_MS = 10_000;

    private final String base;
    private final String identity;
    private final DTLSConnector dtls;
    private final CoapEndpoint endpoint;

    /** What a gateway says to a pack. */
    public enum Answer {
        /** It is durable. */
        TAKEN,
        /** Not now; send it again. */
        LATER,
        /** Never. */
        REFUSED,
        /** None came. */
        SILENCE
    }

    /**
     * A client that is not started yet.
     *
     * @param key DTLS pre-shared key in hex
     */
    public NodeClient(InetSocketAddress gateway, String identity, String key) {
        String host = gateway.getAddress().getHostAddress();
        String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        this.base = "coaps://" + literal + ":" + gateway.getPort();
        this.identity = identity;
        Configuration configuration = CoapSettings.client();
        byte[] secret = HexFormat.of().parseHex(key);
        this.dtls = new DTLSConnector(
                CoapSettings.dtlsClient(configuration, gateway, new AdvancedSinglePskStore(identity, secret)));
        Arrays.fill(secret, (byte) 0);
        this.endpoint = new CoapEndpoint.Builder()
                .setConfiguration(configuration)
                .setConnector(dtls)
                .build();
    }

    public void start() throws IOException {
        endpoint.start();
    }

    private CoapClient client(String path) {
        CoapClient client = new CoapClient(base + path);
        client.setEndpoint(endpoint);
        client.setTimeout(ANSWER_MS);
        return client;
    }

    /** Posts a pack in CBOR; blocks until there is an answer or none has come for 10 s. */
    public Answer post(byte[] pack) {
        CoapClient client = client("/t");
        try {
            CoapResponse response = client.post(pack, SenmlFormat.CBOR.coapContentFormat());
            if (response == null) {
                // the gateway may have forgotten the connection: shake hands again next time
                forgetConnection();
                return Answer.SILENCE;
            }
            if (response.isSuccess()) {
                return Answer.TAKEN;
            }
            LOG.warn("{}: {} {}", identity, response.getCode(), response.getResponseText());
            boolean isLater =
                    response.getCode().isServerError() || response.getCode() == ResponseCode.TOO_MANY_REQUESTS;
            return isLater ? Answer.LATER : Answer.REFUSED;
        } catch (IOException | ConnectorException e) {
            LOG.debug("{}: {}", identity, e.toString());
            return Answer.SILENCE;
        } finally {
            client.shutdown();
        }
    }

    CoapObserveRelation observe(String path, CoapHandler handler) {
        return client(path).observe(handler);
    }

    /** Shakes hands before the next message, in short when the gateway still knows the session. */
    void forgetConnection() {
        dtls.forceResumeAllSessions();
    }

    @Override
    public void close() {
        endpoint.destroy();
    }
}
